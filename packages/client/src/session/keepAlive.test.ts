import { createEmulator, createTestClock } from '@foyer/emulator'
import { afterEach, expect, test, vi } from 'vitest'
import {
  askForProfile,
  createPlexClient,
  createPlexSession,
  getUser,
  type PlexSession,
  type SessionStore,
} from '../index.ts'

const DAY_MS = 24 * 60 * 60_000
const sessions: PlexSession[] = []
afterEach(() => {
  for (const session of sessions.splice(0)) session.close()
})

/** A store that outlives a session, as a browser's does, and the sessions over it. */
async function setUp() {
  const clock = createTestClock()
  const plexTv = createEmulator({ clock })
  const plex = createPlexClient({ product: 'Reelroom', clientIdentifier: 'tests', fetch: plexTv.fetch, clock })
  let kept: string | null = null
  const storage: SessionStore = {
    read: () => kept,
    write(record) {
      kept = record
    },
    clear() {
      kept = null
    },
  }
  const open = () => {
    const session = createPlexSession(plex, { storage, profiles: askForProfile() })
    sessions.push(session)
    return session
  }
  const session = open()
  const token = plexTv.tokenFor('plexPass', 'tests')
  await session.start({ token, user: await getUser(plex, token) })
  const pings = () => plexTv.requests().filter(({ path }) => path === '/api/v2/ping').length
  const settle = async (opened: PlexSession) => {
    await opened.getToken()
    await clock.settled()
  }
  return { clock, plexTv, session, open, settle, pings }
}
test('plex.tv hears of a token once a day, whenever and wherever the app is opened', async () => {
  const { clock, open, settle, pings } = await setUp()
  await settle(open())
  clock.advance(DAY_MS - 1)
  await settle(open())
  expect(pings()).toBe(0)
  clock.advance(1)
  for (let times = 0; times < 3; times++) await settle(open())
  await vi.waitFor(() => expect(pings()).toBe(1))
  clock.advance(DAY_MS)
  await settle(open())
  await vi.waitFor(() => expect(pings()).toBe(2))
})

test('it is the account’s, while a profile is watching', async () => {
  const { clock, plexTv, session, open, pings } = await setUp()
  await session.chooseProfile({ uuid: plexTv.person('managed').uuid })
  clock.advance(DAY_MS)
  plexTv.revokeTokens('plexPass')
  const next = open()
  await vi.waitFor(() => expect(next.getState()).toEqual({ status: 'signed-out', reason: 'revoked' }))
  expect(pings()).toBe(1)
})

test('a plex.tv that fails is asked tomorrow, and signs nobody out', async () => {
  const { clock, plexTv, open, settle, pings } = await setUp()
  plexTv.fail({ kind: 'status', status: 503 })
  clock.advance(DAY_MS)
  const session = open()
  await vi.waitFor(() => expect(pings()).toBe(1))
  for (let tries = 0; tries < 3; tries++) await clock.pass(5000)
  expect(session.getState().status).toBe('choosing-profile')
  const tries = pings()
  await settle(open())
  expect(pings()).toBe(tries)
})
