import type { PlexUser, SessionState } from '@foyer/client'

/** Who is signed in, as a component sees it: as the session has it, whose states say more. */
export type UserState = SessionState

/**
 * Lets what the app's server said (undefined: nothing, null: nobody) stand in while the session is not read yet; after
 * that the session alone counts.
 */
export function userState(session: SessionState, initialUser: PlexUser | null | undefined): UserState {
  if (session.status !== 'pending' || initialUser === undefined) return session
  if (initialUser === null) return { status: 'signed-out', reason: 'never' }
  return { status: 'signed-in', user: initialUser, refreshError: null }
}
