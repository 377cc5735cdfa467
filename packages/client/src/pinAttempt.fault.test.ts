// @module-tag fault
// @module-tag pin
import { describe, expect } from 'vitest'
import { createPin, type PinAttemptOptions, type PinKinds, waitForPin } from './index.ts'
import { attemptsAtEmulator, instants, paceMs, sumOf } from './testing/attemptsAtEmulator.ts'
import { type Canary, faultTest as test } from './testing/faultTest.ts'

/** An attempt at a pin; all that can be seen of it is searched, and nothing may be left of it. */
function attemptOf<K extends keyof PinKinds>(canary: Canary, kind: K, options: PinAttemptOptions<K> = {}) {
  const pins = attemptsAtEmulator()
  canary.secret('token of the pin', pins.plexTv.tokenFor('plain', 'tests'))
  const begun = pins.begin(kind, options)
  canary.after(async () => {
    canary.see('a state', begun.states)
    canary.see('the request log', pins.plexTv.requests())
    begun.attempt.stop()
    await pins.clock.settled()
    if (pins.clock.waiting > 0) throw new Error(`${pins.clock.waiting} of the client's timers were left.`)
  })
  return { ...pins, ...begun, fails: failing(canary) }
}

/** A failure with all that must not be repeated in its body. */
const failing = (canary: Canary) => (status: number, headers?: Record<string, string>) => () =>
  new Response(JSON.stringify({ errors: [{ code: 1006, message: canary.serverText }], authToken: canary.token }), {
    status,
    headers,
  })

const never = () => new Promise<Response>(() => {})
const between = (all: readonly number[]) => all.slice(1).map((at, index) => at - (all[index] ?? 0))
/** About one pin, unless said otherwise. */
const pinAnswer = (pin: { id: number; code: string }, more: object = {}) =>
  new Response(
    JSON.stringify({
      ...pin,
      clientIdentifier: 'tests',
      expiresIn: 800,
      authToken: null,
      newRegistration: null,
      ...more,
    }),
  )

/** A pin's way from its making to its end. */
test('the pin’s time is over → `expired` at its end, after one last request; silence', async ({ canary }) => {
  const { leap, pass, story, at, clock, asked } = attemptOf(canary, 'link')
  await leap(899_999)
  expect(story()).toEqual(['creating', 'ok'])
  await pass(1)
  expect([story().at(-1), at().at(-1)]).toEqual(['expired', 900])
  const count = asked.length
  await pass(3_600_000)
  expect([asked.length, clock.waiting]).toEqual([count, 0])
})

describe('a pin that plex.tv no longer has → `expired`, at once; a script’s wait rejects with `pin-not-found`', () => {
  test.for([
    ['404 with code 1020', () => new Response('{"errors":[{"code":1020}]}', { status: 404 })],
    ['404 without a word', () => new Response('', { status: 404 })],
    ['410', () => new Response('', { status: 410 })],
    ['200 with null past its end', (pin) => pinAnswer(pin, { expiresIn: 0 })],
  ] satisfies [string, (pin: { id: number; code: string }) => Response][])('%s', async ([, answer], { canary }) => {
    const { pass, story, pin, plex, ...pins } = attemptOf(canary, 'link')
    await pass(3000)
    const { id, code } = pin()
    pins.answer(() => answer({ id, code }))
    const wait = canary.refusal(waitForPin(plex, pin()))
    await pass(1000)
    expect(story()).toEqual(['creating', 'ok', 'expired'])
    expect(await wait).toMatchObject({ code: 'pin-not-found' })
  })
})

describe('the system’s clock jumps an hour, either way → same pace, same deadline, same end', () => {
  test.for([
    ['forward', 3_600_000],
    ['back', -3_600_000],
  ] as const)('%s', async ([, ms], { canary }) => {
    const { pass, leap, pin, at, status, setSystemClock } = attemptOf(canary, 'link')
    await pass(0)
    const before = pin()
    setSystemClock(ms)
    const gaps = [paceMs(), paceMs(), paceMs()]
    await pass(sumOf(gaps))
    const leftMs = 900_000 - sumOf(gaps)
    expect([at(), pin(), pin().expires.leftMs()]).toEqual([instants(...gaps), before, leftMs])
    await leap(leftMs - 1)
    expect(status()).toBe('waiting')
    await pass(1)
    expect(status()).toBe('expired')
  })
})

test('the clock was set forward while the person was away on plex.tv’s page → plex.tv’s word on the pin’s end counts; links', async ({
  canary,
}) => {
  const pins = attemptsAtEmulator()
  canary.secret('token of the pin', pins.plexTv.tokenFor('plain', 'tests'))
  const made = await createPin(pins.plex, 'strong')
  const { attempt, outcome, states } = pins.begin('strong', {
    pin: { ...made, expires: { totalMs: 0, leftMs: () => 0 } },
  })
  await pins.pass(60_000)
  pins.approve()
  await pins.pass(paceMs())
  expect(outcome.grant?.user.username).toBe(pins.plexTv.person('plain').username)
  canary.see('a state', states)
  attempt.stop()
})

