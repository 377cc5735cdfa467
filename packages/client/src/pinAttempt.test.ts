import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createPin, createPinAttempt, type StrongPin, waitForPin } from './index.ts'
import { attemptsAtEmulator, instants, jsonAnswer, paceMs, sumOf } from './testing/attemptsAtEmulator.ts'

// Chance spreads what goes wrong; these tests are about the rest. The tables of pollDelayMs have its share.
beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0))
afterEach(() => void vi.restoreAllMocks())

const EVERY_MS = paceMs()
const HIDDEN_MS = paceMs({ hidden: true })
/** From the first failure in a row to the one with this number, and on to the next try. */
const slowed = (failures: number) => Array.from({ length: failures }, (_, index) => paceMs({ failures: index + 1 }))

const refuse = (status: number, headers?: Record<string, string>) => () => new Response('', { status, headers })
const never = () => new Promise<Response>(() => {})
const requestFor = (id: number): [string, RequestInit] => [
  `https://clients.plex.tv/api/v2/pins/${id}?X-Plex-Client-Identifier=tests`,
  { headers: { Accept: 'application/json' } },
]
const offline = () => Promise.reject(new TypeError('Failed to fetch'))

describe('asking', () => {
  test('makes one pin and asks for it, and again after each answer, one request at a time', async () => {
    const pins = attemptsAtEmulator({ roundTripMs: 700 })
    const { story } = pins.begin('link')
    const gaps = [700 + EVERY_MS, 700 + EVERY_MS, 700 + EVERY_MS]
    await pins.pass(sumOf(gaps))
    expect(pins.at('create')).toEqual([0])
    expect(pins.at()).toEqual(instants(...gaps))
    expect(pins.mostInFlight()).toBe(1)
    expect(story()).toEqual(['creating', 'ok'])
  })

  test('waits longer before the first question, less when woken, and longest when nobody looks', async () => {
    const pins = attemptsAtEmulator()
    const { attempt } = pins.begin('link')
    await pins.pass(EVERY_MS - 1)
    expect(pins.at()).toEqual([])
    attempt.restart()
    await pins.pass(1500)
    attempt.pollNow()
    await pins.pass(EVERY_MS + EVERY_MS - 1)
    pins.around.hidden = true
    attempt.restart()
    await pins.pass(HIDDEN_MS)
    expect(pins.at('create')).toEqual(instants(0, EVERY_MS - 1, 1500 + EVERY_MS + EVERY_MS - 1))
    expect(pins.at()).toEqual(instants(EVERY_MS - 1 + 1500, EVERY_MS, EVERY_MS - 1 + HIDDEN_MS))
  })

  test('asks at once for a pin that was made before', async () => {
    const pins = attemptsAtEmulator()
    const pin = await createPin(pins.plex, 'strong')
    const { attempt, states } = pins.begin('strong', { pin })
    expect(attempt.getState()).toEqual({ status: 'waiting', pin, connection: 'ok' })
    await pins.pass(EVERY_MS + EVERY_MS)
    expect(pins.at('create')).toEqual([0])
    expect(pins.at()).toEqual(instants(0, EVERY_MS, EVERY_MS))
    expect(states).toHaveLength(1)
  })

  test('asks more seldom while nobody looks', async () => {
    const pins = attemptsAtEmulator()
    pins.begin('link')
    await pins.pass(EVERY_MS)
    pins.change({ hidden: true })
    const gaps = [EVERY_MS, HIDDEN_MS, HIDDEN_MS]
    await pins.pass(sumOf(gaps))
    expect(pins.at()).toEqual(instants(EVERY_MS, ...gaps))
  })

  test('slows down with each failure, says so, and never ends for it', async () => {
    const pins = attemptsAtEmulator()
    const { story } = pins.begin('strong')
    await pins.pass(0)
    pins.answer(refuse(500))
    const gaps = [EVERY_MS, ...slowed(8)]
    await pins.pass(sumOf(gaps))
    expect(pins.at()).toEqual(instants(...gaps))
    expect(story()).toEqual(['creating', 'ok', 'unreachable'])
    pins.answer()
    gaps.push(paceMs({ failures: 9 }), EVERY_MS)
    await pins.pass(sumOf(gaps.slice(-2)))
    expect(pins.at()).toEqual(instants(...gaps))
    expect(story()).toEqual(['creating', 'ok', 'unreachable', 'ok'])
  })

  test('gives a request that hangs 5 s', async () => {
    const pins = attemptsAtEmulator()
    const { story } = pins.begin('link')
    await pins.pass(0)
    pins.answer(never)
    const [second = 0, third = 0] = slowed(2)
    const gaps = [EVERY_MS, 5000 + second, 5000 + third]
    await pins.pass(sumOf(gaps))
    expect(pins.at()).toEqual(instants(...gaps))
    expect(pins.mostInFlight()).toBe(1)
    expect(story()).toEqual(['creating', 'ok', 'unreachable'])
  })

  test('waits as long as plex.tv says after too many requests, whatever wakes it', async () => {
    const pins = attemptsAtEmulator()
    const { attempt, story } = pins.begin('link')
    await pins.pass(0)
    pins.answer(refuse(429, { 'Retry-After': '60' }))
    await pins.pass(EVERY_MS)
    pins.answer()
    attempt.pollNow()
    await pins.pass(10_000)
    pins.change({ hidden: true })
    pins.change({ hidden: false })
    await pins.pass(10_000)
    pins.change({ offline: true })
    await pins.pass(10_000)
    pins.change({ offline: false })
    await pins.pass(29_999)
    expect(pins.at()).toEqual(instants(EVERY_MS))
    await pins.pass(1 + EVERY_MS)
    expect(pins.at()).toEqual(instants(EVERY_MS, 60_000, EVERY_MS))
    expect(story()).toEqual(['creating', 'ok', 'rate-limited', 'offline', 'rate-limited', 'ok'])
  })

  test('is refused for an answer that is about another client, and asks on', async () => {
    const pins = attemptsAtEmulator()
    const { story, pin } = pins.begin('link')
    await pins.pass(3000)
    const { id, code } = pin()
    const foreign = { id, code, clientIdentifier: 'another', expiresIn: 800, authToken: 'a-token' }
    pins.answer(() => jsonAnswer(foreign))
    await pins.pass(5000)
    pins.answer()
    pins.approve()
    await pins.pass(10_000)
    expect(story()).toEqual(['creating', 'ok', 'unreachable', 'approved'])
  })
})

