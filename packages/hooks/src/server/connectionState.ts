import type { PlexError, ServerConnection, TriedAddress } from '@foyer/client'

/** The way to one server. */
export type ConnectionState =
  /** There is no server to reach. */
  | { readonly status: 'idle' }
  /** Its addresses are asked. */
  | { readonly status: 'searching' }
  /**
   * The browser asks the person whether this page may reach their network, and waits for them. Only after
   * `allowLocalNetwork`.
   */
  | { readonly status: 'asking-permission' }
  /** It is reached there. `tried` says why not better, address by address. */
  | {
      readonly status: 'connected'
      readonly connection: ServerConnection
      readonly tried: readonly TriedAddress[]
    }
  /** No address answers as this server; `tried` says why, address by address. */
  | { readonly status: 'unreachable'; readonly tried: readonly TriedAddress[] }
  /** The program lacks what it needs, a `fetch` say: the code is `misuse`. */
  | { readonly status: 'failed'; readonly error: PlexError }

export const connectionStart: ConnectionState = { status: 'idle' }
export const connectionSearching: ConnectionState = { status: 'searching' }

/** Whether the person's own network was left out, as the browser would ask them first: offer `allowLocalNetwork`. */
export const isPermissionWanted = (state: ConnectionState): boolean =>
  'tried' in state &&
  state.tried.some(({ outcome }) => outcome === 'permission-required') &&
  !(state.status === 'connected' && state.connection.reach === 'local')
