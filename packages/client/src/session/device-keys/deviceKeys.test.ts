import { createTestClock } from '@foyer/emulator'
import { describe, expect, test } from 'vitest'
import {
  askForProfile,
  createPin,
  createPlexClient,
  createPlexSession,
  createTokenSource,
  getServers,
  getServerToken,
  getUser,
  readToken,
  type SessionStore,
  signIn,
  waitForPin,
} from '../../index.ts'
import { createTextStore } from '../../testing/createTextStore.ts'
import { promised } from '../../testing/plexOf.ts'
import { DAY_MS, openWithDeviceKeys } from '../../testing/withDeviceKeys.ts'
import { createTextKeyStore, deviceKeys } from './index.ts'

/** Signed in with a password. */
async function enter(given: Parameters<typeof openWithDeviceKeys>[0] = {}, name: 'plain' | 'plexPass' = 'plain') {
  const all = openWithDeviceKeys(given)
  const { session, plexTv } = all
  await session.start(({ signal }) => signIn(session.client, plexTv.person(name), { signal }))
  return all
}

const renewal = ['GET /api/v2/auth/nonce 200', 'POST /api/v2/auth/token 200']

describe('signing in', () => {
  test('with a password gives a token of seven days, for three requests more', async () => {
    const { asked, detailsOf, clock } = await enter()
    expect(asked()).toEqual(['POST /api/v2/users/signin 201', 'POST /api/v2/auth/jwk 201', ...renewal])
    const { issuedAt, expiresAt } = await detailsOf()
    expect(Date.parse(issuedAt)).toBe(Math.floor(clock.now() / 1000) * 1000)
    expect(Date.parse(expiresAt) - Date.parse(issuedAt)).toBe(7 * DAY_MS)
  })

  test('by a pin gives one for no request more', async () => {
    const { session, plexTv, asked, detailsOf } = openWithDeviceKeys()
    const pin = await createPin(session.client, 'link')
    plexTv.approvePin(pin.code, 'plain')
    await session.start(({ signal }) => waitForPin(session.client, pin, { signal }))
    expect(asked()).toEqual(['POST /api/v2/pins 201', 'GET /api/v2/pins/ID 200', 'GET /api/v2/user 200'])
    expect((await detailsOf()).user).toMatchObject({ uuid: plexTv.person('plain').uuid })
  })

  test('leaves the classic token of the app’s other identifier alive', async () => {
    const { plex, plexTv, session, detailsOf } = openWithDeviceKeys()
    const classic = await signIn(plex, plexTv.person('plain'))
    await session.start(await signIn(session.client, plexTv.person('plain')))
    expect((await detailsOf()).clientIdentifier).not.toBe('classic')
    expect(await getUser(plex, classic.token)).toMatchObject({ username: 'ada' })
    expect(await session.call(getUser)).toMatchObject({ username: 'ada' })
  })

  test('with the app’s own client in place of the session’s is called a mistake, and ends that token', async () => {
    const { plex, plexTv, session, keptKeys } = openWithDeviceKeys()
    const { token, user } = await signIn(plex, plexTv.person('plain'))
    await expect(session.start({ token, user })).rejects.toMatchObject({
      code: 'misuse',
      message: expect.stringContaining('session.client'),
    })
    expect(keptKeys()).toEqual([])
    await expect.poll(() => getUser(plex, token).catch(({ code }) => code)).toBe('unauthorized')
  })

  test('again makes another device, since plex.tv never takes an identifier twice', async () => {
    const { session, plexTv, detailsOf, keptKeys } = await enter()
    const first = await detailsOf()
    await session.signOut()
    expect(keptKeys()).toEqual([])
    await session.start(await signIn(session.client, plexTv.person('plain')))
    expect((await detailsOf()).clientIdentifier).not.toBe(first.clientIdentifier)
  })

  test('over a session ends the one before, and its key', async () => {
    const { session, plexTv, detailsOf, keptKeys } = await enter()
    const before = await session.getToken()
    await session.start(await signIn(session.client, plexTv.person('plexPass')))
    const { thumbprint } = await detailsOf()
    await expect.poll(keptKeys).toEqual([thumbprint])
    await expect(getUser(session.client, before)).rejects.toMatchObject({ code: 'unauthorized' })
  })

  test.each(['jwk', 'nonce', 'token'])(
    'that gets no answer at auth/%s signs nobody in, and works the next time',
    async (step) => {
      let isCut = true
      const { plexTv, clock, keys, keptKeys } = openWithDeviceKeys()
      const plex = createPlexClient({
        product: 'Reelroom',
        clientIdentifier: 'classic',
        clock,
        fetch: async (input, init) => {
          if (isCut && String(input).includes(`/auth/${step}`)) throw new TypeError('cut')
          return plexTv.fetch(input, init)
        },
      })
      const session = createPlexSession(plex, {
        storage: 'memory',
        tokens: deviceKeys({ store: createTextKeyStore(keys.store) }),
      })
      const grant = () => signIn(session.client, plexTv.person('plain'))
      await expect(session.start(grant)).rejects.toMatchObject({ code: 'network' })
      expect(keptKeys()).toEqual([])
      isCut = false
      await session.start(grant)
      expect(readToken(await session.getToken()).kind).toBe('jwt')
    },
  )

  test('that is not to be remembered leaves no key behind, and is renewed as long as its page is there', async () => {
    const { session, plexTv, keys, clock, keptKeys, detailsOf } = openWithDeviceKeys()
    await session.start(() => signIn(session.client, plexTv.person('plain')), { rememberMe: false })
    const before = await detailsOf()
    expect(keptKeys()).toEqual([])
    expect(keys.text()).not.toContain(before.thumbprint)
    clock.advance(8 * DAY_MS)
    expect((await detailsOf()).thumbprint).toBe(before.thumbprint)
    for (const text of keys.writes) expect(text).not.toContain('eyJ')
  })

  test('with a password by an identifier that plex.tv has spent works the second time', async () => {
    const { session, plexTv, keys } = openWithDeviceKeys()
    await session.client.clientIdentifier()
    const before = keys.text()
    await session.start(() => signIn(session.client, plexTv.person('plain')))
    keys.replace(before)
    const again = createPlexSession(session.client, {
      storage: 'memory',
      tokens: deviceKeys({ store: createTextKeyStore(keys.store) }),
    })
    const grant = () => signIn(again.client, plexTv.person('plain'))
    await expect(again.start(grant)).rejects.toMatchObject({ code: 'device-key-taken' })
    expect(await again.start(grant)).toMatchObject({ username: 'ada' })
  })

  test('with a key that another tab was first with takes nothing from that one, and works the next time', async () => {
    const { sessionOf, plexTv, clock } = openWithDeviceKeys()
    const [first, second] = [sessionOf(), sessionOf()]
    const [one, other] = [
      await signIn(first.client, plexTv.person('plain')),
      await signIn(second.client, plexTv.person('plexPass')),
    ]
    await first.start(one)
    await expect(second.start(other)).rejects.toMatchObject({ code: 'device-key-taken' })
    clock.advance(8 * DAY_MS)
    expect(await first.call(getUser)).toMatchObject({ username: 'ada' })
    await second.start(() => signIn(second.client, plexTv.person('plexPass')))
    expect(await second.call(getUser)).toMatchObject({ username: 'noura' })
  })

  test('asks for another key where plex.tv has this one already', async () => {
    const { session, plexTv, keys } = openWithDeviceKeys()
    await session.client.clientIdentifier()
    const before = keys.text()
    await session.start(await signIn(session.client, plexTv.person('plain')))
    // As of a browser whose disk was put back to an older day.
    keys.replace(before)
    const again = createPlexSession(session.client, {
      storage: 'memory',
      tokens: deviceKeys({ store: createTextKeyStore(keys.store) }),
    })
    await expect(createPin(again.client, 'link')).rejects.toMatchObject({ code: 'device-key-taken', status: 422 })
    expect(await createPin(again.client, 'link')).toMatchObject({ kind: 'link' })
  })

  test.each(['a day behind', 'a day ahead', 'in 1970'])('works where the clock is %s', async (clockIs) => {
    const now = Date.parse('2026-11-28T10:00:00Z')
    const wrong = { 'a day behind': now - DAY_MS, 'a day ahead': now + DAY_MS, 'in 1970': 60_000 }[clockIs] ?? 0
    const plexClock = createTestClock({ now })
    const clock = createTestClock({ pausesBelowMs: 2000, now: wrong })
    const { session, plexTv, asked } = openWithDeviceKeys({ clock, emulator: { clock: plexClock } })
    await session.start(await signIn(session.client, plexTv.person('plain')))
    const first = await session.getToken()
    expect(await session.getToken()).toBe(first)
    asked()
    plexClock.advance(6 * DAY_MS)
    clock.advance(6 * DAY_MS)
    expect(await session.getToken()).not.toBe(first)
    expect(asked()).toEqual(renewal)
  })
})