describe('a sleep of 20 minutes → one request at once on waking; links if it was approved meanwhile, else `expired`', () => {
  test.for([
    ['strong', 'approved'],
    ['link', 'expired'],
  ] as const)('a %s pin is then %s', async ([kind, end], { canary }) => {
    const pins = attemptOf(canary, kind)
    await pins.pass(5000)
    if (end === 'approved') pins.approve()
    await pins.clock.sleep(1_200_000)
    pins.attempt.pollNow()
    await pins.pass(100)
    expect(pins.at()).toEqual([4, 1205])
    expect(pins.status()).toBe(end)
  })
})

test('one request in ten fails, another hangs → links all the same; one that hangs is given 5 s', async ({
  canary,
}) => {
  const { pass, answer, approve, plexTv, at, outcome, mostInFlight, fails } = attemptOf(canary, 'strong')
  let count = 0
  answer((request) => {
    count++
    if (count % 10 === 3) return fails(502)()
    return count % 10 === 8 ? never() : plexTv.fetch(request)
  })
  await pass(120_000)
  approve()
  await pass(60_000)
  expect(outcome.grant?.user.username).toBe(plexTv.person('plain').username)
  expect(mostInFlight()).toBe(1)
  // A quarter is chance.
  expect(Math.max(...between(at()))).toBeLessThanOrEqual(5 + (paceMs({ failures: 1 }) * 1.25) / 1000)
})

test('ten failures running → the pace slows to 30 s, `unreachable` is shown, the code stays; links once plex.tv is back', async ({
  canary,
}) => {
  const { pass, answer, approve, at, story, pin, outcome, fails } = attemptOf(canary, 'strong')
  await pass(3000)
  const before = pin()
  answer(fails(503))
  while (at().length < 10) await pass(1000)
  const gaps = between(at())
  expect(gaps.every((gap, index) => gap >= Math.min(4 * 2 ** index, 30) && gap <= 37.5)).toBe(true)
  expect([story(), pin()]).toEqual([['creating', 'ok', 'unreachable'], before])
  answer()
  approve()
  await pass(38_000)
  expect(outcome.grant).toBeDefined()
})

test('429 while a pin waits, with woken pages and a lost connection → `rate-limited` is shown; nothing is sent before the time that was asked for; then goes on', async ({
  canary,
}) => {
  const { pass, answer, change, at, story, fails } = attemptOf(canary, 'link')
  await pass(3000)
  answer(fails(429, { 'Retry-After': '60' }))
  await pass(2000)
  answer()
  for (const some of [{ hidden: true }, { hidden: false }, { offline: true }, { offline: false }]) {
    change(some)
    await pass(10_000)
  }
  await pass(18_999)
  expect(at()).toEqual([4])
  await pass(16_001)
  expect(at().length).toBeGreaterThan(1)
  expect(story()).toEqual(['creating', 'ok', 'rate-limited', 'offline', 'rate-limited', 'ok'])
})

test('offline for 30 s while a pin waits → `offline` is shown, the code stays, and a request is made as soon as it is online', async ({
  canary,
}) => {
  const { pass, change, pin, at, story, approve, outcome } = attemptOf(canary, 'link')
  await pass(5000)
  const before = pin()
  change({ offline: true })
  await pass(30_000)
  expect(pin()).toBe(before)
  approve()
  change({ offline: false })
  // A second later if the last one, in vain, was a moment ago.
  await pass(1000)
  expect(at().at(-1)).toBeGreaterThanOrEqual(35)
  expect(story()).toEqual(['creating', 'ok', 'offline', 'approved'])
  expect(outcome.grant).toBeDefined()
})

test('approved between the last request and the pin’s end → one last request at the end; links', async ({ canary }) => {
  const { leap, pass, answer, pin, at, status, fails } = attemptOf(canary, 'link')
  await leap(880_000)
  const { id, code } = pin()
  answer(fails(429, { 'Retry-After': '900' }))
  await pass(3000)
  answer((request) =>
    request.url.includes('/api/v2/user?')
      ? never()
      : pinAnswer({ id, code }, { expiresIn: 0, authToken: canary.token }),
  )
  await pass(17_000)
  expect([at().at(-1), status()]).toEqual([900, 'approved'])
})

test('a late answer after a new code → dropped, token and all', async ({ canary }) => {
  const { pass, answer, attempt, pin, story, outcome } = attemptOf(canary, 'link')
  await pass(3000)
  const { id, code } = pin()
  const held: ((response: Response) => void)[] = []
  answer(() => new Promise((resolve) => held.push(resolve)))
  await pass(1000)
  expect(held).toHaveLength(1)
  answer()
  attempt.restart()
  await pass(1000)
  held[0]?.(pinAnswer({ id, code }, { authToken: canary.token }))
  await pass(10_000)
  expect(story()).toEqual(['creating', 'ok', 'creating', 'ok'])
  expect(outcome).toEqual({})
})

