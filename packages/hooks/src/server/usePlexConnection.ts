'use client'

import type { PlexServer } from '@foyer/client'
import { useEffect, useSyncExternalStore } from 'react'
import { usePlexContext } from '../PlexProvider.tsx'
import { getConnectionFinder } from './connectionFinder.ts'
import { type ConnectionState, connectionSearching, connectionStart } from './connectionState.ts'

/** What {@link usePlexConnection} gives: the way to the server, and the actions. */
export type UsePlexConnectionResult = ConnectionState & {
  /** Looks for the way anew: call it when a request of yours to the server failed. Stable for one server. */
  search(): void
  /**
   * Lets the browser ask the person for the way into their network, where an address was `permission-required`; call
   * it from a click, after saying why. Stable for one server.
   */
  allowLocalNetwork(): void
}

/**
 * Finds the address at which a server is reached from here, once for all components, and looks again when somebody comes
 * back to the page; nothing is sent but a question who is there. Keep the server's token out of React:
 * `getServerToken`.
 *
 * @param server - of `usePlexServers`; null for none yet.
 * @example
 * ```tsx
 * import type { PlexServer } from '@foyer/client'
 * import { usePlexConnection } from '@foyer/hooks'
 *
 * export function Way({ server }: { server: PlexServer }) {
 *   const way = usePlexConnection(server)
 *   if (way.status === 'connected') return <p>{way.connection.reach}</p>
 *   if (way.status === 'unreachable') return <button onClick={way.search}>Try again</button>
 *   return <p>{way.status}</p>
 * }
 * ```
 *
 * @throws `PlexError` `misuse` without a provider.
 */
export function usePlexConnection(
  server: Pick<PlexServer, 'machineIdentifier' | 'addresses'> | null | undefined,
): UsePlexConnectionResult {
  const { session } = usePlexContext()
  const finder = server ? getConnectionFinder(session, server) : nothing
  const state = useSyncExternalStore(finder.subscribe, finder.getState, () =>
    server ? connectionSearching : connectionStart,
  )
  useEffect(() => {
    if (server) finder.update(server)
  }, [finder, server])
  return { ...state, search: finder.search, allowLocalNetwork: finder.allowLocalNetwork }
}

/** No server is always where it was. */
const nothing = {
  getState: () => connectionStart,
  subscribe: () => () => {},
  update() {},
  search() {},
  allowLocalNetwork() {},
}
