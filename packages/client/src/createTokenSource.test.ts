import { createEmulator, createTestClock } from '@foyer/emulator'
import { expect, test } from 'vitest'
import {
  approvePin,
  createPin,
  createPlexClient,
  createTokenSource,
  getUser,
  type PlexClient,
  signIn,
  type TokenSourceOptions,
  waitForPin,
} from './index.ts'
import { createTextKeyStore, deviceKeys } from './session/device-keys/index.ts'
import { createTextStore } from './testing/createTextStore.ts'
import { promised } from './testing/plexOf.ts'

function open(options: Partial<TokenSourceOptions> = {}) {
  const clock = createTestClock({ pausesBelowMs: 2000 })
  const plexTv = createEmulator({ clock })
  const plex = createPlexClient({ product: 'Reelroom', clientIdentifier: 'cli', fetch: plexTv.fetch, clock })
  const registrations: PlexClient[] = []
  const sourceOf = (more: Partial<TokenSourceOptions> = {}) =>
    createTokenSource(plex, {
      register(client: PlexClient) {
        registrations.push(client)
        return signIn(client, plexTv.person('plain'))
      },
      ...options,
      ...more,
    } as TokenSourceOptions)
  return { clock, plexTv, plex, registrations, sourceOf, source: sourceOf() }
}

test('registers with a password once, however many ask', async () => {
  const { source, registrations, plexTv } = open()
  const tokens = await Promise.all([source.getToken(), source.getToken(), source.getToken()])
  tokens.push(await source.getToken())
  expect(new Set(tokens)).toEqual(new Set([plexTv.tokenFor('plain', 'cli')]))
  expect(registrations).toEqual([source.client])
})

test('registers by a pin that a callback shows', async () => {
  const shown: string[] = []
  const { source, plexTv, clock } = open({
    async register(client) {
      const pin = await createPin(client, 'link')
      shown.push(pin.code)
      return waitForPin(client, pin)
    },
  })
  const asking = source.getToken()
  await expect.poll(() => shown).toHaveLength(1)
  plexTv.approvePin(shown[0] ?? '', 'plain')
  await clock.pass(10_000)
  expect(await asking).toBe(plexTv.tokenFor('plain', 'cli'))
})

test('registers by a token that is there already, of whatever device', async () => {
  const { source, plexTv, plex } = open()
  const fixed = plexTv.tokenFor('plain', 'somewhere-else')
  const byToken = createTokenSource(plex, { register: async () => ({ token: fixed }) })
  expect(await byToken.getToken()).toBe(fixed)
  const ofItsOwn = createTokenSource(plex, {
    async register(client) {
      const pin = await createPin(client, 'link')
      await approvePin(client, fixed, pin.code)
      return waitForPin(client, pin)
    },
  })
  expect(await ofItsOwn.getToken()).toBe(await source.getToken())
})

test('finds what another process has kept', async () => {
  const { store } = createTextStore()
  const { sourceOf, registrations } = open({ store })
  const token = await sourceOf().getToken()
  expect(await sourceOf().getToken()).toBe(token)
  expect(registrations).toHaveLength(1)
})

test('keeps in memory what the store does not take', async () => {
  const { source, registrations } = open({
    store: {
      read: () => null,
      write: () => {
        throw new Error('full')
      },
      clear() {},
    },
  })
  expect(await source.getToken()).toBe(await source.getToken())
  expect(registrations).toHaveLength(1)
})

test('does not register over what can’t be read', async () => {
  const { source, registrations } = open({
    store: { read: () => Promise.reject(new Error('denied')), write() {}, clear() {} },
  })
  await expect(source.getToken()).rejects.toThrow('denied')
  expect(registrations).toEqual([])
})

test('a text that is no record of a source leads to a registration', async () => {
  const { store } = createTextStore('{"v":2,"token":"of-a-later-version"}')
  const { source, plexTv } = open({ store })
  expect(await source.getToken()).toBe(plexTv.tokenFor('plain', 'cli'))
})

test('a wrong password is asked about once, until somebody says to forget it', async () => {
  let password = 'wrong'
  const { plexTv, plex } = open()
  const source = createTokenSource(plex, {
    register: (client) => signIn(client, { ...plexTv.person('plain'), password }),
  })
  for (let ask = 0; ask < 10; ask++) {
    await expect(source.getToken()).rejects.toMatchObject({ code: 'invalid-credentials' })
  }
  expect(plexTv.requests()).toHaveLength(1)
  password = plexTv.person('plain').password
  await source.forget()
  expect(await source.getToken()).toBe(plexTv.tokenFor('plain', 'cli'))
})

test('waits as long as plex.tv asks, and tries again by itself after that', async () => {
  const { source, plexTv, clock } = open()
  const fault = plexTv.fail({ kind: 'rate-limited', retryAfter: '40' })
  await expect(source.getToken()).rejects.toMatchObject({ code: 'rate-limited' })
  fault.stop()
  await expect(source.getToken()).rejects.toMatchObject({ code: 'rate-limited' })
  expect(plexTv.requests()).toHaveLength(1)
  clock.advance(40_000)
  expect(await source.getToken()).toBe(plexTv.tokenFor('plain', 'cli'))
})

