import type { PlexUser, SessionState } from '@foyer/client'

/** Who is signed in, as a component sees it: as the session has it, whose states say more. */
export type UserState = SessionState

/** Whether an account is signed in, be it known or not who of its Home is watching. */
export const isSignedIn = ({ status }: SessionState): boolean => status === 'signed-in' || status === 'choosing-profile'

/**
 * Lets what the app's server said (undefined: nothing, null: nobody) stand in while the session is not read yet; after
 * that the session alone counts.
 */
export function userState(session: SessionState, initialUser: PlexUser | null | undefined): UserState {
  if (session.status !== 'pending' || initialUser === undefined) return session
  if (initialUser === null) return { status: 'signed-out', reason: 'never' }
  return { status: 'signed-in', user: initialUser, refreshError: null }
}
