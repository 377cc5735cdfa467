import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createEmulator } from './createEmulator.ts'
import type { Fault } from './createFaults.ts'
import { callsOf, typed } from './testing/calls.ts'

function setUp() {
  const emulator = createEmulator()
  return { emulator, token: emulator.tokenFor('plain', 'tests'), ...callsOf(emulator.fetch) }
}

test('offline rejects as a browser does, until stopped', async () => {
  const { emulator, user, token } = setUp()
  const { stop } = emulator.fail({ kind: 'offline' })
  const error = await user(token).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(TypeError)
  expect(error).toMatchObject({ name: 'TypeError' })
  stop()
  expect((await user(token)).status).toBe(200)
})

test('an offline sign-in never reaches the world', async () => {
  const { emulator, signIn } = setUp()
  emulator.fail({ kind: 'offline', times: 5 })
  for (let n = 0; n < 5; n += 1) await expect(signIn({ login: 'ada', password: 'nope' })).rejects.toThrow(TypeError)
  expect((await signIn(typed(emulator.person('plain')))).status).toBe(201)
})

test('a truncated answer ends in its middle', async () => {
  const { emulator, user, signOut, token } = setUp()
  emulator.fail({ kind: 'truncated' })
  const response = await user(token)
  const text = await response.text()
  expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'application/json; charset=utf-8'])
  expect(text).toMatch(/^\{"id":/)
  expect(() => JSON.parse(text)).toThrow(SyntaxError)
  expect((await signOut(token)).status).toBe(204)
})

test('a rate limit says so, and no page may read when to come back', async () => {
  const { emulator, user, token } = setUp()
  emulator.fail({ kind: 'rate-limited', times: 1 })
  emulator.fail({ kind: 'rate-limited', times: 1, retryAfter: '120' })
  const told = await user(token)
  const untold = await user(token)
  expect([told.headers.get('Retry-After'), untold.headers.get('Retry-After')]).toEqual(['120', null])
  expect([untold.status, await untold.json()]).toEqual([
    429,
    { errors: [{ code: 1003, message: 'API rate limit exceeded', status: 429 }] },
  ])
  expect(told.headers.get('Access-Control-Expose-Headers')).toBe('Location')
})

test.each([
  [502, 'text/html; charset=utf-8', /<h1>502/],
  [503, 'text/html; charset=utf-8', /<h1>503/],
  [401, 'application/json; charset=utf-8', /"code":1001/],
  [404, 'application/json; charset=utf-8', /"code":1002/],
  [418, 'application/json; charset=utf-8', /^\{"errors":\[\]\}$/],
  [498, 'application/json; charset=utf-8', /^\{"errors":\[\{"message":"Token expired","status":498\}\]\}$/],
  [204, null, /^$/],
])('status %i comes with its own kind of body', async (status, type, body) => {
  const { emulator, user, token } = setUp()
  emulator.fail({ kind: 'status', status })
  const response = await user(token)
  expect([response.status, response.headers.get('Content-Type')]).toEqual([status, type])
  expect(await response.text()).toMatch(body)
  expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*')
})

test('a captive portal answers 200 with a page', async () => {
  const { emulator, user, token } = setUp()
  emulator.fail({ kind: 'html' })
  const response = await user(token)
  expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(await response.text()).toContain('hotel')
})

test('a fault keeps to its endpoint and its number of times', async () => {
  const { emulator, user, ping, signIn, token } = setUp()
  emulator.fail({ kind: 'status', status: 500, endpoint: 'user', times: 2 })
  const statuses = [
    await signIn(typed(emulator.person('plain'))),
    await user(token),
    await ping(token),
    await user(token),
  ].map(({ status }) => status)
  expect(statuses).toEqual([201, 500, 500, 200])
})

test('a preflight is spared', async () => {
  const { emulator, call, user, token } = setUp()
  emulator.fail({ kind: 'status', status: 500, times: 1 })
  expect((await call('OPTIONS', '/api/v2/user')).status).toBe(204)
  expect((await user(token)).status).toBe(500)
})

test('of two failures the later counts, and only it is used up', async () => {
  const { emulator, user, token } = setUp()
  emulator.fail({ kind: 'status', status: 500, times: 1 })
  emulator.fail({ kind: 'status', status: 503, times: 1 })
  expect([(await user(token)).status, (await user(token)).status, (await user(token)).status]).toEqual([503, 500, 200])
})

test.each<[string, unknown]>([
  ['kind', { kind: 'flood' }],
  ['endpoint', { kind: 'hang', endpoint: 'cellar' }],
  ['times', { kind: 'hang', times: 0 }],
  ['status', { kind: 'status', status: 99 }],
  ['ms', { kind: 'latency', ms: -1 }],
])('what is no fault is refused: %s', (what, fault) => {
  expect(() => setUp().emulator.fail(fault as Fault)).toThrow(new RegExp(`^No such fault: ${what}`))
})

describe('waiting', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('latency answers late, and adds up', async () => {
    const { emulator, user, token } = setUp()
    emulator.fail({ kind: 'latency', ms: 300 })
    emulator.fail({ kind: 'latency', ms: 200 })
    const answered = vi.fn()
    const response = user(token).finally(answered)
    await vi.advanceTimersByTimeAsync(499)
    expect(answered).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect((await response).status).toBe(200)
  })

  test.each<Fault>([{ kind: 'latency', ms: 1000 }, { kind: 'hang' }])(
    '$kind ends at once with the reason of who called it off, and leaves nothing behind',
    async (fault) => {
      const { emulator } = setUp()
      emulator.fail(fault)
      for (const asRequest of [false, true]) {
        const controller = new AbortController()
        const { signal } = controller
        const url = 'https://plex.tv/api/v2/user'
        const response = asRequest ? emulator.fetch(new Request(url, { signal })) : emulator.fetch(url, { signal })
        const reason = new Error('enough')
        const rejected = expect(response).rejects.toBe(reason)
        controller.abort(reason)
        await rejected
        expect(vi.getTimerCount()).toBe(0)
      }
    },
  )

  test('a hanging request hangs on when the fault is over, and is logged without a status', async () => {
    const { emulator, user, token } = setUp()
    const { stop } = emulator.fail({ kind: 'hang' })
    const answered = vi.fn()
    void user(token).finally(answered)
    await vi.advanceTimersByTimeAsync(3_600_000)
    stop()
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(answered).not.toHaveBeenCalled()
    expect(emulator.requests()).toEqual([{ method: 'GET', path: '/api/v2/user', status: 0 }])
  })
})
