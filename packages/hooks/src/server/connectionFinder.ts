import {
  askForLocalNetwork,
  createDeadline,
  type Deadline,
  findConnection,
  onPageActivity,
  type PlexServer,
  type PlexSession,
  readEnvironment,
} from '@foyer/client'
import { toPlexError } from '../toPlexError.ts'
import { createWatchedStore } from '../watchedStore.ts'
import { type ConnectionState, connectionSearching } from './connectionState.ts'

/** How long a way is taken to lead there still, when somebody looks again. */
const FRESH_MS = 30_000

type Server = Pick<PlexServer, 'machineIdentifier' | 'addresses'>

/** The way to one server, without React. It is looked for while somebody watches. */
export interface ConnectionFinder {
  getState(): ConnectionState
  subscribe(listener: () => void): () => void
  /** Tells where plex.tv says now that the server is. */
  update(server: Server): void
  search(): void
  allowLocalNetwork(): void
}

const finders = new WeakMap<PlexSession, Map<string, ConnectionFinder>>()
/** The pages whose person, or whose place, lets them into the network; for all servers. */
const allowed = new WeakSet<PlexSession>()

/** The finder that all components under a session share, so that no address is asked twice. */
export function getConnectionFinder(session: PlexSession, server: Server): ConnectionFinder {
  const own = finders.get(session) ?? new Map<string, ConnectionFinder>()
  finders.set(session, own)
  const existing = own.get(server.machineIdentifier)
  if (existing) return existing
  const finder = createConnectionFinder(session, server)
  own.set(server.machineIdentifier, finder)
  return finder
}

function createConnectionFinder(session: PlexSession, first: Server): ConnectionFinder {
  const { client } = session
  const store = createWatchedStore<ConnectionState>(connectionSearching, start)
  let server = first
  let fresh: Deadline | undefined
  let controller = new AbortController()

  function begin(): AbortSignal {
    controller.abort()
    controller = new AbortController()
    fresh = undefined
    return controller.signal
  }
  async function find(signal: AbortSignal) {
    const localNetworkAllowed = allowed.has(session)
    const found = await findConnection(client, server, { localNetworkAllowed, signal })
    if (signal.aborted) return
    fresh = createDeadline(client.clock, FRESH_MS)
    store.set(found)
  }
  function run(task: (signal: AbortSignal) => Promise<void>) {
    const signal = begin()
    task(signal).catch((error: unknown) => {
      if (!signal.aborted) store.set({ status: 'failed', error: toPlexError(error, 'find the server') })
    })
  }
  function search() {
    store.set(connectionSearching)
    run(find)
  }
  /** Somebody looks, perhaps from another network: the way of a while ago is tried, and another looked for if need be. */
  function check() {
    const { hidden, offline } = readEnvironment()
    if (!hidden && !offline && fresh?.leftMs() === 0) run(find)
  }
  function start() {
    const stopLooking = onPageActivity(check)
    if (fresh) check()
    else search()
    return () => {
      controller.abort()
      stopLooking()
    }
  }

  return {
    getState: store.get,
    subscribe: store.subscribe,
    update(next) {
      const hasMoved = JSON.stringify(next.addresses) !== JSON.stringify(server.addresses)
      server = next
      const state = store.get()
      if (!hasMoved || !store.isWatched() || state.status === 'asking-permission') return
      // plex.tv names other relays every few minutes: a way that it still lists is kept.
      const isListed = state.status === 'connected' && next.addresses.some(({ uri }) => uri === state.connection.uri)
      if (!isListed) run(find)
    },
    search,
    allowLocalNetwork() {
      store.set({ status: 'asking-permission' })
      run(async (signal) => {
        if (await askForLocalNetwork(client, server, { signal })) allowed.add(session)
        store.set(connectionSearching)
        await find(signal)
      })
    },
  }
}
