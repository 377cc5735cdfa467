import type { PlexError, PlexUser, SessionState, SignedOutReason } from '@foyer/client'

/** Who is signed in, as a component sees it. */
export type UserState =
  /** It is not known yet. */
  | { status: 'pending' }
  /** Nobody is signed in; `reason` says why. */
  | { status: 'signed-out'; reason: SignedOutReason }
  /** `refreshError` says why the user could not be asked for again; the person stays signed in with what was kept. */
  | { status: 'signed-in'; user: PlexUser; refreshError: PlexError | null }

/** What is known of the user, and from where. */
export interface UserFacts {
  readonly session: SessionState
  /** Is undefined when the app's server said nothing. */
  readonly initialUser: PlexUser | null | undefined
  readonly refreshError: PlexError | null
}

/** Lets what the server said stand in while the session is not read yet; after that the session alone counts. */
export function userState({ session, initialUser, refreshError }: UserFacts): UserState {
  if (session.status === 'signed-in') return { ...session, refreshError }
  if (session.status !== 'pending' || initialUser === undefined) return session
  if (initialUser === null) return { status: 'signed-out', reason: 'never' }
  return { status: 'signed-in', user: initialUser, refreshError: null }
}
