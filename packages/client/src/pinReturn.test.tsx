import { createTestClock } from '@foyer/emulator'
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  bringPinBack,
  createNonce,
  createPlexClient,
  dropKeptPin,
  type KeptPin,
  keepPin,
  openReturnChannel,
  type Pin,
  readKeptPin,
} from './index.ts'

afterEach(() => sessionStorage.clear())

const KEY = 'foyer.pin.Reelroom.popup'
const NONCE = 'a'.repeat(24)

function setUp() {
  const clock = createTestClock()
  const plex = createPlexClient({ product: 'Reelroom', clientIdentifier: 'tests', clock })
  const ends = clock.elapsed() + 1_800_000
  const expires = { totalMs: 1_800_000, leftMs: () => ends - clock.elapsed() }
  const strong: Pin = { kind: 'strong', id: 7, authUrl: 'https://app.plex.tv/auth#?clientID=tests&code=abc', expires }
  const link: Pin = {
    kind: 'link',
    id: 8,
    code: '7RQC',
    url: 'https://x/link',
    urlWithCode: 'https://x/link/?pin=7RQC',
    expires,
  }
  const kept: KeptPin = { pin: strong, nonce: NONCE, rememberMe: true, place: 'here' }
  return { plex, strong, link, kept, clock }
}

test('a nonce is 24 hexadecimal digits, and another each time', () => {
  const nonces = Array.from({ length: 200 }, createNonce)
  for (const nonce of nonces) expect(nonce).toMatch(/^[0-9a-f]{24}$/)
  expect(new Set(nonces).size).toBe(200)
})

test.each(['strong', 'link'] as const)(
  'a kept %s pin can be read as often as needed, with what is left of its time',
  async (kind) => {
    const { plex, kept, clock, ...pins } = setUp()
    const pin = pins[kind]
    expect(keepPin(plex, 'popup', { ...kept, pin })).toBe(true)
    await clock.pass(60_000)
    const read = readKeptPin(plex, 'popup')
    expect(read).toEqual({ ...kept, pin: { ...pin, expires: { totalMs: 1_740_000, leftMs: expect.any(Function) } } })
    await clock.pass(1000)
    expect([read, readKeptPin(plex, 'popup')].map((each) => each?.pin.expires.leftMs())).toEqual([1_739_000, 1_739_000])
    dropKeptPin(plex, 'popup')
    expect([readKeptPin(plex, 'popup'), sessionStorage.length]).toEqual([null, 0])
  },
)

test('the page after a return has a clock of its own', () => {
  const before = setUp()
  keepPin(before.plex, 'popup', before.kept)
  // As long since its page was opened as the other since its own.
  expect(readKeptPin(setUp().plex, 'popup')?.pin.expires.leftMs()).toBe(1_800_000)
})

test('a pin that ended meanwhile has no time left', async () => {
  const { plex, kept, clock } = setUp()
  keepPin(plex, 'popup', kept)
  await clock.sleep(3_600_000)
  expect(readKeptPin(plex, 'popup')?.pin.expires.leftMs()).toBe(0)
})

test('each flow of each app keeps one', () => {
  const { plex, kept, link } = setUp()
  const other = createPlexClient({ product: 'Otherroom', clientIdentifier: 'tests' })
  keepPin(plex, 'popup', kept)
  keepPin(plex, 'link', { ...kept, pin: link })
  expect([readKeptPin(plex, 'redirect'), readKeptPin(other, 'popup')]).toEqual([null, null])
  keepPin(plex, 'popup', { ...kept, pin: { ...kept.pin, id: 9 } as Pin })
  expect([readKeptPin(plex, 'popup')?.pin.id, readKeptPin(plex, 'link')?.pin.id]).toEqual([9, 8])
})

test.each([
  [true, true],
  [false, false],
  ['yes', false],
  [undefined, false],
])('whether to stay signed in comes back with it: %s as %s', (chosen, rememberMe) => {
  const { plex, kept } = setUp()
  keepPin(plex, 'popup', { ...kept, rememberMe: chosen as boolean })
  expect(readKeptPin(plex, 'popup')).toMatchObject({ rememberMe })
})

