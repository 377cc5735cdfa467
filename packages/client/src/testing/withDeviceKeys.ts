import { createEmulator, createTestClock } from '@foyer/emulator'
import {
  createPlexClient,
  createPlexSession,
  type PlexClientOptions,
  readToken,
  type SessionOptions,
  type SessionStore,
} from '../index.ts'
import { createTextKeyStore, deviceKeys } from '../session/device-keys/index.ts'
import { createTextStore } from './createTextStore.ts'

export const DAY_MS = 24 * 60 * 60_000

/** A plex.tv, and a session whose tokens last a week, with its keys in a store of text: Node has no IndexedDB. */
export function openWithDeviceKeys({
  clock = createTestClock({ pausesBelowMs: 2000 }),
  emulator = {},
  client = {},
  options = {},
}: {
  clock?: ReturnType<typeof createTestClock>
  emulator?: Parameters<typeof createEmulator>[0]
  client?: Partial<PlexClientOptions>
  options?: SessionOptions
} = {}) {
  const plexTv = createEmulator({ clock, ...emulator })
  const keys = createTextStore()
  const plex = createPlexClient({
    product: 'Reelroom',
    clientIdentifier: 'classic',
    fetch: plexTv.fetch,
    clock,
    ...client,
  })
  const sessionOf = (storage: SessionStore = createTextStore().store) =>
    createPlexSession(plex, {
      storage,
      tokens: deviceKeys({ store: createTextKeyStore(keys.store) }),
      ...options,
    } as SessionOptions)
  const session = sessionOf()
  return {
    clock,
    plexTv,
    plex,
    keys,
    session,
    sessionOf,
    /** What was asked since the last call. */
    asked: askedOf(plexTv),
    /** The names of the keys that are kept. */
    keptKeys: (): string[] => {
      const { registered = [] } = JSON.parse(keys.text() ?? '{}')
      return registered.map(({ kid }: { kid: string }) => kid)
    },
    detailsOf: async () => {
      const details = readToken(await session.getToken())
      if (details.kind !== 'jwt') throw new Error('The token is a classic one.')
      return details
    },
  }
}

function askedOf(plexTv: ReturnType<typeof createEmulator>) {
  let seen = 0
  return () => {
    const lines = plexTv
      .requests()
      .slice(seen)
      .map(({ method, path, status }) => `${method} ${path.replace(/\d{5,}/, 'ID')} ${status}`)
    seen = plexTv.requests().length
    return lines
  }
}
