import type { PlexError, PlexServer } from '@foyer/client'

/** The servers that whoever is watching may use. */
export type ServersState =
  /** Nobody is signed in, who is watching is to be said, or that is not known yet. */
  | { readonly status: 'unavailable' }
  /** plex.tv is asked. */
  | { readonly status: 'loading' }
  /** It could not be asked. */
  | { readonly status: 'failed'; readonly error: PlexError }
  /** They are known, in plex.tv's order. `refreshError`: why they could not be asked for again; they may be old. */
  | {
      readonly status: 'ready'
      readonly servers: readonly PlexServer[]
      readonly refreshError: PlexError | null
    }
  /** plex.tv is asked again, as `reload` wants it; these are known. */
  | { readonly status: 'reloading'; readonly servers: readonly PlexServer[] }

/** What happens to them. */
export type ServersEvent =
  /** Somebody else is watching, or nobody. */
  | { type: 'changed'; isSignedIn: boolean }
  | { type: 'reload' }
  | { type: 'read'; servers: readonly PlexServer[] }
  | { type: 'failed'; error: PlexError }

export const serversStart: ServersState = { status: 'unavailable' }
export const serversLoading: ServersState = { status: 'loading' }

export function reduceServers(state: ServersState, event: ServersEvent): ServersState {
  switch (event.type) {
    case 'changed':
      return event.isSignedIn ? serversLoading : serversStart
    case 'reload':
      if (state.status === 'unavailable') return state
      return 'servers' in state ? { status: 'reloading', servers: state.servers } : serversLoading
    case 'read':
      if (state.status === 'unavailable') return state
      return { status: 'ready', servers: event.servers, refreshError: null }
    case 'failed':
      if (state.status === 'unavailable') return state
      return 'servers' in state
        ? { status: 'ready', servers: state.servers, refreshError: event.error }
        : { status: 'failed', error: event.error }
  }
}