describe('renewing', () => {
  test('is done ahead of the end, once for all who ask', async () => {
    const { session, clock, asked } = await enter()
    const before = await session.getToken()
    asked()
    clock.advance(5 * DAY_MS)
    expect(await session.getToken()).toBe(before)
    clock.advance(DAY_MS)
    const tokens = await Promise.all([
      session.getToken(),
      session.getToken(),
      session.call((_plex, token) => Promise.resolve(token)),
    ])
    expect(new Set(tokens).size).toBe(1)
    expect(tokens[0]).not.toBe(before)
    expect(asked()).toEqual(renewal)
  })

  test('is done before the next call by a page that slept past the end', async () => {
    const { session, clock, asked } = await enter()
    asked()
    await clock.sleep(30 * DAY_MS)
    expect(await session.call(getUser)).toMatchObject({ username: 'ada' })
    expect(asked()).toEqual([...renewal, 'GET /api/v2/user 200'])
  })

  test('is done once, and the call made again, where plex.tv says that the token has ended', async () => {
    const plexClock = createTestClock()
    const { session, asked } = await enter({ emulator: { clock: plexClock } })
    asked()
    plexClock.advance(8 * DAY_MS)
    expect(await session.call(getUser)).toMatchObject({ username: 'ada' })
    expect(asked()).toEqual([
      'GET /api/v2/user 498',
      // The signature says a time that plex.tv takes for another week's; the next says none.
      'GET /api/v2/auth/nonce 200',
      'POST /api/v2/auth/token 422',
      ...renewal,
      'GET /api/v2/user 200',
    ])
    expect(await session.getToken()).toBeTruthy()
  })

  test('that fails leaves a token in use that is still good, and is not tried at every call', async () => {
    const { session, clock, plexTv, asked } = await enter()
    const before = await session.getToken()
    clock.advance(6 * DAY_MS)
    const fault = plexTv.fail({ kind: 'rate-limited', endpoint: 'auth', retryAfter: '300' })
    asked()
    for (let call = 0; call < 5; call++) expect(await session.getToken()).toBe(before)
    expect(asked()).toEqual(['GET /api/v2/auth/nonce 429'])
    fault.stop()
    clock.advance(300_000)
    expect(await session.getToken()).not.toBe(before)
  })

  test('that fails after the end signs nobody out, and sends no dead token', async () => {
    const { session, clock, plexTv, asked } = await enter()
    clock.advance(8 * DAY_MS)
    const fault = plexTv.fail({ kind: 'offline' })
    asked()
    await expect(session.call(getUser)).rejects.toMatchObject({ code: 'network' })
    expect(asked().every((line) => line.includes('/auth/nonce'))).toBe(true)
    expect(session.getState()).toMatchObject({ status: 'signed-in' })
    fault.stop()
    expect(await session.call(getUser)).toMatchObject({ username: 'ada' })
  })

  test('by a device that its owner has removed ends the session', async () => {
    const { session, plexTv, detailsOf, keptKeys } = await enter()
    plexTv.removeDevice((await detailsOf()).clientIdentifier ?? '')
    await expect(session.call(getUser)).rejects.toMatchObject({ code: 'device-key-unknown', plexCode: 1097 })
    expect(session.getState()).toEqual({ status: 'signed-out', reason: 'revoked' })
    await expect.poll(keptKeys).toEqual([])
  })

  test('with a key that is gone ends the session, in words of its own, once the token has ended', async () => {
    const { session, clock, keys, asked } = await enter()
    keys.replace(null)
    clock.advance(6 * DAY_MS)
    expect(await session.call(getUser)).toMatchObject({ username: 'ada' })
    asked()
    clock.advance(DAY_MS)
    await expect(session.call(getUser)).rejects.toMatchObject({ code: 'device-key-lost' })
    expect(session.getState()).toEqual({ status: 'signed-out', reason: 'key-lost' })
    expect(asked()).toEqual([])
  })

  test('while the user is asked for brings the token of before back neither here nor in the store', async () => {
    const { plexTv, clock, keys } = openWithDeviceKeys()
    const { store, text } = createTextStore()
    const { promise, resolve } = promised()
    let isHeld = false
    const plex = createPlexClient({
      product: 'Reelroom',
      clientIdentifier: 'classic',
      clock,
      timeoutMs: Number.POSITIVE_INFINITY,
      fetch: async (input, init) => {
        const answer = await plexTv.fetch(input, init)
        if (!isHeld || !String(input).includes('/api/v2/user?')) return answer
        await promise
        return Response.json({ ...(await answer.json()), friendlyName: 'Countess' })
      },
    })
    const tokens = deviceKeys({ store: createTextKeyStore(keys.store) })
    const session = createPlexSession(plex, { storage: store, tokens })
    await session.start(() => signIn(session.client, plexTv.person('plain')))
    isHeld = true
    const refreshing = session.refresh()
    await expect.poll(() => plexTv.requests().at(-1)?.path).toBe('/api/v2/user')
    clock.advance(6 * DAY_MS)
    const renewed = await session.getToken()
    resolve()
    await refreshing
    expect(session.getState()).toMatchObject({ user: { title: 'Countess' } })
    expect(await session.getToken()).toBe(renewed)
    expect(text()).toContain(renewed)
  })

  test('after a lost key works by a sign-in as another device', async () => {
    const { session, plexTv, clock, keys, detailsOf } = await enter()
    const { clientIdentifier } = await detailsOf()
    keys.replace(null)
    clock.advance(7 * DAY_MS)
    await session.getToken().catch(() => {})
    await session.start(await signIn(session.client, plexTv.person('plain')))
    expect((await detailsOf()).clientIdentifier).not.toBe(clientIdentifier)
  })

  test('is found in the store by whoever asks there next', async () => {
    const { sessionOf, clock, plexTv, asked } = openWithDeviceKeys()
    const { store } = createTextStore()
    const [one, other] = [sessionOf(store), sessionOf(store)]
    await one.start(await signIn(one.client, plexTv.person('plain')))
    const later = sessionOf(store)
    await later.getToken()
    clock.advance(6 * DAY_MS)
    asked()
    const tokens = [await one.getToken(), await later.getToken()]
    expect(new Set(tokens).size).toBe(1)
    expect(asked()).toEqual(renewal)
    other.close()
  })
})

