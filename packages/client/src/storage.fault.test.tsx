// @module-tag fault
import { describe, expect, vi } from 'vitest'
import {
  checkPin,
  createPin,
  createPlexClient,
  createPlexSession,
  getUser,
  type SessionOptions,
  signIn,
} from './index.ts'
import { type Canary, faultTest as test } from './testing/faultTest.ts'
import { answersOf, emulatorOf, grantOf, sessionOf } from './testing/plexOf.ts'

const place = 'foyer.session.Reelroom'
const record = `${place}.0123456789abcdef01234567`

const quiet = (canary: Canary) => answersOf(canary, () => new Response(null, { status: 204 })).plex

/** Puts a property in place of the page's own, for the row. */
function replace(canary: Canary, target: object, key: string, property: PropertyDescriptor) {
  const own = Object.getOwnPropertyDescriptor(target, key)
  Object.defineProperty(target, key, { configurable: true, ...property })
  canary.after(() => (own ? Object.defineProperty(target, key, own) : Reflect.deleteProperty(target, key)))
}

/** Signs in, reloads, signs out, as far as storage allows. */
async function journey(canary: Canary, options: SessionOptions = {}) {
  const session = sessionOf(canary, quiet(canary), options)
  await session.start(grantOf(canary.token))
  expect(session.getState()).toMatchObject({ status: 'signed-in' })
  expect(await session.getToken()).toBe(canary.token)
  await session.signOut()
  expect(session.getState()).toEqual({ status: 'signed-out', reason: 'signed-out' })
}

/** What a browser does to storage, and to what else a client leans on. */
describe('storage that is blocked, full or broken → memory; works, remembered or not; a warning a place, once', {
  tags: 'browser',
}, () => {
  test.for([
    [
      'whose getter throws',
      {
        get: () => {
          throw new DOMException('The operation is insecure.', 'SecurityError')
        },
      },
    ],
    ['that is null', { get: () => null }],
    [
      'that is full',
      {
        get: () => ({
          ...plainStorage(),
          setItem: () => {
            throw new DOMException('No room', 'QuotaExceededError')
          },
        }),
      },
    ],
    [
      'that throws at everything',
      {
        get: () =>
          new Proxy(
            {},
            {
              get: () => () => {
                throw new Error('broken')
              },
            },
          ),
      },
    ],
  ] satisfies [string, PropertyDescriptor][])('%s', async ([, property], { canary }) => {
    const warn = vi.spyOn(console, 'warn')
    replace(canary, window, 'localStorage', property)
    replace(canary, window, 'sessionStorage', property)
    for (const remember of [true, false]) await journey(canary, { remember })
    expect(warn.mock.calls.length).toBeLessThanOrEqual(2)
    warn.mockRestore()
  })
})

test('storage blocked, and a client identifier to be kept → one identifier for all calls: another would be a new device each time', {
  tags: 'browser',
}, async ({ canary }) => {
  replace(canary, window, 'localStorage', {
    get: () => {
      throw new DOMException('No', 'SecurityError')
    },
  })
  const { plexTv } = emulatorOf(canary)
  const identifiers: (string | null)[] = []
  const plex = createPlexClient({
    product: 'Blocked',
    fetch(input, init) {
      identifiers.push(new URL(String(input)).searchParams.get('X-Plex-Client-Identifier'))
      return plexTv.fetch(input, init)
    },
  })
  const { token } = await signIn(plex, plexTv.person('plain'))
  await getUser(plex, canary.secret('token of this device', token))
  expect(identifiers).toHaveLength(2)
  expect(new Set(identifiers).size).toBe(1)
  expect(await plex.clientIdentifier()).toBe(identifiers[0])
})

test('a kept client identifier that is garbage → a new one, kept in its place', { tags: 'browser' }, async ({
  canary,
}) => {
  canary.after(() => localStorage.clear())
  for (const garbage of ['', 'a b', 'a\nb', 'é', 'x'.repeat(256)]) {
    const key = 'foyer.client-identifier.Reelroom'
    localStorage.setItem(key, garbage)
    const identifier = await createPlexClient({ product: 'Reelroom' }).clientIdentifier()
    expect(identifier).toMatch(/^[\x21-\x7e]{20,}$/)
    expect(localStorage.getItem(key)).toBe(identifier)
  }
})

