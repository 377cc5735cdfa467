import { act, cleanup } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { pinPageAtEmulator } from '../testing/pinPageAtEmulator.tsx'

test('starts when mounted, with one pin and one poller for all, under StrictMode too', async () => {
  const { use, made, polls, nextPoll, settle, code } = pinPageAtEmulator()
  const [one, other] = [use({ method: 'link' }), use({ method: 'link' })]
  expect(one.result.current.status).toBe('creating')
  await settle()
  expect(one.result.current).toMatchObject({
    status: 'waiting',
    code: code(),
    url: 'https://plex.tv/link',
    urlWithCode: `https://plex.tv/link/?pin=${code()}`,
    connection: 'ok',
  })
  expect(other.result.current).toMatchObject({ code: code() })
  for (let looks = 0; looks < 4; looks++) await nextPoll()
  expect([made(), polls()]).toEqual([1, 4])
})

test('signs in when the code is typed, and says so once to each who asked to know', async () => {
  const { use, session, approve, pass, settle } = pinPageAtEmulator()
  const [onSignedIn, later] = [vi.fn(), vi.fn()]
  const { result, rerender } = use({ method: 'link', onSignedIn })
  await settle()
  rerender({ method: 'link', onSignedIn: later })
  approve()
  await pass(4000)
  expect(result.current).toMatchObject({ status: 'done', user: { username: 'ada' } })
  expect(session.getState()).toMatchObject({ status: 'signed-in', user: { username: 'ada' } })
  // The callback of the latest render, with the user and with nothing else.
  expect([onSignedIn.mock.calls.length, later.mock.calls]).toEqual([
    0,
    [[expect.objectContaining({ username: 'ada', title: 'Ada Lovelace' })]],
  ])
  expect(JSON.stringify(later.mock.calls)).not.toContain(await session.getToken())
})

test('shows neither the pin’s id nor a token at any moment', async () => {
  const { use, plexTv, approve, pass, settle } = pinPageAtEmulator()
  const token = plexTv.tokenFor('plain', 'test')
  const seen: string[] = []
  const { result } = use({ method: 'link' })
  const look = () => seen.push(JSON.stringify(result.current))
  look()
  await settle()
  look()
  approve()
  for (let turn = 0; turn < 5; turn++) {
    await pass(1000)
    look()
  }
  const id = /\/pins\/(\d+)/.exec(plexTv.requests().find(({ method }) => method === 'GET')?.path ?? '')?.[1]
  expect(id).toMatch(/^\d+$/)
  for (const text of seen) expect(text).not.toMatch(new RegExp(`${token}|"id":${id}|authUrl`))
})

test('renews its code when it ends, while somebody looks', async () => {
  const { use, made, pass, settle, code } = pinPageAtEmulator()
  const { result } = use({ method: 'link' })
  await settle()
  const old = code()
  await pass(900_000)
  expect(made()).toBe(2)
  expect(code()).not.toBe(old)
  expect(result.current).toMatchObject({ status: 'waiting', code: code() })
})

test('lets its code end while nobody looks, and makes another when somebody does', async () => {
  const { use, made, pass, settle } = pinPageAtEmulator()
  const { result } = use({ method: 'link' })
  await settle()
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
  await pass(910_000)
  expect([made(), result.current.status]).toEqual([1, 'expired'])
  hidden.mockReturnValue(false)
  act(() => void document.dispatchEvent(new Event('visibilitychange')))
  await settle()
  expect([made(), result.current.status]).toEqual([2, 'waiting'])
})

test('makes a new code when asked, at any moment, and drops what is said of the old one', async () => {
  const { use, made, approve, pass, settle, code, session } = pinPageAtEmulator()
  const { result } = use({ method: 'link' })
  await settle()
  const old = code()
  act(result.current.start)
  await settle()
  expect(made()).toBe(2)
  expect(result.current).toMatchObject({ status: 'waiting', code: code() })
  approve('plain', old)
  await pass(10_000)
  expect(session.getState().status).toBe('signed-out')
})

test('stops a task after the last component has gone, and is silent from then on', async () => {
  const { use, plexTv, clock, pass, settle, polls } = pinPageAtEmulator()
  const [one, other] = [use({ method: 'link' }), use({ method: 'link' })]
  await settle()
  one.unmount()
  await pass(4000)
  expect(polls()).toBe(1)
  other.unmount()
  await pass(1)
  expect(clock.waiting).toBe(0)
  const asked = plexTv.requests().length
  await pass(60_000)
  expect(plexTv.requests()).toHaveLength(asked)
})

test('goes on with its pin when one component makes way for another in the same task', async () => {
  const { use, made, code, pass, settle } = pinPageAtEmulator()
  const one = use({ method: 'link' })
  await settle()
  one.unmount()
  const other = use({ method: 'link' })
  await pass(3000)
  expect(made()).toBe(1)
  expect(other.result.current).toMatchObject({ status: 'waiting', code: code() })
})