describe('what comes in place of a nonce or a token', () => {
  const stranger = 'eyJhbGciOiJFZERTQSJ9.eyJpYXQiOjEsImV4cCI6Mn0.c2ln'
  test.each([
    ['a nonce that is a page', '/auth/nonce', '<html>Welcome to our Wi-Fi</html>', 'unexpected-response'],
    ['a nonce that is no text', '/auth/nonce', '{"nonce":7}', 'unexpected-response'],
    ['a nonce that would break a line', '/auth/nonce', '{"nonce":"a\\nb"}', 'unexpected-response'],
    ['a token that is a page', '/auth/token', '<html></html>', 'unexpected-response'],
    ['a token under another name', '/auth/token', `{"authToken":"${stranger}"}`, 'unexpected-response'],
    ['a classic token', '/auth/token', '{"auth_token":"abcdefghij0123456789"}', 'unexpected-response'],
    ['a stranger’s token', '/auth/token', `{"auth_token":"${stranger}"}`, 'unexpected-response'],
  ])('%s signs nobody in', async (_what, path, body, code) => {
    const { plexTv, clock, keys } = openWithDeviceKeys()
    const plex = createPlexClient({
      product: 'Reelroom',
      clientIdentifier: 'classic',
      clock,
      fetch: async (input, init) => (String(input).includes(path) ? new Response(body) : plexTv.fetch(input, init)),
    })
    const session = createPlexSession(plex, {
      storage: 'memory',
      tokens: deviceKeys({ store: createTextKeyStore(keys.store) }),
    })
    await expect(session.start(() => signIn(session.client, plexTv.person('plain')))).rejects.toMatchObject({ code })
    expect(session.getState()).toMatchObject({ status: 'signed-out' })
  })

  test('a nonce that was given before is asked for anew', async () => {
    const { plexTv, clock, keys } = openWithDeviceKeys()
    let kept: string | undefined
    let nonces = 0
    const plex = createPlexClient({
      product: 'Reelroom',
      clientIdentifier: 'classic',
      clock,
      fetch: async (input, init) => {
        if (!String(input).includes('/auth/nonce')) return plexTv.fetch(input, init)
        nonces++
        // The second one is the first again, out of a cache on the way.
        if (nonces === 2 && kept) return new Response(kept)
        const answer = await plexTv.fetch(input, init)
        kept = await answer.clone().text()
        return answer
      },
    })
    const session = createPlexSession(plex, {
      storage: 'memory',
      tokens: deviceKeys({ store: createTextKeyStore(keys.store) }),
    })
    await session.start(() => signIn(session.client, plexTv.person('plain')))
    const before = await session.getToken()
    clock.advance(6 * DAY_MS)
    expect(await session.getToken()).not.toBe(before)
    expect(nonces).toBe(3)
  })
})

