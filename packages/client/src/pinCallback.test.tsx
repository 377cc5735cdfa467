import { createTestClock } from '@foyer/emulator'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createPlexClient, type Pin, pinCallback } from './index.ts'

afterEach(() => {
  sessionStorage.clear()
  window.history.replaceState(null, '', '/')
})

const KEY = 'foyer.pin.Reelroom.popup'
const STATE = 'a'.repeat(24)

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
  const kept: pinCallback.PendingPin = { pin: strong, state: STATE, rememberMe: true, place: 'here' }
  return { plex, strong, link, kept, clock }
}

test('a state is 24 hexadecimal digits, and another each time unless it is given', () => {
  const states = Array.from({ length: 200 }, () => pinCallback.createUrl().state)
  for (const state of states) expect(state).toMatch(/^[0-9a-f]{24}$/)
  expect(new Set(states).size).toBe(200)
  expect(pinCallback.createUrl('/in', STATE)).toEqual({ state: STATE, url: `http://localhost:3000/in?foyer=${STATE}` })
})

test.each(['strong', 'link'] as const)(
  'a kept %s pin can be read as often as needed, with what is left of its time',
  async (kind) => {
    const { plex, kept, clock, ...pins } = setUp()
    const pin = pins[kind]
    expect(pinCallback.save(plex, 'popup', { ...kept, pin })).toBe(true)
    await clock.pass(60_000)
    const read = pinCallback.load(plex, 'popup')
    expect(read).toEqual({ ...kept, pin: { ...pin, expires: { totalMs: 1_740_000, leftMs: expect.any(Function) } } })
    await clock.pass(1000)
    expect([read, pinCallback.load(plex, 'popup')].map((each) => each?.pin.expires.leftMs())).toEqual([
      1_739_000, 1_739_000,
    ])
    pinCallback.discard(plex, 'popup')
    expect([pinCallback.load(plex, 'popup'), sessionStorage.length]).toEqual([null, 0])
  },
)

test('the page after a return has a clock of its own', () => {
  const before = setUp()
  pinCallback.save(before.plex, 'popup', before.kept)
  // As long since its page was opened as the other since its own.
  expect(pinCallback.load(setUp().plex, 'popup')?.pin.expires.leftMs()).toBe(1_800_000)
})

test('a pin that ended meanwhile has no time left', async () => {
  const { plex, kept, clock } = setUp()
  pinCallback.save(plex, 'popup', kept)
  await clock.sleep(3_600_000)
  expect(pinCallback.load(plex, 'popup')?.pin.expires.leftMs()).toBe(0)
})

test('each flow of each app keeps one', () => {
  const { plex, kept, link } = setUp()
  const other = createPlexClient({ product: 'Otherroom', clientIdentifier: 'tests' })
  pinCallback.save(plex, 'popup', kept)
  pinCallback.save(plex, 'link', { ...kept, pin: link })
  expect([pinCallback.load(plex, 'redirect'), pinCallback.load(other, 'popup')]).toEqual([null, null])
  pinCallback.save(plex, 'popup', { ...kept, pin: { ...kept.pin, id: 9 } as Pin })
  expect([pinCallback.load(plex, 'popup')?.pin.id, pinCallback.load(plex, 'link')?.pin.id]).toEqual([9, 8])
})

test.each([
  [true, true],
  [false, false],
  ['yes', false],
  [undefined, false],
])('whether to stay signed in comes back with it: %s as %s', (chosen, rememberMe) => {
  const { plex, kept } = setUp()
  pinCallback.save(plex, 'popup', { ...kept, rememberMe: chosen as boolean })
  expect(pinCallback.load(plex, 'popup')).toMatchObject({ rememberMe })
})