describe('waking', () => {
  test('asks at once, but never within a second of the last time', async () => {
    const pins = attemptsAtEmulator()
    const { attempt } = pins.begin('link')
    await pins.pass(EVERY_MS + 1500)
    attempt.pollNow()
    await pins.pass(200)
    attempt.pollNow()
    attempt.pollNow()
    await pins.pass(300)
    attempt.pollNow()
    await pins.pass(500 + EVERY_MS)
    expect(pins.at()).toEqual(instants(EVERY_MS, 1500, 1000, EVERY_MS))
  })

  test('is all one, however many say it at once', async () => {
    const pins = attemptsAtEmulator()
    const { attempt } = pins.begin('link')
    await pins.pass(5200)
    for (let time = 0; time < 5; time++) attempt.pollNow()
    await pins.pass(1000)
    expect(pins.at()).toEqual([4, 5.2])
  })

  test('does nothing while nobody looks', async () => {
    const pins = attemptsAtEmulator()
    const { attempt } = pins.begin('link')
    pins.around.hidden = true
    await pins.pass(5000)
    attempt.pollNow()
    await pins.pass(4000)
    expect(pins.at()).toEqual([])
    pins.change({ hidden: false })
    await pins.pass(1)
    expect(pins.at()).toEqual([9])
  })

  test('does not start a second request beside one', async () => {
    const pins = attemptsAtEmulator({ roundTripMs: 2000 })
    const { attempt } = pins.begin('link')
    await pins.pass(7000)
    attempt.pollNow()
    await pins.pass(1000)
    expect(pins.at()).toEqual([6])
    expect(pins.mostInFlight()).toBe(1)
  })

  test('makes up for a request that died in the sleep it wakes from', async () => {
    const pins = attemptsAtEmulator()
    const { attempt } = pins.begin('link')
    await pins.pass(3000)
    pins.answer(never)
    await pins.pass(1000)
    await pins.clock.sleep(60_000)
    pins.answer()
    attempt.pollNow()
    await pins.pass(100)
    expect(pins.at()).toEqual([4, 64])
  })

  test('while offline shows it, and asks when online', async () => {
    const pins = attemptsAtEmulator()
    const { pin, story } = pins.begin('link')
    await pins.pass(5000)
    const before = pin()
    pins.change({ offline: true })
    expect(story()).toEqual(['creating', 'ok', 'offline'])
    await pins.pass(30_000)
    const tries = pins.at().length
    expect(tries).toBeLessThan(7)
    pins.change({ offline: false })
    await pins.pass(1)
    expect(pins.at().slice(tries)).toEqual([35])
    expect(pin()).toBe(before)
    expect(story()).toEqual(['creating', 'ok', 'offline', 'ok'])
  })

  test('asks as usual on a device that says it is offline and is not', async () => {
    const pins = attemptsAtEmulator()
    const attempt = pins.begin('link', { environment: () => ({ hidden: false, offline: true }) })
    await pins.pass(3000)
    pins.approve()
    await pins.pass(2000)
    expect(attempt.outcome.grant?.user.username).toBe(pins.plexTv.person('plain').username)
  })
})

