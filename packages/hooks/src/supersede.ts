import { isPlexError, PlexError, type PlexSession } from '@foyer/client'

const latest = new WeakMap<PlexSession, AbortController>()

/**
 * Makes this sign-in the one under way in the session: of two, whichever way they go, the one that started last wins.
 */
export function supersedeSignIn(session: PlexSession): AbortController {
  const controller = new AbortController()
  latest.get(session)?.abort()
  latest.set(session, controller)
  return controller
}

/** Why a sign-in failed. What is no error of ours came out of something that the app gave us. */
export const toPlexError = (error: unknown): PlexError =>
  isPlexError(error) ? error : new PlexError('misuse', `Could not sign in: ${error}`)
