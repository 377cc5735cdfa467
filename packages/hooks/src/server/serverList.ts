import {
  createDeadline,
  type Deadline,
  getServers,
  onPageActivity,
  type PlexSession,
  readEnvironment,
} from '@foyer/client'
import { toPlexError } from '../toPlexError.ts'
import { createWatchedStore } from '../watchedStore.ts'
import { reduceServers, type ServersEvent, type ServersState, serversLoading, serversStart } from './serversState.ts'

/** For how long plex.tv's answer is as good as new. */
const FRESH_MS = 5 * 60_000
/** Between a failure and the next try, however often somebody looks. */
const FAILED_MS = 1000

/** The servers of whoever is signed in, without React. It is asked for while somebody watches. */
export interface ServerList {
  getState(): ServersState
  subscribe(listener: () => void): () => void
  reload(): void
}

const lists = new WeakMap<PlexSession, ServerList>()

/** The list that all components under a session share. */
export function getServerList(session: PlexSession): ServerList {
  const existing = lists.get(session)
  if (existing) return existing
  const list = createServerList(session)
  lists.set(session, list)
  return list
}

function createServerList(session: PlexSession): ServerList {
  const store = createWatchedStore<ServersState>(serversStart, start)
  /** Whose servers these are. */
  let uuid: string | null = null
  let rest: Deadline | undefined
  let controller = new AbortController()

  const watching = () => {
    const state = session.getState()
    return state.status === 'signed-in' ? state.user.uuid : null
  }
  const send = (event: ServersEvent) => store.set(reduceServers(store.get(), event))

  async function load() {
    controller.abort()
    controller = new AbortController()
    const { signal } = controller
    const { clock } = session.client
    rest = undefined
    try {
      const servers = await session.call(getServers, { signal })
      if (signal.aborted) return
      rest = createDeadline(clock, FRESH_MS)
      send({ type: 'read', servers })
    } catch (caught) {
      if (signal.aborted) return
      const error = toPlexError(caught, 'read the servers')
      rest = createDeadline(clock, error.retryAfterMs ?? FAILED_MS)
      send({ type: 'failed', error })
    }
  }
  function follow() {
    const now = watching()
    if (now === uuid) return
    uuid = now
    controller.abort()
    send({ type: 'changed', isSignedIn: now !== null })
    if (now !== null) void load()
  }
  /** Somebody looks: what is old is asked for again, without a word. */
  function check() {
    const { hidden, offline } = readEnvironment()
    if (uuid !== null && !hidden && !offline && rest?.leftMs() === 0) void load()
  }
  function start() {
    const unfollow = session.subscribe(follow)
    const stopLooking = onPageActivity(check)
    // A request that was under way when the last watcher left was called off.
    if (uuid !== null && watching() === uuid && !rest) void load()
    follow()
    check()
    return () => {
      controller.abort()
      unfollow()
      stopLooking()
    }
  }

  return {
    getState() {
      if (store.isWatched()) return store.get()
      const now = watching()
      if (now === null) return serversStart
      return now === uuid ? store.get() : serversLoading
    },
    subscribe: store.subscribe,
    reload() {
      send({ type: 'reload' })
      if (uuid !== null) void load()
    },
  }
}
