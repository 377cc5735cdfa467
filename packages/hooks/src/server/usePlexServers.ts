'use client'

import { useSyncExternalStore } from 'react'
import { usePlexContext } from '../PlexProvider.tsx'
import { getServerList } from './serverList.ts'
import { type ServersState, serversStart } from './serversState.ts'

/** What {@link usePlexServers} gives: the servers, and how to ask again. */
export type UsePlexServersResult = ServersState & {
  /** Asks plex.tv anew. Stable. */
  reload(): void
}

/**
 * Reads which servers whoever is watching may use: their own, and those that are shared with them. plex.tv is asked
 * once for all components, when the first one wants to know and when somebody else is watching; and again when somebody
 * looks at the page, but not within five minutes of an answer.
 *
 * @example
 * ```tsx
 * import { usePlexServers } from '@foyer/hooks'
 *
 * export function Servers() {
 *   const plex = usePlexServers()
 *   if (plex.status === 'failed') return <button onClick={plex.reload}>Try again</button>
 *   if (!('servers' in plex)) return <p>{plex.status}</p>
 *   return plex.servers.map(({ machineIdentifier, name, access }) => (
 *     <p key={machineIdentifier}>
 *       {name}, {access}
 *     </p>
 *   ))
 * }
 * ```
 *
 * @throws `PlexError` `misuse` without a provider.
 */
export function usePlexServers(): UsePlexServersResult {
  const { session } = usePlexContext()
  const list = getServerList(session)
  const state = useSyncExternalStore(list.subscribe, list.getState, () => serversStart)
  return { ...state, reload: list.reload }
}