describe('the end of a pin', () => {
  test('comes although a cache on the way gives the same old answer again and again', async () => {
    const pins = attemptsAtEmulator()
    const { pin, status } = pins.begin('link')
    await pins.pass(4500)
    const copy = await (await pins.plexTv.fetch(...requestFor(pin().id))).text()
    pins.answer(() => new Response(copy))
    for (let minute = 0; minute < 14; minute++) await pins.leap(60_000)
    expect(status()).toBe('waiting')
    await pins.leap(120_000)
    expect(status()).toBe('expired')
  })

  test('is asked about once more, so that an approval in its last moment counts', async () => {
    const pins = attemptsAtEmulator()
    const { pin, status } = pins.begin('link')
    await pins.leap(870_000)
    // From here on only the last one falls before the end.
    pins.answer(refuse(429, { 'Retry-After': '900' }))
    await pins.pass(10_000)
    const { id, code } = pin()
    const approved = { id, code, clientIdentifier: 'tests', expiresIn: 0, authToken: 'a-token' }
    pins.answer((request) => (request.url.includes('/api/v2/user?') ? never() : jsonAnswer(approved)))
    await pins.pass(19_999)
    expect(status()).toBe('waiting')
    await pins.pass(1)
    expect(status()).toBe('approved')
    expect(pins.at().at(-1)).toBe(900)
  })

  test('is expired, in silence', async () => {
    const pins = attemptsAtEmulator()
    const { story } = pins.begin('link')
    await pins.leap(901_000)
    expect(story()).toEqual(['creating', 'ok', 'expired'])
    expect(pins.at().at(-1)).toBe(900)
    const count = pins.asked.length
    await pins.pass(3_600_000)
    expect(pins.asked).toHaveLength(count)
    expect(pins.clock.waiting).toBe(0)
  })

  test('comes when plex.tv says so, at once', async () => {
    const pins = attemptsAtEmulator()
    const { story } = pins.begin('strong')
    await pins.pass(3000)
    pins.answer(refuse(404))
    await pins.pass(1000)
    expect(story()).toEqual(['creating', 'ok', 'expired'])
    expect(pins.clock.waiting).toBe(0)
  })

  test('comes by its own clock while plex.tv is out of reach', async () => {
    const pins = attemptsAtEmulator()
    const { story } = pins.begin('link')
    await pins.pass(3000)
    pins.answer(offline)
    await pins.leap(896_999)
    expect(story()).toEqual(['creating', 'ok', 'unreachable'])
    await pins.pass(1)
    expect(story()).toEqual(['creating', 'ok', 'unreachable', 'expired'])
  })

  test('is not asked about within a second of the last time', async () => {
    const pins = attemptsAtEmulator()
    const { attempt, story } = pins.begin('link')
    await pins.leap(899_700)
    attempt.pollNow()
    await pins.pass(10_000)
    expect(pins.at().slice(-2)).toEqual([899.7, 900.7])
    expect(story().at(-1)).toBe('expired')
  })

  test('is where plex.tv puts it, should the pin’s own clock have been wrong', async () => {
    const pins = attemptsAtEmulator()
    const made = await createPin(pins.plex, 'strong')
    // What a redirect leaves of a pin when the system's clock was set forward meanwhile.
    const pin: StrongPin = { ...made, expires: { totalMs: 0, leftMs: () => 0 } }
    const { story, pin: current } = pins.begin('strong', { pin })
    await pins.pass(10_000)
    expect(story()).toEqual(['ok', 'ok'])
    expect(current().expires.leftMs()).toBe(1_790_000)
    pins.approve()
    await pins.pass(EVERY_MS)
    expect(story()).toEqual(['ok', 'ok', 'approved'])
  })

  test.each([3_600_000, -3_600_000])('does not move when the system’s clock does, by %i ms', async (ms) => {
    const pins = attemptsAtEmulator()
    const { pin, status } = pins.begin('link')
    await pins.pass(0)
    const before = pin()
    pins.setSystemClock(ms)
    const gaps = [EVERY_MS, EVERY_MS, EVERY_MS]
    await pins.pass(sumOf(gaps))
    expect(pins.at()).toEqual(instants(...gaps))
    expect(pin()).toBe(before)
    expect(pin().expires.leftMs()).toBe(900_000 - sumOf(gaps))
    await pins.leap(900_000 - sumOf(gaps) - 1)
    expect(status()).toBe('waiting')
    await pins.pass(1)
    expect(status()).toBe('expired')
  })

  test('may come in a sleep: one request at once on waking says so', async () => {
    const pins = attemptsAtEmulator()
    const { attempt, status } = pins.begin('link')
    await pins.pass(5000)
    await pins.clock.sleep(1_200_000)
    attempt.pollNow()
    await pins.pass(100)
    expect(pins.at()).toEqual([4, 1205])
    expect(status()).toBe('expired')
  })

  test('is not come after a sleep in which the pin was approved, and which it outlived', async () => {
    const pins = attemptsAtEmulator()
    const { attempt, outcome } = pins.begin('strong')
    await pins.pass(5000)
    pins.approve()
    await pins.clock.sleep(1_200_000)
    attempt.pollNow()
    await pins.pass(100)
    expect(pins.at()).toEqual([4, 1205])
    expect(outcome.grant?.token).toBe(pins.plexTv.tokenFor('plain', 'tests'))
  })
})

