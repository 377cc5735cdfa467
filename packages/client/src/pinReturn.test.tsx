import { afterEach, expect, test, vi } from 'vitest'
import {
  createNonce,
  createPlexClient,
  keepPin,
  keepsPin,
  openReturnChannel,
  type StrongPin,
  takePin,
} from './index.ts'
import { createTimeline } from './testing/createTimeline.ts'

afterEach(() => sessionStorage.clear())

function setUp() {
  const timeline = createTimeline()
  const plex = createPlexClient({ product: 'Reelroom', clientIdentifier: 'tests', clock: timeline.clock })
  const ends = timeline.clock.elapsed() + 1_800_000
  const pin: StrongPin = {
    kind: 'strong',
    id: 7,
    authUrl: 'https://app.plex.tv/auth#?clientID=tests&code=abc&context%5Bdevice%5D%5Bproduct%5D=Reelroom',
    expires: { totalMs: 1_800_000, leftMs: () => ends - timeline.clock.elapsed() },
  }
  return { plex, pin, timeline }
}

const fromPopup = { flow: 'popup', rememberMe: true }
const left = (taken: ReturnType<typeof takePin>) => taken?.pin.expires.leftMs()

test('a nonce is 24 hexadecimal digits, and another each time', () => {
  const nonces = Array.from({ length: 200 }, createNonce)
  for (const nonce of nonces) expect(nonce).toMatch(/^[0-9a-f]{24}$/)
  expect(new Set(nonces).size).toBe(200)
})

test('a kept pin is given back once, with what is left of its time', async () => {
  const { plex, pin, timeline } = setUp()
  keepPin(plex, 'abc', pin, fromPopup)
  expect(keepsPin('abc')).toBe(true)
  await timeline.pass(60_000)
  const taken = takePin(plex, 'abc', 'popup')
  expect(taken).toEqual({
    pin: { ...pin, expires: { totalMs: 1_740_000, leftMs: expect.any(Function) } },
    rememberMe: true,
  })
  await timeline.pass(1000)
  expect(left(taken)).toBe(1_739_000)
  expect(keepsPin('abc')).toBe(false)
  expect(takePin(plex, 'abc', 'popup')).toBe(null)
  expect(sessionStorage).toHaveLength(0)
})

test('the page after a return has a clock of its own', () => {
  const before = setUp()
  keepPin(before.plex, 'abc', before.pin, fromPopup)
  // As long since its page was opened as the other since its own.
  const after = setUp()
  expect(left(takePin(after.plex, 'abc', 'popup'))).toBe(1_800_000)
})

test('only the flow that left takes the pin', () => {
  const { plex, pin } = setUp()
  expect(keepPin(plex, 'abc', pin, { flow: 'redirect', rememberMe: true })).toBe(true)
  expect(takePin(plex, 'abc', 'popup')).toBe(null)
  expect(keepsPin('abc')).toBe(true)
  expect(takePin(plex, 'abc', 'redirect')?.pin.id).toBe(7)
})

test.each([
  [true, true],
  [false, false],
  ['yes', false],
  [undefined, false],
])('whether to stay signed in comes back with it: %s as %s', (kept, rememberMe) => {
  const { plex, pin } = setUp()
  keepPin(plex, 'abc', pin, { flow: 'redirect', rememberMe: kept as boolean })
  expect(takePin(plex, 'abc', 'redirect')).toMatchObject({ rememberMe })
})

test('a pin that ended meanwhile has no time left', async () => {
  const { plex, pin, timeline } = setUp()
  keepPin(plex, 'abc', pin, fromPopup)
  await timeline.sleep(3_600_000)
  expect(left(takePin(plex, 'abc', 'popup'))).toBe(0)
})

test('pins are kept by their nonces, and taking one leaves the other', () => {
  const { plex, pin } = setUp()
  keepPin(plex, 'abc', pin, fromPopup)
  keepPin(plex, 'def', { ...pin, id: 8 }, fromPopup)
  expect(takePin(plex, 'def', 'popup')?.pin.id).toBe(8)
  expect(keepsPin('def')).toBe(false)
  expect(takePin(plex, 'abc', 'popup')?.pin.id).toBe(7)
})

test.each(['', 'none', '../abc', 'abc ', '__proto__', 'null'])('the nonce %j of a URL gives no pin', (nonce) => {
  const { plex, pin } = setUp()
  keepPin(plex, 'abc', pin, fromPopup)
  expect(keepsPin(nonce)).toBe(false)
  expect(takePin(plex, nonce, 'popup')).toBe(null)
  expect(keepsPin('abc')).toBe(true)
})

test.each([
  '',
  'null',
  '7',
  '[]',
  '{',
  '<html></html>',
  '{}',
  '{"id":"7","authUrl":"https://app.plex.tv/auth","endsAtMs":1}',
  '{"id":7,"authUrl":7,"endsAtMs":1}',
  '{"id":7,"authUrl":"https://app.plex.tv/auth"}',
  '{"id":7,"authUrl":"https://app.plex.tv/auth","endsAtMs":null}',
  '{"__proto__":{"id":7,"authUrl":"https://app.plex.tv/auth","endsAtMs":1}}',
])('garbage in the store, %s, is no pin, and is cleared away', (garbage) => {
  const { plex } = setUp()
  sessionStorage.setItem('foyer.pin.abc', garbage)
  expect(takePin(plex, 'abc', 'popup')).toBe(null)
  expect(sessionStorage).toHaveLength(0)
})

test('a pin is not kept where the browser keeps nothing, and it says so', () => {
  const { plex, pin } = setUp()
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const blocked = vi.spyOn(window, 'sessionStorage', 'get').mockImplementation(() => {
    throw new DOMException('Denied', 'SecurityError')
  })
  try {
    expect(keepPin(plex, 'abc', pin, fromPopup)).toBe(false)
    expect(takePin(plex, 'abc', 'popup')).toBeNull()
    expect(warn).toHaveBeenCalledOnce()
  } finally {
    blocked.mockRestore()
    warn.mockRestore()
  }
})

test('the store holds neither a token nor more than the pin needs', () => {
  const { plex, pin } = setUp()
  keepPin(plex, 'abc', { ...pin, token: 'a-token' } as StrongPin, fromPopup)
  expect(Object.keys(JSON.parse(sessionStorage.getItem('foyer.pin.abc') ?? ''))).toEqual([
    'id',
    'authUrl',
    'endsAtMs',
    'flow',
    'rememberMe',
  ])
})

test('a page that comes back tells the page that waits, and nobody else', async () => {
  const heard: unknown[] = []
  let told = () => {}
  const arrived = new Promise<void>((resolve) => {
    told = resolve
  })
  const waits = openReturnChannel((nonce) => {
    heard.push(nonce)
    told()
  })
  const foreign = new BroadcastChannel('foyer')
  foreign.postMessage('from elsewhere')
  const back = openReturnChannel(() => expect.unreachable())
  back.post('abc')
  await arrived
  expect(heard).toEqual(['abc'])
  for (const channel of [waits, back, foreign]) channel.close()
})