test('all storage cleared while a pin waits → the same client identifier, kept again: under another one the pin would be unknown', {
  tags: 'browser',
}, async ({ canary }) => {
  canary.after(() => localStorage.clear())
  const { plexTv } = emulatorOf(canary)
  const plex = createPlexClient({ product: 'Cleared', fetch: plexTv.fetch })
  const pin = await createPin(plex, 'link')
  const identifier = await plex.clientIdentifier()
  localStorage.clear()
  expect(await checkPin(plex, pin)).toMatchObject({ status: 'waiting' })
  expect(localStorage.getItem('foyer.client-identifier.Cleared')).toBe(identifier)
})

test('garbage stored where the session lies → nobody is signed in; one can sign in', { tags: 'browser' }, async ({
  canary,
}) => {
  const garbage = [
    '',
    'words',
    'null',
    '[]',
    '{"v":1}',
    '{"v":2,"token":"x"}',
    '{"__proto__":{"v":2}}',
    `{"v":2,"token":"${'x'.repeat(9000)}"}`,
  ]
  for (const text of garbage) {
    for (const storage of [localStorage, sessionStorage]) {
      storage.setItem(record, text)
      const session = createPlexSession(quiet(canary))
      expect(session.getState()).toEqual({ status: 'signed-out', reason: 'never' })
      session.close()
      await journey(canary)
      localStorage.clear()
      sessionStorage.clear()
    }
  }
})

test('plain http in a home network: no `crypto.subtle`, no `crypto.randomUUID` → works', { tags: 'browser' }, async ({
  canary,
}) => {
  canary.after(() => localStorage.clear())
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
  canary.after(() => vi.unstubAllGlobals())
  const { plexTv } = emulatorOf(canary)
  const plex = createPlexClient({ product: 'Reelroom', fetch: plexTv.fetch })
  await signIn(plex, plexTv.person('plain')).then(({ token }) => canary.secret('token of this device', token))
  expect(await plex.clientIdentifier()).toMatch(/^\w{20,}$/)
})

test('no BroadcastChannel → works; another tab hears of a sign-out by storage', { tags: 'browser' }, async ({
  canary,
}) => {
  vi.stubGlobal('BroadcastChannel', undefined)
  canary.after(() => vi.unstubAllGlobals())
  await journey(canary)
  const session = sessionOf(canary, quiet(canary), {})
  await session.start(grantOf(canary.token))
  const [key = ''] = Object.keys(localStorage)
  localStorage.removeItem(key)
  window.dispatchEvent(new StorageEvent('storage', { key }))
  await vi.waitFor(() => expect(session.getState()).toMatchObject({ status: 'signed-out' }))
})

test('messages of a wrong shape, or on somebody else, from a page of the origin → ignored', {
  tags: 'browser',
}, async ({ canary }) => {
  canary.after(() => localStorage.clear())
  const session = sessionOf(canary, quiet(canary), {})
  const { user, token } = grantOf(canary.token)
  await session.start({ user, token })
  const id = Object.keys(localStorage)[0]?.slice(-24)
  const page = new BroadcastChannel(place)
  const told = new BroadcastChannel(place)
  const last = new Promise((resolve) =>
    told.addEventListener('message', ({ data }) => data === 'last' && resolve(data)),
  )
  const { uuid } = user
  const wrong = [
    null,
    'signed-out',
    7,
    [],
    {},
    { uuid },
    { id: 'x', uuid, reason: 'never', isOver: true },
    { id: 'x', uuid, reason: ['revoked'], isOver: true },
    { id: 'x', uuid, reason: 'revoked' },
    { id: 'x', uuid: 'other', reason: 'signed-out', isOver: true },
    { id: 'x', uuid: [uuid], reason: 'revoked', isOver: true },
    { id: { toString: 'x' }, uuid, reason: 'revoked', isOver: false },
  ]
  for (const message of [...wrong, 'last']) page.postMessage(message)
  await last
  expect(session.getState()).toEqual({ status: 'signed-in', user, refreshError: null })
  page.postMessage({ id, uuid, reason: 'revoked', isOver: false })
  await vi.waitFor(() => expect(session.getState()).toEqual({ status: 'signed-out', reason: 'revoked' }))
  page.close()
  told.close()
})

test('`location` carrying a token, a pin id or a code → never read', { tags: 'hostile-input' }, ({ canary }) => {
  history.replaceState(null, '', '/?token=from-the-url&code=abcd&pinID=7#token=from-the-url')
  canary.after(() => history.replaceState(null, '', '/'))
  const session = sessionOf(canary, quiet(canary), {})
  expect(session.getState()).toEqual({ status: 'signed-out', reason: 'never' })
  expect(JSON.stringify([localStorage, sessionStorage])).toBe('[{},{}]')
})

function plainStorage() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    removeItem: (key: string) => void kept.delete(key),
  }
}