describe('servers', () => {
  test('one’s own, whose token plex.tv gives back as the JWT, gets a token that it takes', async () => {
    const { session, plexTv, asked } = await enter()
    const [mine] = (await session.call(getServers)).filter(({ access }) => access === 'owner')
    asked()
    const token = await session.call((plex, token) => getServerToken(plex, token, mine?.machineIdentifier ?? ''))
    expect(readToken(token).kind).toBe('classic')
    expect(asked()).toEqual([
      'GET /api/v2/resources 200',
      'GET /api/v2/home/users 200',
      expect.stringMatching(/^POST .*\/switch 201$/),
      'GET /api/v2/resources 200',
    ])
    const uri = mine?.addresses.find(({ uri }) => uri)?.uri ?? ''
    expect(plexTv.servers().map(({ machineIdentifier }) => machineIdentifier)).toContain(mine?.machineIdentifier)
    expect(uri).toMatch(/^https?:/)
  })

  test('one that is shared gives its own token at once', async () => {
    const { session, asked } = await enter()
    const [shared] = (await session.call(getServers)).filter(({ access }) => access === 'shared')
    asked()
    const token = await session.call((plex, token) => getServerToken(plex, token, shared?.machineIdentifier ?? ''))
    expect(readToken(token).kind).toBe('classic')
    expect(asked()).toEqual(['GET /api/v2/resources 200'])
  })

  test('one’s own is out of reach for an owner whose profile has a PIN, and the error says so', async () => {
    const { session } = await enter({}, 'plexPass')
    const [mine] = (await session.call(getServers)).filter(({ access }) => access === 'owner')
    const reaching = session.call((plex, token) => getServerToken(plex, token, mine?.machineIdentifier ?? ''))
    await expect(reaching).rejects.toMatchObject({ code: 'profile-pin-required' })
    expect(session.getState()).toMatchObject({ status: 'signed-in' })
  })
})