describe('what comes back', () => {
  function comeBack(state: string, onWindowReturned = (_state: string) => false) {
    const stage = setUp()
    const onReturned = vi.fn()
    window.history.replaceState(null, '', `/in?a=1&foyer=${state}#b`)
    const stop = pinCallback.listen(stage.clock, { onWindowReturned, onReturned })
    return { ...stage, onReturned, stop }
  }
  const place = (method: string) => pinCallback.load(setUp().plex, method)?.place

  test('is gone on with at once when the tab had left, and only once', async () => {
    const { plex, kept } = setUp()
    pinCallback.save(plex, 'redirect', { ...kept, place: 'away' })
    const first = comeBack(STATE)
    expect([first.onReturned.mock.calls.length, place('redirect')]).toEqual([1, 'returned'])
    expect(window.location.href).toBe('http://localhost:3000/in?a=1#b')
    const second = comeBack(STATE)
    await second.clock.pass(3000)
    expect([first.onReturned.mock.calls.length, second.onReturned.mock.calls.length]).toEqual([1, 0])
    first.stop()
    second.stop()
  })

  test('is told to everybody on the page who listens', () => {
    const { plex, kept, clock } = setUp()
    pinCallback.save(plex, 'redirect', { ...kept, place: 'away' })
    const early = vi.fn()
    const stop = pinCallback.listen(clock, { onWindowReturned: () => false, onReturned: early })
    const late = comeBack(STATE)
    expect([early.mock.calls.length, late.onReturned.mock.calls.length]).toEqual([1, 1])
    stop()
    late.stop()
  })

  test('is left to the page that opened this window, unless nobody waits there', async () => {
    const { plex, kept } = setUp()
    pinCallback.save(plex, 'popup', { ...kept, place: 'window' })
    const { clock, onReturned, stop } = comeBack(STATE)
    await clock.pass(2999)
    expect([place('popup'), onReturned.mock.calls.length]).toEqual(['window', 0])
    await clock.pass(1)
    expect([place('popup'), onReturned.mock.calls.length]).toEqual(['returned', 1])
    stop()
  })

  test.each(['', 'none', '../abc', `${STATE} `, '__proto__', 'null'])(
    'by the state %j of a URL brings no pin',
    async (state) => {
      const { plex, kept } = setUp()
      pinCallback.save(plex, 'popup', { ...kept, place: 'away' })
      sessionStorage.setItem('theirs', JSON.stringify({ state, place: 'away' }))
      const { clock, onReturned, stop } = comeBack(state)
      await clock.pass(3000)
      expect([place('popup'), onReturned.mock.calls.length]).toEqual(['away', 0])
      stop()
    },
  )

  test('in a window closes it when the page that waits has answered, which nobody else is told', async () => {
    const { plex, kept, clock } = setUp()
    pinCallback.save(plex, 'popup', { ...kept, place: 'window' })
    const close = vi.spyOn(window, 'close').mockImplementation(() => {})
    const waiting = vi.fn((state: string) => state === STATE)
    const rude = new BroadcastChannel('foyer.pin')
    const stopWaiting = pinCallback.listen(clock, { onWindowReturned: waiting, onReturned: () => {} })
    for (const garbage of ['abc', null, 7, {}, { state: 7, type: 'returned' }, { state: STATE, type: 'other' }])
      rude.postMessage(garbage)
    window.history.replaceState(null, '', `/in?foyer=${STATE}`)
    pinCallback.complete({ clock, text: 'Done.' })
    expect(document.body.textContent).toBe('Done.')
    await vi.waitFor(() => expect(close).toHaveBeenCalledOnce())
    expect(waiting.mock.calls).toEqual([[STATE]])
    await clock.pass(3000)
    expect(place('popup')).toBe('window')
    stopWaiting()
    rude.close()
    close.mockRestore()
    document.body.textContent = ''
  })
})

const whole = {
  pin: { kind: 'strong', id: 7, authUrl: 'https://x' },
  state: STATE,
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
    { state: null },
    { place: 'elsewhere' },
  ].map((wrong) => JSON.stringify({ ...whole, ...wrong })),
  JSON.stringify(whole).replace('{', '{"__proto__":'),
])('garbage in the store, %s, is no pin', (garbage) => {
  sessionStorage.setItem(KEY, garbage)
  expect(pinCallback.load(setUp().plex, 'popup')).toBe(null)
})

test('a pin is not kept where the browser keeps nothing, and it says so', () => {
  const { plex, kept } = setUp()
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const blocked = vi.spyOn(window, 'sessionStorage', 'get').mockImplementation(() => {
    throw new DOMException('Denied', 'SecurityError')
  })
  try {
    expect(pinCallback.save(plex, 'popup', kept)).toBe(false)
    expect(pinCallback.load(plex, 'popup')).toBeNull()
    expect(warn).toHaveBeenCalledOnce()
  } finally {
    blocked.mockRestore()
    warn.mockRestore()
  }
})

test('the store holds neither a token nor more than the pin needs', () => {
  const { plex, kept } = setUp()
  pinCallback.save(plex, 'popup', kept)
  const stored = JSON.parse(sessionStorage.getItem(KEY) ?? '')
  expect(Object.keys(stored)).toEqual(['pin', 'state', 'rememberMe', 'place', 'endsAtMs'])
  expect(Object.keys(stored.pin)).toEqual(['kind', 'id', 'authUrl'])
})