describe('renewing', () => {
  test('makes a new pin when one ends, as often as it was told', async () => {
    const pins = attemptsAtEmulator()
    const { story } = pins.begin('link', { renewals: 32 })
    for (let pin = 0; pin < 40; pin++) await pins.leap(901_000)
    expect(pins.at('create')).toHaveLength(33)
    expect(pins.plexTv.pins().filter(({ status }) => status === 'expired')).toHaveLength(33)
    expect(story().slice(0, 5)).toEqual(['creating', 'ok', 'creating', 'ok', 'creating'])
    expect(story().at(-1)).toBe('expired')
    expect(pins.clock.waiting).toBe(0)
  })

  test('waits until somebody looks', async () => {
    const pins = attemptsAtEmulator()
    const { story } = pins.begin('link', { renewals: 32 })
    await pins.pass(1000)
    pins.change({ hidden: true })
    await pins.pass(3_600_000)
    expect(story()).toEqual(['creating', 'ok', 'expired'])
    pins.change({ hidden: false })
    await pins.pass(1)
    expect(story()).toEqual(['creating', 'ok', 'expired', 'creating', 'ok'])
    expect(pins.at('create')).toEqual([0, 3601])
  })

  test('is not done where it was not asked for, whoever looks', async () => {
    const pins = attemptsAtEmulator()
    const { attempt, story } = pins.begin('link')
    await pins.leap(1_000_000)
    attempt.pollNow()
    await pins.pass(1000)
    expect(story()).toEqual(['creating', 'ok', 'expired'])
  })

  test('is not done more often for being woken', async () => {
    const pins = attemptsAtEmulator()
    const { attempt, states } = pins.begin('link', { renewals: 1 })
    for (let pin = 0; pin < 3; pin++) await pins.leap(901_000)
    const count = states.length
    attempt.pollNow()
    await pins.pass(1000)
    expect(pins.at('create')).toHaveLength(2)
    expect(states).toHaveLength(count)
  })

  test('backs off when it fails, and goes on', async () => {
    const pins = attemptsAtEmulator()
    const { story } = pins.begin('link', { renewals: 2 })
    await pins.leap(899_000)
    pins.answer((request) => (request.method === 'POST' ? refuse(503)() : pins.plexTv.fetch(request)))
    await pins.pass(1000 + sumOf(slowed(5)))
    expect(pins.at('create')).toEqual(instants(0, 900_000, ...slowed(5)))
    pins.answer()
    await pins.pass(paceMs({ failures: 6 }))
    expect(story().slice(-3)).toEqual(['server', 'creating', 'ok'])
    // Those that failed don't count.
    for (let pin = 0; pin < 3; pin++) await pins.leap(901_000)
    expect(pins.plexTv.pins()).toHaveLength(3)
  })

  test('makes no pin for nobody when a failed one is tried again', async () => {
    const pins = attemptsAtEmulator()
    const { story } = pins.begin('link', { renewals: 2 })
    await pins.leap(899_000)
    pins.answer(refuse(503))
    await pins.pass(2000)
    pins.change({ hidden: true })
    await pins.pass(600_000)
    expect(pins.at('create')).toEqual([0, 900])
    expect(story().at(-1)).toBe('server')
    pins.answer()
    pins.change({ hidden: false })
    await pins.pass(1)
    expect(story().slice(-2)).toEqual(['creating', 'ok'])
  })

  test('waits as long as plex.tv says', async () => {
    const pins = attemptsAtEmulator()
    pins.begin('link', { renewals: 2 })
    await pins.leap(899_000)
    pins.answer((request) =>
      request.method === 'POST' ? refuse(429, { 'Retry-After': '120' })() : pins.plexTv.fetch(request),
    )
    await pins.pass(130_000)
    expect(pins.at('create')).toEqual([0, 900, 1020])
  })

  test('of a failed one waits for somebody to look, however long plex.tv had asked to wait', async () => {
    const pins = attemptsAtEmulator()
    const { story } = pins.begin('link', { renewals: 2 })
    await pins.leap(899_000)
    pins.answer(refuse(429, { 'Retry-After': '120' }))
    await pins.pass(2000)
    pins.change({ hidden: true })
    await pins.pass(600_000)
    pins.answer()
    pins.change({ hidden: false })
    await pins.pass(1)
    expect(story().slice(-3)).toEqual(['rate-limited', 'creating', 'ok'])
  })
})