describe('a token in an answer for another pin or client → never adopted; asks on', () => {
  test.for([
    ['another client identifier', { clientIdentifier: 'another' }],
    ['another pin', { id: 1 }],
    ['another code', { code: 'OTHR' }],
  ] as const)('%s', async ([, more], { canary }) => {
    const { pass, answer, approve, pin, story, outcome, plexTv } = attemptOf(canary, 'link')
    await pass(3000)
    const { id, code } = pin()
    answer(() => pinAnswer({ id, code }, { authToken: canary.token, ...more }))
    await pass(10_000)
    expect([story(), outcome]).toEqual([['creating', 'ok', 'unreachable'], {}])
    answer()
    approve()
    await pass(20_000)
    expect(outcome.grant?.token === plexTv.tokenFor('plain', 'tests')).toBe(true)
  })
})

describe('making a pin is refused → its code; tried again by itself where codes are renewed, seldom; else when asked for', () => {
  const refusals = [
    [429, 'rate-limited'],
    [500, 'server'],
    [503, 'server'],
    [403, 'forbidden'],
  ] as const

  test.for(refusals)('%s, without renewals', async ([status, code], { canary }) => {
    const { pass, answer, attempt, asked, story, states, clock, fails } = attemptOf(canary, 'link')
    answer(fails(status))
    await pass(3_600_000)
    attempt.pollNow()
    await pass(1000)
    expect(states.at(-1)).toMatchObject({ status: 'error', error: { code, status } })
    expect([asked.length, clock.waiting]).toEqual([1, 0])
    answer()
    attempt.restart()
    await pass(1000)
    expect(story().at(-1)).toBe('ok')
  })

  test.for(refusals)('%s, with renewals', async ([status, code], { canary }) => {
    const { pass, answer, asked, story, states, fails } = attemptOf(canary, 'link', { renewals: 32 })
    answer(fails(status))
    await pass(600_000)
    expect(states.at(-1)).toMatchObject({ status: 'error', error: { code, status } })
    expect(asked.length).toBeLessThan(25)
    answer()
    await pass(900_000 * 1.25)
    expect(story()).toContain('ok')
  })
})

test('a new pin without a code, with null for one, for another client, or ended already → `unexpected-response`: no page is opened with `undefined` in its URL', async ({
  canary,
}) => {
  const { answer, plex } = attemptOf(canary, 'strong')
  const pin = { id: 7, code: '8lzjqnq8lye02n52jq3fqxf8e' }
  for (const wrong of [{ code: undefined }, { code: null }, { clientIdentifier: 'another' }, { expiresIn: 0 }]) {
    answer(() => pinAnswer(pin, wrong))
    expect(await canary.refusal(createPin(plex, 'strong'))).toMatchObject({ code: 'unexpected-response' })
  }
})

test('a pin is renewed while plex.tv is down, and nobody looks → tried again, slower and slower, only while somebody looks; a pin once plex.tv is back', async ({
  canary,
}) => {
  const { leap, pass, answer, change, at, story, fails } = attemptOf(canary, 'link', { renewals: 2 })
  await leap(899_000)
  answer(fails(503))
  await pass(60_000)
  expect(between(at('create').slice(1)).every((gap, index) => gap >= Math.min(4 * 2 ** index, 30))).toBe(true)
  const count = at('create').length
  change({ hidden: true })
  await pass(600_000)
  expect(at('create')).toHaveLength(count)
  answer()
  change({ hidden: false })
  await pass(1)
  expect(story().slice(-2)).toEqual(['creating', 'ok'])
})

test('approved, and then plex.tv is down → the sign-in is not lost: the person is asked for again, the pin no more', async ({
  canary,
}) => {
  const { pass, answer, approve, plexTv, at, story, outcome, fails } = attemptOf(canary, 'link')
  await pass(3000)
  approve()
  answer((request) => (request.url.includes('/api/v2/user?') ? fails(503)() : plexTv.fetch(request)))
  await pass(60_000)
  answer()
  await pass(40_000)
  expect(outcome.grant?.user.username).toBe(plexTv.person('plain').username)
  expect([at(), story()]).toEqual([[4], ['creating', 'ok', 'approved', 'approved, unreachable']])
})

describe('stopped at any moment, then woken and begun anew → `AbortError`; nothing happens any more', () => {
  test.for([
    ['while the pin is made', 0],
    ['between two requests', 5000],
    ['while it is told of the pin', 'waiting'],
  ] as const)('%s', async ([, moment], { canary }) => {
    const { pass, attempt, asked, states, change } = attemptOf(canary, 'link', { renewals: 32 })
    attempt.subscribe(() => {
      if (attempt.getState().status === moment) attempt.stop()
    })
    await pass(moment === 'waiting' ? 1000 : moment)
    if (moment === 0) attempt.restart()
    attempt.stop()
    expect(await canary.refusal(attempt.grant)).toMatchObject({ name: 'AbortError' })
    const before = [asked.length, states.length]
    change({})
    attempt.restart()
    await pass(3_600_000)
    expect([asked.length, states.length]).toEqual(before)
  })
})