describe('a token source', () => {
  const sourceOf = (all: ReturnType<typeof openWithDeviceKeys>, store: ReturnType<typeof createTextStore>['store']) =>
    createTokenSource(all.plex, {
      register: (client) => signIn(client, all.plexTv.person('plain')),
      keys: deviceKeys({ store: createTextKeyStore(all.keys.store) }),
      store,
    })

  test('registers once, and renews from then on, also in the next process', async () => {
    const all = openWithDeviceKeys()
    const { store } = createTextStore()
    await sourceOf(all, store).getToken()
    expect(all.asked()).toEqual(['POST /api/v2/users/signin 201', 'POST /api/v2/auth/jwk 201', ...renewal])
    all.clock.advance(30 * DAY_MS)
    const next = sourceOf(all, store)
    expect(await next.call(getUser)).toMatchObject({ username: 'ada' })
    expect(all.asked()).toEqual([...renewal, 'GET /api/v2/user 200'])
  })

  test('registers anew, as another device, when the key is lost or plex.tv has forgotten it', async () => {
    const all = openWithDeviceKeys()
    const source = sourceOf(all, createTextStore().store)
    const first = readToken(await source.getToken())
    all.keys.replace(null)
    all.clock.advance(8 * DAY_MS)
    const second = readToken(await source.getToken())
    if (first.kind !== 'jwt' || second.kind !== 'jwt') throw new Error('The tokens are classic ones.')
    expect(second.clientIdentifier).not.toBe(first.clientIdentifier)
    all.plexTv.removeDevice(second.clientIdentifier ?? '')
    await expect(source.call(getUser)).rejects.toMatchObject({ code: 'unauthorized' })
    expect(await source.call(getUser)).toMatchObject({ username: 'ada' })
  })

  test('does not fall back to a token without an end where the keys can’t be read', async () => {
    const all = openWithDeviceKeys()
    all.keys.replace('{"v":2,"from":"a later version"}')
    const source = sourceOf(all, createTextStore().store)
    await expect(source.getToken()).rejects.toMatchObject({ code: 'storage' })
    expect(all.keys.text()).toBe('{"v":2,"from":"a later version"}')
    expect(all.asked()).toEqual([])
  })
})