describe('a first pin that can’t be made', () => {
  const failures: [string, () => Response | Promise<Response>, string][] = [
    ['no network', offline, 'network'],
    ['a server that fails', refuse(503), 'server'],
    ['a captive portal', () => new Response('<html>Welcome</html>'), 'unexpected-response'],
    ['a captive portal that sends elsewhere', refuse(302), 'unexpected-response'],
    ['a proxy that refuses', refuse(403), 'forbidden'],
    ['no answer in time', never, 'timeout'],
  ]

  test.each(failures)('is tried again by itself where it is renewed: %s', async (_what, answer, code) => {
    const pins = attemptsAtEmulator()
    pins.answer(answer)
    const { story } = pins.begin('link', { renewals: 2 })
    await pins.pass(120_000)
    expect(story().slice(0, 4)).toEqual(['creating', code, 'creating', code])
    expect(pins.at('create').length).toBeLessThan(7)
    pins.answer()
    await pins.pass(60_000)
    expect(story().slice(-2)).toEqual(['creating', 'ok'])
  })

  test.each(failures)('is tried again at once when somebody looks: %s', async (_what, answer, code) => {
    const pins = attemptsAtEmulator()
    pins.answer(answer)
    const { story } = pins.begin('link', { renewals: 2 })
    await pins.pass(15_000)
    pins.change({ hidden: true })
    await pins.pass(600_000)
    const tried = pins.at('create').length
    expect(story().at(-1)).toBe(code)
    pins.answer()
    pins.change({ hidden: false })
    await pins.pass(1)
    expect(story().slice(-2)).toEqual(['creating', 'ok'])
    expect(pins.at('create')).toHaveLength(tried + 1)
  })

  test.each(failures)('is asked for by a button where it is not renewed: %s', async (_what, answer, code) => {
    const pins = attemptsAtEmulator()
    pins.answer(answer)
    const { attempt, story } = pins.begin('strong')
    await pins.pass(15_000)
    attempt.pollNow()
    await pins.pass(600_000)
    expect(story()).toEqual(['creating', code])
    expect(pins.clock.waiting).toBe(0)
  })

  test('is made once a connection is back', async () => {
    const pins = attemptsAtEmulator()
    pins.around.offline = true
    const { story } = pins.begin('link', { renewals: 2 })
    await pins.pass(1000)
    pins.change({ offline: false })
    await pins.pass(1)
    expect(story()).toEqual(['creating', 'network', 'creating', 'ok'])
  })

  test('is not asked for sooner than plex.tv wants, however often somebody presses the button', async () => {
    const pins = attemptsAtEmulator()
    pins.answer(refuse(429, { 'Retry-After': '60' }))
    const { attempt, story } = pins.begin('link', { renewals: 2 })
    for (let press = 0; press < 60; press++) {
      attempt.restart()
      await pins.pass(30)
    }
    expect(pins.at('create')).toEqual([0])
    expect(story().at(-1)).toBe('rate-limited')
    pins.answer()
    await pins.pass(60_000)
    expect(story().at(-1)).toBe('ok')
    expect(pins.at('create')).toEqual([0, 60])
  })

  test('is not asked for by another attempt either, and the error says how long', async () => {
    const pins = attemptsAtEmulator()
    pins.answer(refuse(429, { 'Retry-After': '60' }))
    pins.begin('strong')
    await pins.pass(20_000)
    const { states } = pins.begin('strong')
    await pins.pass(1)
    expect(states.at(-1)).toMatchObject({ status: 'error', error: { code: 'rate-limited', retryAfterMs: 40_000 } })
    expect(pins.at('create')).toEqual([0])
  })

  test('is not tried again where a mistake of the program’s is the cause', async () => {
    const pins = attemptsAtEmulator()
    pins.answer(() => {
      throw new ReferenceError('Response is not defined')
    })
    const { story } = pins.begin('link', { renewals: 2 })
    await pins.pass(600_000)
    expect(story()).toEqual(['creating', 'misuse'])
    expect(pins.clock.waiting).toBe(0)
  })
})

describe('a pin that plex.tv forgets long before its end', () => {
  const forgets = (pins: ReturnType<typeof attemptsAtEmulator>) =>
    pins.answer((request) => (request.method === 'GET' ? refuse(404)() : pins.plexTv.fetch(request)))

  test('is shown for ten seconds at least, which says so, and each that follows for longer', async () => {
    const pins = attemptsAtEmulator()
    forgets(pins)
    const { story } = pins.begin('link', { renewals: 32 })
    await pins.pass(60_000)
    expect(story().slice(0, 5)).toEqual(['creating', 'ok', 'forgotten', 'creating', 'ok'])
    expect(pins.at('create')).toEqual([0, 10, 30])
    await pins.leap(3_600_000)
    // In the end one is made every five minutes.
    expect(pins.at('create').length).toBeLessThan(20)
  })

  test('is not asked for any more, whatever wakes it', async () => {
    const pins = attemptsAtEmulator()
    forgets(pins)
    const { attempt } = pins.begin('link', { renewals: 32 })
    await pins.pass(5000)
    attempt.pollNow()
    await pins.pass(4000)
    expect(pins.at()).toEqual([4])
  })

  test('is renewed at the usual pace again once one has lived', async () => {
    const pins = attemptsAtEmulator()
    forgets(pins)
    pins.begin('link', { renewals: 32 })
    await pins.pass(11_000)
    pins.answer()
    await pins.pass(10_000)
    forgets(pins)
    await pins.pass(EVERY_MS)
    // At once, by the look that finds it gone.
    expect(pins.at('create')).toEqual([0, 10, pins.at().at(-1)])
  })

  test('has expired where no other is made', async () => {
    const pins = attemptsAtEmulator()
    forgets(pins)
    const { story } = pins.begin('strong')
    await pins.pass(5000)
    expect(story()).toEqual(['creating', 'ok', 'expired'])
  })
})