describe('what comes back', () => {
  test('is waited for here when the tab had left', () => {
    const { plex, kept } = setUp()
    keepPin(plex, 'redirect', { ...kept, place: 'away' })
    expect(bringPinBack(NONCE)).toBe('away')
    expect(readKeptPin(plex, 'redirect')?.place).toBe('here')
    expect(bringPinBack(NONCE)).toBe('here')
  })

  test('is left to the page that opened this window, unless nobody waits there', () => {
    const { plex, kept } = setUp()
    keepPin(plex, 'popup', { ...kept, place: 'window' })
    expect(bringPinBack(NONCE)).toBe('window')
    expect(readKeptPin(plex, 'popup')?.place).toBe('window')
    bringPinBack(NONCE, true)
    expect(readKeptPin(plex, 'popup')?.place).toBe('here')
  })

  test.each(['', 'none', '../abc', `${NONCE} `, '__proto__', 'null'])(
    'by the nonce %j of a URL brings no pin',
    (nonce) => {
      const { plex, kept } = setUp()
      keepPin(plex, 'popup', { ...kept, place: 'away' })
      sessionStorage.setItem('theirs', JSON.stringify({ nonce, place: 'away' }))
      expect(bringPinBack(nonce, true)).toBe(null)
      expect(readKeptPin(plex, 'popup')?.place).toBe('away')
    },
  )
})

const whole = {
  pin: { kind: 'strong', id: 7, authUrl: 'https://x' },
  nonce: NONCE,
  rememberMe: true,
  place: 'here',
  endsAtMs: 1,
}
test.each([
  '',
  'null',
  '7',
  '[]',
  '{',
  '<html></html>',
  '{}',
  ...[
    { pin: null },
    { pin: { ...whole.pin, id: '7' } },
    { pin: { ...whole.pin, authUrl: 7 } },
    { pin: { ...whole.pin, kind: 'link' } },
    { pin: { ...whole.pin, kind: 'other' } },
    { endsAtMs: null },
    { nonce: null },
    { place: 'elsewhere' },
  ].map((wrong) => JSON.stringify({ ...whole, ...wrong })),
  JSON.stringify(whole).replace('{', '{"__proto__":'),
])('garbage in the store, %s, is no pin', (garbage) => {
  sessionStorage.setItem(KEY, garbage)
  expect(readKeptPin(setUp().plex, 'popup')).toBe(null)
})

test('a pin is not kept where the browser keeps nothing, and it says so', () => {
  const { plex, kept } = setUp()
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const blocked = vi.spyOn(window, 'sessionStorage', 'get').mockImplementation(() => {
    throw new DOMException('Denied', 'SecurityError')
  })
  try {
    expect(keepPin(plex, 'popup', kept)).toBe(false)
    expect(readKeptPin(plex, 'popup')).toBeNull()
    expect(warn).toHaveBeenCalledOnce()
  } finally {
    blocked.mockRestore()
    warn.mockRestore()
  }
})

test('the store holds neither a token nor more than the pin needs', () => {
  const { plex, kept } = setUp()
  keepPin(plex, 'popup', kept)
  const stored = JSON.parse(sessionStorage.getItem(KEY) ?? '')
  expect(Object.keys(stored)).toEqual(['pin', 'nonce', 'rememberMe', 'place', 'endsAtMs'])
  expect(Object.keys(stored.pin)).toEqual(['kind', 'id', 'authUrl'])
})

test('a page that comes back tells the page that waits, which answers, and nobody else', async () => {
  const heard: unknown[] = []
  const waits = openReturnChannel((message) => {
    heard.push(message)
    if (message.type === 'returned') waits.post({ nonce: message.nonce, type: 'heard' })
  })
  const foreign = new BroadcastChannel('foyer')
  const rude = new BroadcastChannel('foyer.pin')
  foreign.postMessage({ nonce: 'elsewhere', type: 'returned' })
  for (const garbage of ['abc', null, 7, {}, { nonce: 7, type: 'returned' }, { nonce: 'abc', type: 'other' }])
    rude.postMessage(garbage)
  await new Promise<void>((resolve) => {
    const back = openReturnChannel(({ type }) => {
      if (type !== 'heard') return
      back.close()
      resolve()
    })
    back.post({ nonce: 'abc', type: 'returned' })
  })
  expect(heard).toEqual([{ nonce: 'abc', type: 'returned' }])
  for (const channel of [waits, rude, foreign]) channel.close()
})