describe('an app that begins to use keys, or ends to', () => {
  const sessionOf = (
    plex: ReturnType<typeof createPlexClient>,
    keys: ReturnType<typeof createTextStore> | null,
    store: SessionStore,
  ) =>
    createPlexSession(plex, {
      storage: store,
      tokens: keys ? deviceKeys({ store: createTextKeyStore(keys.store) }) : undefined,
    })

  test('leaves who is signed in signed in, by the identifier of before', async () => {
    const { plexTv, keys, clock } = openWithDeviceKeys()
    const identifiers = new Set<string | null>()
    const plex = createPlexClient({
      product: 'Reelroom',
      clientIdentifier: 'classic',
      clock,
      fetch: (input, init) => {
        identifiers.add(new URL(String(input)).searchParams.get('X-Plex-Client-Identifier'))
        return plexTv.fetch(input, init)
      },
    })
    const { store } = createTextStore()
    const before = sessionOf(plex, null, store)
    await before.start(() => signIn(plex, plexTv.person('plain')))
    before.close()
    const session = sessionOf(plex, keys, store)
    expect(await session.call(getUser)).toMatchObject({ username: 'ada' })
    expect(identifiers).toEqual(new Set(['classic']))
    expect(readToken(await session.getToken()).kind).toBe('classic')
  })

  test('lets a token of seven days be used to its end, and then asks for a sign-in', async () => {
    const { plex, plexTv, keys, clock, asked } = openWithDeviceKeys()
    const { store } = createTextStore()
    const before = sessionOf(plex, keys, store)
    await before.start(() => signIn(before.client, plexTv.person('plain')))
    before.close()
    const session = sessionOf(plex, null, store)
    expect(await session.call(getUser)).toMatchObject({ username: 'ada' })
    clock.advance(8 * DAY_MS)
    asked()
    await expect(session.call(getUser)).rejects.toMatchObject({ code: 'token-expired' })
    expect(session.getState()).toEqual({ status: 'signed-out', reason: 'revoked' })
    expect(asked()).toEqual(['GET /api/v2/user 498'])
  })
})

test('a profile is watched by the device that has the key, and outlives a reload', async () => {
  const { plexTv, plex, keys } = openWithDeviceKeys()
  const { store } = createTextStore()
  const open = () =>
    createPlexSession(plex, {
      storage: store,
      tokens: deviceKeys({ store: createTextKeyStore(keys.store) }),
      profiles: askForProfile(),
    })
  const session = open()
  await session.start(() => signIn(session.client, plexTv.person('plexPass')))
  const managed = plexTv.person('managed')
  await session.chooseProfile({ uuid: managed.uuid })
  session.close()
  const later = open()
  expect(await later.call(getUser)).toMatchObject({ uuid: managed.uuid })
  const token = await later.getToken()
  expect(readToken(token).kind).toBe('classic')
  const [device] = JSON.parse(keys.text() ?? '').registered
  expect(await later.client.clientIdentifier(token)).toBe(device.clientIdentifier)
})