describe('approval', () => {
  test('gives the token and the person, once, and ends the asking', async () => {
    const pins = attemptsAtEmulator({ roundTripMs: 100 })
    const { attempt, outcome, story, status } = pins.begin('strong')
    await pins.pass(100 + EVERY_MS + 100)
    pins.approve()
    await pins.pass(EVERY_MS + 99)
    expect(status()).toBe('waiting')
    // The answer a millisecond later, and the person's a round trip after it.
    await pins.pass(101)
    expect(outcome.grant).toEqual({
      token: pins.plexTv.tokenFor('plain', 'tests'),
      user: expect.objectContaining({ username: pins.plexTv.person('plain').username }),
    })
    expect(story()).toEqual(['creating', 'ok', 'approved'])
    const count = pins.asked.length
    attempt.pollNow()
    attempt.restart()
    await pins.pass(3_600_000)
    expect(pins.asked).toHaveLength(count)
    expect(pins.clock.waiting).toBe(0)
    attempt.stop()
    expect(await attempt.grant).toBe(outcome.grant)
  })

  test.each([
    ['plex.tv fails', refuse(503)],
    ['the network is gone', offline],
    ['a captive portal answers', () => new Response('<html>Sign in to this Wi-Fi</html>')],
    ['a proxy refuses', refuse(403)],
  ])('is not lost while %s, for long if need be, and says so', async (_, instead) => {
    const pins = attemptsAtEmulator()
    const { outcome, story } = pins.begin('link')
    await pins.pass(3000)
    pins.approve()
    pins.answer((request) => (request.url.includes('/api/v2/user?') ? instead() : pins.plexTv.fetch(request)))
    await pins.pass(1_200_000)
    expect(story()).toEqual(['creating', 'ok', 'approved', 'approved, unreachable'])
    // Half a minute apart at the end, with a quarter of chance.
    const asked = pins.at('user')
    expect((asked.at(-1) ?? 0) - (asked.at(-4) ?? 0)).toBeGreaterThan(29)
    pins.answer()
    await pins.pass(40_000)
    expect(outcome.grant?.user.username).toBe(pins.plexTv.person('plain').username)
    // The pin itself is spent: it is not asked for any more, and no other is made.
    expect([pins.at('poll'), pins.at('create')]).toEqual([[4], [0]])
    expect(pins.clock.waiting).toBe(0)
  })

  test('is hurried by a wake while it is being tried again, as the person is back', async () => {
    const pins = attemptsAtEmulator()
    const { attempt, outcome } = pins.begin('link')
    await pins.pass(3000)
    pins.approve()
    pins.answer((request) => (request.url.includes('/api/v2/user?') ? offline() : pins.plexTv.fetch(request)))
    await pins.leap(600_000)
    pins.answer()
    attempt.pollNow()
    await pins.pass(1000)
    expect(outcome.grant).toBeDefined()
  })

  test('that is held up makes way for a new pin when somebody asks for one', async () => {
    const pins = attemptsAtEmulator()
    const { attempt, story, outcome } = pins.begin('link')
    await pins.pass(3000)
    pins.approve()
    pins.answer((request) => (request.url.includes('/api/v2/user?') ? refuse(503)() : pins.plexTv.fetch(request)))
    await pins.leap(60_000)
    pins.answer()
    attempt.restart()
    await pins.pass(1000)
    expect(story().slice(-2)).toEqual(['creating', 'ok'])
    pins.approve()
    await pins.pass(4000)
    expect(outcome.grant?.user.username).toBe(pins.plexTv.person('plain').username)
  })

  test('with a token that plex.tv then refuses is an error at once', async () => {
    const pins = attemptsAtEmulator()
    const { story } = pins.begin('link')
    await pins.pass(1000)
    pins.approve()
    pins.answer((request) => (request.url.includes('/api/v2/user?') ? refuse(401)() : pins.plexTv.fetch(request)))
    await pins.pass(60_000)
    expect(story()).toEqual(['creating', 'ok', 'approved', 'unauthorized'])
    expect(pins.at('user')).toHaveLength(1)
  })

  test('puts its token into no state', async () => {
    const pins = attemptsAtEmulator()
    const { states } = pins.begin('link')
    await pins.pass(3000)
    pins.approve()
    await pins.pass(2000)
    expect(states.at(-1)).toEqual({ status: 'approved', connection: 'ok' })
    expect(JSON.stringify(states)).not.toContain(pins.plexTv.tokenFor('plain', 'tests'))
  })
})

