import type { PlexSession } from '@foyer/client'

const underWay = new WeakMap<PlexSession, AbortController>()

/** Makes this sign-in the one under way in the session: of two, whichever way they go, the one that started last wins. */
export function takeOver(session: PlexSession): AbortController {
  const controller = new AbortController()
  underWay.get(session)?.abort()
  underWay.set(session, controller)
  return controller
}