test('what passes is tried again at the next call', async () => {
  const { source, plexTv } = open()
  const fault = plexTv.fail({ kind: 'offline' })
  await expect(source.getToken()).rejects.toMatchObject({ code: 'network' })
  fault.stop()
  expect(await source.getToken()).toBe(plexTv.tokenFor('plain', 'cli'))
})

test('a code that nobody typed in time is followed by another', async () => {
  const { plexTv, plex, clock } = open()
  const source = createTokenSource(plex, {
    register: async (client) => waitForPin(client, await createPin(client, 'link')),
  })
  const first = source.getToken()
  first.catch(() => {})
  await expect.poll(() => plexTv.pins()).toHaveLength(1)
  await clock.pass(16 * 60_000)
  await expect(first).rejects.toMatchObject({ code: 'pin-not-found' })
  const second = source.getToken()
  await expect.poll(() => plexTv.pins()).toHaveLength(2)
  plexTv.approvePin(plexTv.pins()[1]?.code ?? '', 'plain')
  await clock.pass(10_000)
  expect(await second).toBe(plexTv.tokenFor('plain', 'cli'))
})

test('a token with an end that came from elsewhere is given until then, and followed by a registration', async () => {
  const { plex, plexTv, clock } = open()
  const keyed = createTokenSource(plex, {
    register: (client) => signIn(client, plexTv.person('plain')),
    keys: deviceKeys({ store: createTextKeyStore(createTextStore().store) }),
    store: createTextStore().store,
  })
  const jwt = await keyed.getToken()
  const tokens = [jwt, plexTv.tokenFor('plexPass', 'cli')]
  const source = createTokenSource(plex, { register: async () => ({ token: tokens.shift() ?? '' }) })
  expect(await source.getToken()).toBe(jwt)
  clock.advance(6 * 24 * 60 * 60_000)
  expect(await source.getToken()).toBe(jwt)
  clock.advance(24 * 60 * 60_000)
  expect(await source.getToken()).toBe(plexTv.tokenFor('plexPass', 'cli'))
})

test('who stops waiting stops nobody else', async () => {
  const { promise, resolve } = promised()
  const { plexTv, plex } = open()
  const source = createTokenSource(plex, {
    async register(client) {
      await promise
      return signIn(client, plexTv.person('plain'))
    },
  })
  const controller = new AbortController()
  const [first, second] = [source.getToken({ signal: controller.signal }), source.getToken()]
  controller.abort(new Error('enough'))
  await expect(first).rejects.toThrow('enough')
  resolve()
  expect(await second).toBe(plexTv.tokenFor('plain', 'cli'))
})

test('a token that died is forgotten, and the next call registers', async () => {
  const { store } = createTextStore()
  const { source, plexTv, registrations } = open({ store })
  await source.call(getUser)
  plexTv.revokeTokens('plain')
  await expect(source.call(getUser)).rejects.toMatchObject({ code: 'unauthorized' })
  expect(await store.read()).toBeNull()
  expect(await source.call(getUser)).toMatchObject({ username: 'ada' })
  expect(registrations).toHaveLength(2)
})

test('what is under way when somebody says to forget it is kept nowhere', async () => {
  const { promise, resolve } = promised()
  const { plexTv, plex } = open()
  const { store, text } = createTextStore()
  let isHeld = true
  const source = createTokenSource(plex, {
    async register(client) {
      if (isHeld) await promise
      return signIn(client, plexTv.person('plain'))
    },
    store,
  })
  const asking = source.getToken()
  await source.forget()
  isHeld = false
  // The one that hangs keeps nobody waiting.
  const token = await source.getToken()
  await source.forget()
  resolve()
  expect(await asking).toBe(token)
  expect(text()).toBeNull()
})

test('a token that died takes no newer one out of the store', async () => {
  const { store, text } = createTextStore()
  const { sourceOf, plexTv } = open({ store })
  const [one, other] = [sourceOf(), sourceOf()]
  await one.getToken()
  plexTv.revokeTokens('plain')
  await other.call(getUser).catch(() => {})
  const newer = await other.getToken()
  await expect(one.call(getUser)).rejects.toMatchObject({ code: 'unauthorized' })
  expect(text()).toContain(newer)
})

test('a signal that has aborted starts nothing', async () => {
  const { source, registrations } = open()
  await expect(source.getToken({ signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
  expect(registrations).toEqual([])
})

test('what register brings has to be a token', async () => {
  const { plex } = open()
  for (const brought of [{ token: '' }, undefined]) {
    const source = createTokenSource(plex, { register: async () => brought as { token: string } })
    await expect(source.getToken()).rejects.toMatchObject({ code: 'misuse' })
  }
})

test('needs a way to register', () => {
  const { plex } = open()
  expect(() => createTokenSource(plex, {} as TokenSourceOptions)).toThrow('no register')
})