describe('beginning anew', () => {
  test('drops what still comes for the pin before', async () => {
    const pins = attemptsAtEmulator()
    const { attempt, outcome, pin, story } = pins.begin('link')
    await pins.pass(3000)
    const { id, code } = pin()
    const held: ((response: Response) => void)[] = []
    pins.answer(() => new Promise((resolve) => held.push(resolve)))
    await pins.pass(1000)
    expect(held).toHaveLength(1)
    pins.answer()
    attempt.restart()
    await pins.pass(1000)
    held[0]?.(jsonAnswer({ id, code, clientIdentifier: 'tests', expiresIn: 890, authToken: 'a-token' }))
    await pins.pass(1)
    expect(story()).toEqual(['creating', 'ok', 'creating', 'ok'])
    expect(pin().code).not.toBe(code)
    expect(outcome).toEqual({})
  })

  test('drops a pin that is still being made', async () => {
    const pins = attemptsAtEmulator({ roundTripMs: 2000 })
    const { attempt, states, pin } = pins.begin('link')
    await pins.pass(1500)
    attempt.restart()
    await pins.pass(10_000)
    expect(pins.at('create')).toEqual([0, 1.5])
    expect(pin().code).toBe(pins.plexTv.pins()[1]?.code)
    expect(states.filter(({ status }) => status === 'waiting')).toHaveLength(1)
  })

  test('works after an error, and after the end', async () => {
    const pins = attemptsAtEmulator()
    pins.answer(refuse(500))
    const { attempt, status, story } = pins.begin('link')
    await pins.pass(1000)
    pins.answer()
    attempt.restart()
    await pins.leap(901_000)
    expect(status()).toBe('expired')
    attempt.restart()
    await pins.pass(1)
    expect(story()).toEqual(['creating', 'server', 'creating', 'ok', 'expired', 'creating', 'ok'])
  })

  test('by a listener, in the middle of being told, leaves one pin', async () => {
    const pins = attemptsAtEmulator()
    const { attempt, pin } = pins.begin('link')
    const stop = attempt.subscribe(() => {
      if (attempt.getState().status !== 'waiting') return
      stop()
      attempt.restart()
    })
    await pins.pass(EVERY_MS + EVERY_MS)
    expect(pins.at('create')).toEqual([0, 0])
    expect(pins.at()).toEqual(instants(EVERY_MS, EVERY_MS))
    expect(pin().code).toBe(pins.code())
  })
})

describe('stopping', () => {
  const ways: [string, (pins: ReturnType<typeof attemptsAtEmulator>) => Promise<void>][] = [
    ['while a pin is made', async () => {}],
    ['between two requests', (pins) => pins.pass(5000)],
    [
      'during a request',
      async (pins) => {
        await pins.pass(1000)
        pins.answer(never)
        await pins.pass(3000)
        expect(pins.mostInFlight()).toBe(1)
        expect(pins.at()).toHaveLength(1)
      },
    ],
    [
      'after a failure',
      async (pins) => {
        await pins.pass(1000)
        pins.answer(refuse(503))
        await pins.pass(4000)
        expect(pins.at()).toHaveLength(1)
      },
    ],
    [
      'while the person is asked for',
      async (pins) => {
        await pins.pass(1000)
        pins.approve()
        pins.answer((request) => (request.url.includes('/api/v2/user?') ? refuse(503)() : pins.plexTv.fetch(request)))
        await pins.pass(4000)
        expect(pins.at('user').length).toBeGreaterThan(0)
      },
    ],
    [
      'while a renewal backs off',
      async (pins) => {
        await pins.leap(899_000)
        pins.answer(refuse(503))
        await pins.pass(2000)
      },
    ],
    [
      'when it is over',
      async (pins) => {
        pins.around.hidden = true
        await pins.pass(1_000_000)
      },
    ],
  ]
  test('rejects by the name of an abort where the runtime has no DOMException', async () => {
    vi.stubGlobal('DOMException', undefined)
    const pins = attemptsAtEmulator()
    const { attempt, outcome } = pins.begin('link')
    attempt.stop()
    await pins.pass(1)
    vi.unstubAllGlobals()
    expect(outcome.reason).toMatchObject({ name: 'AbortError' })
  })

  test.each(ways)('%s leaves nothing, and nothing happens afterwards', async (_when, until) => {
    const pins = attemptsAtEmulator()
    const { attempt, states, outcome } = pins.begin('link', { renewals: 2 })
    await until(pins)
    attempt.stop()
    const [told, asked, state] = [states.length, pins.asked.length, attempt.getState()]
    await pins.clock.settled()
    expect(pins.clock.waiting).toBe(0)
    expect(outcome.reason).toMatchObject({ name: 'AbortError' })
    pins.answer()
    pins.change({ hidden: false, offline: false })
    attempt.restart()
    attempt.stop()
    await pins.pass(3_600_000)
    expect(states).toHaveLength(told)
    // The making of a pin that was about to begin may still be under way.
    expect(pins.asked.length).toBeLessThanOrEqual(Math.max(asked, 1))
    expect(attempt.getState()).toBe(state)
    expect(pins.clock.waiting).toBe(0)
  })

  test.each(['waiting', 'error', 'expired', 'approved'] as const)(
    'by a listener that hears of “%s” is final',
    async (at) => {
      const pins = attemptsAtEmulator()
      if (at === 'error') pins.answer(refuse(500))
      const { attempt, status } = pins.begin('link')
      attempt.subscribe(() => {
        if (attempt.getState().status === at) attempt.stop()
      })
      await pins.pass(1000)
      if (at === 'approved') pins.approve()
      await pins.leap(890_000)
      await pins.pass(100_000)
      expect(status()).toBe(at)
      const [first, ...more] = pins.at()
      const asked = { waiting: [undefined, undefined], error: [undefined, undefined], expired: [890, 900] }
      expect([first, more.at(-1)]).toEqual({ ...asked, approved: [890, undefined] }[at])
      expect(pins.at('user')).toEqual([])
      expect(pins.clock.waiting).toBe(0)
    },
  )

  test('one’s listening is heard', async () => {
    const pins = attemptsAtEmulator()
    const { attempt } = pins.begin('link')
    const told: string[] = []
    attempt.subscribe(() => told.push('kept'))
    attempt.subscribe(() => told.push('left'))()
    await pins.pass(1000)
    expect(told).toEqual(['kept'])
  })
})