test('says why there is no code, once to the app, and tries again by itself, though not before plex.tv wants it', async () => {
  const { use, plexTv, made, pass, settle } = pinPageAtEmulator()
  plexTv.fail({ kind: 'rate-limited', retryAfter: '60', times: 2 })
  const onError = vi.fn()
  const { result } = use({ method: 'link', onError })
  await settle()
  expect(result.current).toMatchObject({ status: 'error', error: { code: 'rate-limited' } })
  for (let press = 0; press < 60; press++) {
    act(result.current.start)
    await settle()
  }
  expect(made()).toBe(1)
  expect(result.current).toMatchObject({ status: 'error', error: { code: 'rate-limited' } })
  onError.mockClear()
  await pass(100_000)
  expect(made()).toBe(2)
  expect(result.current.status).toBe('error')
  expect(onError).not.toHaveBeenCalled()
  await pass(100_000)
  expect(result.current.status).toBe('waiting')
})

test.each([
  ['offline', { kind: 'offline' }, 'unreachable'],
  ['an edge’s page', { kind: 'status', status: 502 }, 'unreachable'],
  ['a captive portal', { kind: 'html' }, 'unreachable'],
  ['too many requests', { kind: 'rate-limited' }, 'rate-limited'],
] as const)('lives through %s: it says so, asks less often, and links after all', async (_what, fault, connection) => {
  const { use, plexTv, polls, approve, pass, settle } = pinPageAtEmulator()
  const { result } = use({ method: 'link' })
  await settle()
  const failing = plexTv.fail(fault)
  await pass(120_000)
  expect(result.current).toMatchObject({ status: 'waiting', connection })
  expect(polls()).toBeLessThan(12)
  failing.stop()
  approve()
  // plex.tv's own wish to be left alone is heeded first.
  await pass(300_000)
  expect(result.current.status).toBe('done')
})

test('begins anew, with a new code, when the session ends', async () => {
  const { use, session, plexTv, approve, pass, settle, made, code } = pinPageAtEmulator()
  const { result } = use({ method: 'link' })
  await settle()
  const first = code()
  approve()
  await pass(4000)
  await act(() => session.signOut())
  await settle()
  expect(made()).toBe(2)
  expect(result.current).toMatchObject({ status: 'waiting', code: code() })
  expect(code()).not.toBe(first)
  plexTv.approvePin(code(), 'plexPass')
  await pass(4000)
  expect(session.getState()).toMatchObject({ user: { username: 'noura' } })
})

test.each([true, false])('stays signed in as the latest render says: %s', async (rememberMe) => {
  const kept: boolean[] = []
  const storage = { read: () => null, write: (_: string, lasting: boolean) => void kept.push(lasting), clear() {} }
  const { use, approve, pass, settle } = pinPageAtEmulator({ storage, remember: !rememberMe })
  const { rerender } = use({ method: 'link', rememberMe: !rememberMe })
  await settle()
  rerender({ method: 'link', rememberMe })
  approve()
  await pass(4000)
  expect(kept).toEqual([rememberMe])
})

test('leaves nothing behind: no listener, no timer, no channel', async () => {
  const added = new Map<string, number>()
  for (const target of [window, document]) {
    const [on, off] = [target.addEventListener, target.removeEventListener]
    const count = (type: string, by: number) => void added.set(type, (added.get(type) ?? 0) + by)
    vi.spyOn(target, 'addEventListener').mockImplementation((type: string, ...rest) => {
      count(type, 1)
      on.call(target, type, ...rest)
    })
    vi.spyOn(target, 'removeEventListener').mockImplementation((type: string, ...rest) => {
      count(type, -1)
      off.call(target, type, ...rest)
    })
  }
  const channels = new Set<BroadcastChannel>()
  const Channel = BroadcastChannel
  vi.stubGlobal(
    'BroadcastChannel',
    class extends Channel {
      constructor(name: string) {
        super(name)
        if (name === 'foyer.pin') channels.add(this)
      }
      override close() {
        channels.delete(this)
        super.close()
      }
    },
  )
  const { use, clock, pass, settle } = pinPageAtEmulator()
  const wakes = ['visibilitychange', 'online', 'offline', 'focus', 'pageshow']
  const before = wakes.map((type) => added.get(type) ?? 0)
  use({ method: 'link' })
  use({ method: 'popup' })
  await settle()
  expect(channels.size).toBe(2)
  expect(wakes.map((type) => added.get(type) ?? 0)).not.toEqual(before)
  cleanup()
  await pass(1)
  expect([channels.size, clock.waiting]).toEqual([0, 0])
  expect(wakes.map((type) => added.get(type) ?? 0)).toEqual(before)
})