test('an app’s own failure is an error of its own, and no plex.tv is asked', async () => {
  const pins = attemptsAtEmulator()
  const plex = { ...pins.plex, clientIdentifier: () => Promise.reject(new Error('no disk')) }
  const attempt = createPinAttempt(plex, 'link')
  await pins.pass(1000)
  expect(attempt.getState()).toMatchObject({ status: 'error', error: { code: 'misuse' } })
  expect(pins.asked).toEqual([])
})

describe('waitForPin', () => {
  test('gives the grant', async () => {
    const pins = attemptsAtEmulator()
    const pin = await createPin(pins.plex, 'link')
    const grant = waitForPin(pins.plex, pin)
    await pins.pass(EVERY_MS)
    pins.approve()
    await pins.pass(EVERY_MS)
    expect(await grant).toMatchObject({ token: pins.plexTv.tokenFor('plain', 'tests') })
    expect(pins.at()).toEqual(instants(0, EVERY_MS, EVERY_MS))
    expect(pins.clock.waiting).toBe(0)
  })

  /** What becomes of a promise, known at once. */
  function followed(promise: Promise<unknown>) {
    const outcome: { error?: unknown } = {}
    promise.then(
      () => expect.unreachable(),
      (error: unknown) => Object.assign(outcome, { error }),
    )
    return outcome
  }

  test('rejects when the pin ends first', async () => {
    const pins = attemptsAtEmulator()
    const outcome = followed(waitForPin(pins.plex, await createPin(pins.plex, 'link')))
    await pins.pass(899_999)
    expect(outcome).toEqual({})
    await pins.pass(1)
    expect(outcome.error).toMatchObject({ code: 'pin-not-found' })
    expect(pins.clock.waiting).toBe(0)
  })

  test('rejects when the person cannot be asked for', async () => {
    const pins = attemptsAtEmulator()
    const outcome = followed(waitForPin(pins.plex, await createPin(pins.plex, 'link')))
    pins.approve()
    pins.answer((request) => (request.url.includes('/api/v2/user?') ? refuse(401)() : pins.plexTv.fetch(request)))
    await pins.pass(3000)
    expect(outcome.error).toMatchObject({ code: 'unauthorized' })
    expect(pins.clock.waiting).toBe(0)
  })

  test('rejects with the caller’s reason, at once, and leaves nothing on their signal', async () => {
    const pins = attemptsAtEmulator()
    const controller = new AbortController()
    const added = vi.spyOn(controller.signal, 'addEventListener')
    const removed = vi.spyOn(controller.signal, 'removeEventListener')
    const outcome = followed(waitForPin(pins.plex, await createPin(pins.plex, 'strong'), { signal: controller.signal }))
    await pins.pass(3000)
    controller.abort('changed my mind')
    await pins.clock.settled()
    expect(outcome.error).toBe('changed my mind')
    expect(removed).toHaveBeenCalledTimes(added.mock.calls.length)
    expect(pins.clock.waiting).toBe(0)
  })

  test('asks nothing for a caller who has left already', async () => {
    const pins = attemptsAtEmulator()
    const pin = await createPin(pins.plex, 'link')
    const outcome = followed(waitForPin(pins.plex, pin, { signal: AbortSignal.abort('too late') }))
    await pins.pass(5000)
    expect(outcome.error).toBe('too late')
    expect(pins.at()).toEqual([])
  })
})
