import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createPin, createPinAttempt, type StrongPin, waitForPin } from './index.ts'
import { createPinStage, instants, jsonAnswer, paceMs, sumOf } from './testing/createPinStage.ts'

// Chance spreads what goes wrong; these tests are about the rest. The tables of pollDelayMs have its share.
beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0))
afterEach(() => void vi.restoreAllMocks())

const EVERY_MS = paceMs()
const FIRST_MS = paceMs({ fresh: true })
const HIDDEN_MS = paceMs({ hidden: true })
/** From the first failure in a row to the one with this number, and on to the next try. */
const slowed = (failures: number) => Array.from({ length: failures }, (_, index) => paceMs({ failures: index + 1 }))

const refuse = (status: number, headers?: Record<string, string>) => () => new Response('', { status, headers })
const never = () => new Promise<Response>(() => {})
const requestFor = (id: number): [string, RequestInit] => [
  `https://clients.plex.tv/api/v2/pins/${id}`,
  { headers: { Accept: 'application/json', 'X-Plex-Client-Identifier': 'tests' } },
]
const offline = () => Promise.reject(new TypeError('Failed to fetch'))

describe('asking', () => {
  test('makes one pin and asks for it, and again after each answer, one request at a time', async () => {
    const stage = createPinStage({ roundTripMs: 700 })
    const { story } = stage.begin('link')
    const gaps = [700 + FIRST_MS, 700 + EVERY_MS, 700 + EVERY_MS]
    await stage.pass(sumOf(gaps))
    expect(stage.at('create')).toEqual([0])
    expect(stage.at()).toEqual(instants(...gaps))
    expect(stage.mostInFlight()).toBe(1)
    expect(story()).toEqual(['creating', 'ok'])
  })

  test('waits longer before the first question, less when woken, and longest when nobody looks', async () => {
    const stage = createPinStage()
    const { attempt } = stage.begin('link')
    await stage.pass(FIRST_MS - 1)
    expect(stage.at()).toEqual([])
    attempt.restart()
    await stage.pass(1500)
    attempt.pollNow()
    await stage.pass(EVERY_MS + EVERY_MS - 1)
    stage.around.hidden = true
    attempt.restart()
    await stage.pass(HIDDEN_MS)
    expect(stage.at('create')).toEqual(instants(0, FIRST_MS - 1, 1500 + EVERY_MS + EVERY_MS - 1))
    expect(stage.at()).toEqual(instants(FIRST_MS - 1 + 1500, EVERY_MS, EVERY_MS - 1 + HIDDEN_MS))
  })

  test('asks at once for a pin that was made before', async () => {
    const stage = createPinStage()
    const pin = await createPin(stage.plex, 'strong')
    const { attempt, states } = stage.begin('strong', { pin })
    expect(attempt.getState()).toEqual({ status: 'waiting', pin, connection: 'ok' })
    await stage.pass(EVERY_MS + EVERY_MS)
    expect(stage.at('create')).toEqual([0])
    expect(stage.at()).toEqual(instants(0, EVERY_MS, EVERY_MS))
    expect(states).toHaveLength(1)
  })

  test('asks more seldom while nobody looks', async () => {
    const stage = createPinStage()
    stage.begin('link')
    await stage.pass(FIRST_MS)
    stage.change({ hidden: true })
    const gaps = [EVERY_MS, HIDDEN_MS, HIDDEN_MS]
    await stage.pass(sumOf(gaps))
    expect(stage.at()).toEqual(instants(FIRST_MS, ...gaps))
  })

  test('slows down with each failure, says so, and never ends for it', async () => {
    const stage = createPinStage()
    const { story } = stage.begin('strong')
    await stage.pass(0)
    stage.answer(refuse(500))
    const gaps = [FIRST_MS, ...slowed(8)]
    await stage.pass(sumOf(gaps))
    expect(stage.at()).toEqual(instants(...gaps))
    expect(story()).toEqual(['creating', 'ok', 'unreachable'])
    stage.answer()
    gaps.push(paceMs({ failures: 9 }), EVERY_MS)
    await stage.pass(sumOf(gaps.slice(-2)))
    expect(stage.at()).toEqual(instants(...gaps))
    expect(story()).toEqual(['creating', 'ok', 'unreachable', 'ok'])
  })

  test('gives a request that hangs 5 s', async () => {
    const stage = createPinStage()
    const { story } = stage.begin('link')
    await stage.pass(0)
    stage.answer(never)
    const [second = 0, third = 0] = slowed(2)
    const gaps = [FIRST_MS, 5000 + second, 5000 + third]
    await stage.pass(sumOf(gaps))
    expect(stage.at()).toEqual(instants(...gaps))
    expect(stage.mostInFlight()).toBe(1)
    expect(story()).toEqual(['creating', 'ok', 'unreachable'])
  })

  test('waits as long as plex.tv says after too many requests, whatever wakes it', async () => {
    const stage = createPinStage()
    const { attempt, story } = stage.begin('link')
    await stage.pass(0)
    stage.answer(refuse(429, { 'Retry-After': '60' }))
    await stage.pass(FIRST_MS)
    stage.answer()
    attempt.pollNow()
    await stage.pass(10_000)
    stage.change({ hidden: true })
    stage.change({ hidden: false })
    await stage.pass(10_000)
    stage.change({ offline: true })
    await stage.pass(10_000)
    stage.change({ offline: false })
    await stage.pass(29_999)
    expect(stage.at()).toEqual(instants(FIRST_MS))
    await stage.pass(1 + EVERY_MS)
    expect(stage.at()).toEqual(instants(FIRST_MS, 60_000, EVERY_MS))
    expect(story()).toEqual(['creating', 'ok', 'rate-limited', 'offline', 'rate-limited', 'ok'])
  })

  test('is refused for an answer that is about another client, and asks on', async () => {
    const stage = createPinStage()
    const { story, pin } = stage.begin('link')
    await stage.pass(3000)
    const { id, code } = pin()
    const foreign = { id, code, clientIdentifier: 'another', expiresIn: 800, authToken: 'a-token' }
    stage.answer(() => jsonAnswer(foreign))
    await stage.pass(5000)
    stage.answer()
    stage.approve()
    await stage.pass(10_000)
    expect(story()).toEqual(['creating', 'ok', 'unreachable', 'approved'])
  })
})

describe('waking', () => {
  test('asks at once, but never within a second of the last time', async () => {
    const stage = createPinStage()
    const { attempt } = stage.begin('link')
    await stage.pass(FIRST_MS + 1500)
    attempt.pollNow()
    await stage.pass(200)
    attempt.pollNow()
    attempt.pollNow()
    await stage.pass(300)
    attempt.pollNow()
    await stage.pass(500 + EVERY_MS)
    expect(stage.at()).toEqual(instants(FIRST_MS, 1500, 1000, EVERY_MS))
  })

  test('is all one, however many say it at once', async () => {
    const stage = createPinStage()
    const { attempt } = stage.begin('link')
    await stage.pass(5200)
    for (let time = 0; time < 5; time++) attempt.pollNow()
    await stage.pass(1000)
    expect(stage.at()).toEqual([4, 5.2])
  })

  test('does nothing while nobody looks', async () => {
    const stage = createPinStage()
    const { attempt } = stage.begin('link')
    stage.around.hidden = true
    await stage.pass(5000)
    attempt.pollNow()
    await stage.pass(4000)
    expect(stage.at()).toEqual([])
    stage.change({ hidden: false })
    await stage.pass(1)
    expect(stage.at()).toEqual([9])
  })

  test('does not start a second request beside one', async () => {
    const stage = createPinStage({ roundTripMs: 2000 })
    const { attempt } = stage.begin('link')
    await stage.pass(7000)
    attempt.pollNow()
    await stage.pass(1000)
    expect(stage.at()).toEqual([6])
    expect(stage.mostInFlight()).toBe(1)
  })

  test('makes up for a request that died in the sleep it wakes from', async () => {
    const stage = createPinStage()
    const { attempt } = stage.begin('link')
    await stage.pass(3000)
    stage.answer(never)
    await stage.pass(1000)
    await stage.clock.sleep(60_000)
    stage.answer()
    attempt.pollNow()
    await stage.pass(100)
    expect(stage.at()).toEqual([4, 64])
  })

  test('while offline shows it, and asks when online', async () => {
    const stage = createPinStage()
    const { pin, story } = stage.begin('link')
    await stage.pass(5000)
    const before = pin()
    stage.change({ offline: true })
    expect(story()).toEqual(['creating', 'ok', 'offline'])
    await stage.pass(30_000)
    const tries = stage.at().length
    expect(tries).toBeLessThan(7)
    stage.change({ offline: false })
    await stage.pass(1)
    expect(stage.at().slice(tries)).toEqual([35])
    expect(pin()).toBe(before)
    expect(story()).toEqual(['creating', 'ok', 'offline', 'ok'])
  })

  test('asks as usual on a device that says it is offline and is not', async () => {
    const stage = createPinStage()
    const attempt = stage.begin('link', { environment: () => ({ hidden: false, offline: true }) })
    await stage.pass(3000)
    stage.approve()
    await stage.pass(2000)
    expect(attempt.outcome.grant?.user.username).toBe(stage.plexTv.person('plain').username)
  })
})

describe('the end of a pin', () => {
  test('comes although a cache on the way gives the same old answer again and again', async () => {
    const stage = createPinStage()
    const { pin, status } = stage.begin('link')
    await stage.pass(4500)
    const copy = await (await stage.plexTv.fetch(...requestFor(pin().id))).text()
    stage.answer(() => new Response(copy))
    for (let minute = 0; minute < 14; minute++) await stage.leap(60_000)
    expect(status()).toBe('waiting')
    await stage.leap(120_000)
    expect(status()).toBe('expired')
  })

  test('is asked about once more, so that an approval in its last moment counts', async () => {
    const stage = createPinStage()
    const { pin, status } = stage.begin('link')
    await stage.leap(870_000)
    // From here on only the last one falls before the end.
    stage.answer(refuse(429, { 'Retry-After': '900' }))
    await stage.pass(10_000)
    const { id, code } = pin()
    const approved = { id, code, clientIdentifier: 'tests', expiresIn: 0, authToken: 'a-token' }
    stage.answer((request) => (request.url.endsWith('/user') ? never() : jsonAnswer(approved)))
    await stage.pass(19_999)
    expect(status()).toBe('waiting')
    await stage.pass(1)
    expect(status()).toBe('approved')
    expect(stage.at().at(-1)).toBe(900)
  })

  test('is expired, in silence', async () => {
    const stage = createPinStage()
    const { story } = stage.begin('link')
    await stage.leap(901_000)
    expect(story()).toEqual(['creating', 'ok', 'expired'])
    expect(stage.at().at(-1)).toBe(900)
    const count = stage.asked.length
    await stage.pass(3_600_000)
    expect(stage.asked).toHaveLength(count)
    expect(stage.clock.waiting).toBe(0)
  })

  test('comes when plex.tv says so, at once', async () => {
    const stage = createPinStage()
    const { story } = stage.begin('strong')
    await stage.pass(3000)
    stage.answer(refuse(404))
    await stage.pass(1000)
    expect(story()).toEqual(['creating', 'ok', 'expired'])
    expect(stage.clock.waiting).toBe(0)
  })

  test('comes by its own clock while plex.tv is out of reach', async () => {
    const stage = createPinStage()
    const { story } = stage.begin('link')
    await stage.pass(3000)
    stage.answer(offline)
    await stage.leap(896_999)
    expect(story()).toEqual(['creating', 'ok', 'unreachable'])
    await stage.pass(1)
    expect(story()).toEqual(['creating', 'ok', 'unreachable', 'expired'])
  })

  test('is not asked about within a second of the last time', async () => {
    const stage = createPinStage()
    const { attempt, story } = stage.begin('link')
    await stage.leap(899_700)
    attempt.pollNow()
    await stage.pass(10_000)
    expect(stage.at().slice(-2)).toEqual([899.7, 900.7])
    expect(story().at(-1)).toBe('expired')
  })

  test('is where plex.tv puts it, should the pin’s own clock have been wrong', async () => {
    const stage = createPinStage()
    const made = await createPin(stage.plex, 'strong')
    // What a redirect leaves of a pin when the system's clock was set forward meanwhile.
    const pin: StrongPin = { ...made, expires: { totalMs: 0, leftMs: () => 0 } }
    const { story, pin: current } = stage.begin('strong', { pin })
    await stage.pass(10_000)
    expect(story()).toEqual(['ok', 'ok'])
    expect(current().expires.leftMs()).toBe(1_790_000)
    stage.approve()
    await stage.pass(EVERY_MS)
    expect(story()).toEqual(['ok', 'ok', 'approved'])
  })

  test.each([3_600_000, -3_600_000])('does not move when the system’s clock does, by %i ms', async (ms) => {
    const stage = createPinStage()
    const { pin, status } = stage.begin('link')
    await stage.pass(0)
    const before = pin()
    stage.setSystemClock(ms)
    const gaps = [FIRST_MS, EVERY_MS, EVERY_MS]
    await stage.pass(sumOf(gaps))
    expect(stage.at()).toEqual(instants(...gaps))
    expect(pin()).toBe(before)
    expect(pin().expires.leftMs()).toBe(900_000 - sumOf(gaps))
    await stage.leap(900_000 - sumOf(gaps) - 1)
    expect(status()).toBe('waiting')
    await stage.pass(1)
    expect(status()).toBe('expired')
  })

  test('may come in a sleep: one request at once on waking says so', async () => {
    const stage = createPinStage()
    const { attempt, status } = stage.begin('link')
    await stage.pass(5000)
    await stage.clock.sleep(1_200_000)
    attempt.pollNow()
    await stage.pass(100)
    expect(stage.at()).toEqual([4, 1205])
    expect(status()).toBe('expired')
  })

  test('is not come after a sleep in which the pin was approved, and which it outlived', async () => {
    const stage = createPinStage()
    const { attempt, outcome } = stage.begin('strong')
    await stage.pass(5000)
    stage.approve()
    await stage.clock.sleep(1_200_000)
    attempt.pollNow()
    await stage.pass(100)
    expect(stage.at()).toEqual([4, 1205])
    expect(outcome.grant?.token).toBe(stage.plexTv.tokenFor('plain', 'tests'))
  })
})

describe('renewing', () => {
  test('makes a new pin when one ends, as often as it was told', async () => {
    const stage = createPinStage()
    const { story } = stage.begin('link', { renewals: 32 })
    for (let pin = 0; pin < 40; pin++) await stage.leap(901_000)
    expect(stage.at('create')).toHaveLength(33)
    expect(stage.plexTv.pins().filter(({ status }) => status === 'expired')).toHaveLength(33)
    expect(story().slice(0, 5)).toEqual(['creating', 'ok', 'creating', 'ok', 'creating'])
    expect(story().at(-1)).toBe('expired')
    expect(stage.clock.waiting).toBe(0)
  })

  test('waits until somebody looks', async () => {
    const stage = createPinStage()
    const { story } = stage.begin('link', { renewals: 32 })
    await stage.pass(1000)
    stage.change({ hidden: true })
    await stage.pass(3_600_000)
    expect(story()).toEqual(['creating', 'ok', 'expired'])
    stage.change({ hidden: false })
    await stage.pass(1)
    expect(story()).toEqual(['creating', 'ok', 'expired', 'creating', 'ok'])
    expect(stage.at('create')).toEqual([0, 3601])
  })

  test('is not done where it was not asked for, whoever looks', async () => {
    const stage = createPinStage()
    const { attempt, story } = stage.begin('link')
    await stage.leap(1_000_000)
    attempt.pollNow()
    await stage.pass(1000)
    expect(story()).toEqual(['creating', 'ok', 'expired'])
  })

  test('is not done more often for being woken', async () => {
    const stage = createPinStage()
    const { attempt, states } = stage.begin('link', { renewals: 1 })
    for (let pin = 0; pin < 3; pin++) await stage.leap(901_000)
    const count = states.length
    attempt.pollNow()
    await stage.pass(1000)
    expect(stage.at('create')).toHaveLength(2)
    expect(states).toHaveLength(count)
  })

  test('backs off when it fails, and goes on', async () => {
    const stage = createPinStage()
    const { story } = stage.begin('link', { renewals: 2 })
    await stage.leap(899_000)
    stage.answer((request) => (request.method === 'POST' ? refuse(503)() : stage.plexTv.fetch(request)))
    await stage.pass(1000 + sumOf(slowed(5)))
    expect(stage.at('create')).toEqual(instants(0, 900_000, ...slowed(5)))
    stage.answer()
    await stage.pass(paceMs({ failures: 6 }))
    expect(story().slice(-3)).toEqual(['server', 'creating', 'ok'])
    // Those that failed don't count.
    for (let pin = 0; pin < 3; pin++) await stage.leap(901_000)
    expect(stage.plexTv.pins()).toHaveLength(3)
  })

  test('makes no pin for nobody when a failed one is tried again', async () => {
    const stage = createPinStage()
    const { story } = stage.begin('link', { renewals: 2 })
    await stage.leap(899_000)
    stage.answer(refuse(503))
    await stage.pass(2000)
    stage.change({ hidden: true })
    await stage.pass(600_000)
    expect(stage.at('create')).toEqual([0, 900])
    expect(story().slice(-2)).toEqual(['server', 'expired'])
    stage.answer()
    stage.change({ hidden: false })
    await stage.pass(1)
    expect(story().slice(-2)).toEqual(['creating', 'ok'])
  })

  test('waits as long as plex.tv says', async () => {
    const stage = createPinStage()
    stage.begin('link', { renewals: 2 })
    await stage.leap(899_000)
    stage.answer((request) =>
      request.method === 'POST' ? refuse(429, { 'Retry-After': '120' })() : stage.plexTv.fetch(request),
    )
    await stage.pass(130_000)
    expect(stage.at('create')).toEqual([0, 900, 1020])
  })

  test('happens at once when a connection is back', async () => {
    const stage = createPinStage()
    stage.around.offline = true
    const { story } = stage.begin('link', { renewals: 2 })
    await stage.pass(60_000)
    // A first pin is asked for by somebody, who reads why there is none.
    expect(story()).toEqual(['creating', 'network'])
    stage.change({ offline: false })
    await stage.pass(1)
    expect(story()).toEqual(['creating', 'network', 'creating', 'ok'])
  })

  test.each([429, 500, 403])('a first pin that meets %i is not made again by itself', async (status) => {
    const stage = createPinStage()
    stage.answer(refuse(status))
    const { attempt, states } = stage.begin('link', { renewals: 32 })
    await stage.pass(1000)
    attempt.pollNow()
    await stage.pass(3_600_000)
    expect(states.at(-1)).toMatchObject({ status: 'error', error: { status } })
    expect(stage.asked).toHaveLength(1)
    expect(stage.clock.waiting).toBe(0)
  })
})

describe('a pin that plex.tv forgets long before its end', () => {
  const forgets = (stage: ReturnType<typeof createPinStage>) =>
    stage.answer((request) => (request.method === 'GET' ? refuse(404)() : stage.plexTv.fetch(request)))

  test('is shown for ten seconds at least, which says so, and each that follows for longer', async () => {
    const stage = createPinStage()
    forgets(stage)
    const { story } = stage.begin('link', { renewals: 32 })
    await stage.pass(60_000)
    expect(story().slice(0, 5)).toEqual(['creating', 'ok', 'forgotten', 'creating', 'ok'])
    expect(stage.at('create')).toEqual([0, 10, 30])
    await stage.leap(3_600_000)
    // In the end one is made every five minutes.
    expect(stage.at('create').length).toBeLessThan(20)
  })

  test('is not asked for any more, whatever wakes it', async () => {
    const stage = createPinStage()
    forgets(stage)
    const { attempt } = stage.begin('link', { renewals: 32 })
    await stage.pass(5000)
    attempt.pollNow()
    await stage.pass(4000)
    expect(stage.at()).toEqual([4])
  })

  test('is renewed at the usual pace again once one has lived', async () => {
    const stage = createPinStage()
    forgets(stage)
    stage.begin('link', { renewals: 32 })
    await stage.pass(11_000)
    stage.answer()
    await stage.pass(10_000)
    forgets(stage)
    await stage.pass(EVERY_MS)
    // At once, by the look that finds it gone.
    expect(stage.at('create')).toEqual([0, 10, stage.at().at(-1)])
  })

  test('has expired where no other is made', async () => {
    const stage = createPinStage()
    forgets(stage)
    const { story } = stage.begin('strong')
    await stage.pass(5000)
    expect(story()).toEqual(['creating', 'ok', 'expired'])
  })
})

describe('approval', () => {
  test('gives the token and the person, once, and ends the asking', async () => {
    const stage = createPinStage({ roundTripMs: 100 })
    const { attempt, outcome, story, status } = stage.begin('strong')
    await stage.pass(100 + FIRST_MS + 100)
    stage.approve()
    await stage.pass(EVERY_MS + 99)
    expect(status()).toBe('waiting')
    // The answer a millisecond later, and the person's a round trip after it.
    await stage.pass(101)
    expect(outcome.grant).toEqual({
      token: stage.plexTv.tokenFor('plain', 'tests'),
      user: expect.objectContaining({ username: stage.plexTv.person('plain').username }),
    })
    expect(story()).toEqual(['creating', 'ok', 'approved'])
    const count = stage.asked.length
    attempt.pollNow()
    attempt.restart()
    await stage.pass(3_600_000)
    expect(stage.asked).toHaveLength(count)
    expect(stage.clock.waiting).toBe(0)
    attempt.stop()
    expect(await attempt.grant).toBe(outcome.grant)
  })

  test.each([
    ['plex.tv fails', refuse(503)],
    ['the network is gone', offline],
    ['a captive portal answers', () => new Response('<html>Sign in to this Wi-Fi</html>')],
    ['a proxy refuses', refuse(403)],
  ])('is not lost while %s, for long if need be, and says so', async (_, instead) => {
    const stage = createPinStage()
    const { outcome, story } = stage.begin('link')
    await stage.pass(3000)
    stage.approve()
    stage.answer((request) => (request.url.endsWith('/user') ? instead() : stage.plexTv.fetch(request)))
    await stage.pass(1_200_000)
    expect(story()).toEqual(['creating', 'ok', 'approved', 'approved, unreachable'])
    // Half a minute apart at the end, with a quarter of chance.
    const asked = stage.at('user')
    expect((asked.at(-1) ?? 0) - (asked.at(-4) ?? 0)).toBeGreaterThan(29)
    stage.answer()
    await stage.pass(40_000)
    expect(outcome.grant?.user.username).toBe(stage.plexTv.person('plain').username)
    // The pin itself is spent: it is not asked for any more, and no other is made.
    expect([stage.at('poll'), stage.at('create')]).toEqual([[4], [0]])
    expect(stage.clock.waiting).toBe(0)
  })

  test('is hurried by a wake while it is being tried again, as the person is back', async () => {
    const stage = createPinStage()
    const { attempt, outcome } = stage.begin('link')
    await stage.pass(3000)
    stage.approve()
    stage.answer((request) => (request.url.endsWith('/user') ? offline() : stage.plexTv.fetch(request)))
    await stage.leap(600_000)
    stage.answer()
    attempt.pollNow()
    await stage.pass(1000)
    expect(outcome.grant).toBeDefined()
  })

  test('that is held up makes way for a new pin when somebody asks for one', async () => {
    const stage = createPinStage()
    const { attempt, story, outcome } = stage.begin('link')
    await stage.pass(3000)
    stage.approve()
    stage.answer((request) => (request.url.endsWith('/user') ? refuse(503)() : stage.plexTv.fetch(request)))
    await stage.leap(60_000)
    stage.answer()
    attempt.restart()
    await stage.pass(1000)
    expect(story().slice(-2)).toEqual(['creating', 'ok'])
    stage.approve()
    await stage.pass(4000)
    expect(outcome.grant?.user.username).toBe(stage.plexTv.person('plain').username)
  })

  test('with a token that plex.tv then refuses is an error at once', async () => {
    const stage = createPinStage()
    const { story } = stage.begin('link')
    await stage.pass(1000)
    stage.approve()
    stage.answer((request) => (request.url.endsWith('/user') ? refuse(401)() : stage.plexTv.fetch(request)))
    await stage.pass(60_000)
    expect(story()).toEqual(['creating', 'ok', 'approved', 'unauthorized'])
    expect(stage.at('user')).toHaveLength(1)
  })

  test('puts its token into no state', async () => {
    const stage = createPinStage()
    const { states } = stage.begin('link')
    await stage.pass(3000)
    stage.approve()
    await stage.pass(2000)
    expect(states.at(-1)).toEqual({ status: 'approved', connection: 'ok' })
    expect(JSON.stringify(states)).not.toContain(stage.plexTv.tokenFor('plain', 'tests'))
  })
})

describe('beginning anew', () => {
  test('drops what still comes for the pin before', async () => {
    const stage = createPinStage()
    const { attempt, outcome, pin, story } = stage.begin('link')
    await stage.pass(3000)
    const { id, code } = pin()
    const held: ((response: Response) => void)[] = []
    stage.answer(() => new Promise((resolve) => held.push(resolve)))
    await stage.pass(1000)
    expect(held).toHaveLength(1)
    stage.answer()
    attempt.restart()
    await stage.pass(1000)
    held[0]?.(jsonAnswer({ id, code, clientIdentifier: 'tests', expiresIn: 890, authToken: 'a-token' }))
    await stage.pass(1)
    expect(story()).toEqual(['creating', 'ok', 'creating', 'ok'])
    expect(pin().code).not.toBe(code)
    expect(outcome).toEqual({})
  })

  test('drops a pin that is still being made', async () => {
    const stage = createPinStage({ roundTripMs: 2000 })
    const { attempt, states, pin } = stage.begin('link')
    await stage.pass(1500)
    attempt.restart()
    await stage.pass(10_000)
    expect(stage.at('create')).toEqual([0, 1.5])
    expect(pin().code).toBe(stage.plexTv.pins()[1]?.code)
    expect(states.filter(({ status }) => status === 'waiting')).toHaveLength(1)
  })

  test('works after an error, and after the end', async () => {
    const stage = createPinStage()
    stage.answer(refuse(500))
    const { attempt, status, story } = stage.begin('link')
    await stage.pass(1000)
    stage.answer()
    attempt.restart()
    await stage.leap(901_000)
    expect(status()).toBe('expired')
    attempt.restart()
    await stage.pass(1)
    expect(story()).toEqual(['creating', 'server', 'creating', 'ok', 'expired', 'creating', 'ok'])
  })

  test('by a listener, in the middle of being told, leaves one pin', async () => {
    const stage = createPinStage()
    const { attempt, pin } = stage.begin('link')
    const stop = attempt.subscribe(() => {
      if (attempt.getState().status !== 'waiting') return
      stop()
      attempt.restart()
    })
    await stage.pass(FIRST_MS + EVERY_MS)
    expect(stage.at('create')).toEqual([0, 0])
    expect(stage.at()).toEqual(instants(FIRST_MS, EVERY_MS))
    expect(pin().code).toBe(stage.code())
  })
})

describe('stopping', () => {
  const ways: [string, (stage: ReturnType<typeof createPinStage>) => Promise<void>][] = [
    ['while a pin is made', async () => {}],
    ['between two requests', (stage) => stage.pass(5000)],
    [
      'during a request',
      async (stage) => {
        await stage.pass(1000)
        stage.answer(never)
        await stage.pass(3000)
        expect(stage.mostInFlight()).toBe(1)
        expect(stage.at()).toHaveLength(1)
      },
    ],
    [
      'after a failure',
      async (stage) => {
        await stage.pass(1000)
        stage.answer(refuse(503))
        await stage.pass(4000)
        expect(stage.at()).toHaveLength(1)
      },
    ],
    [
      'while the person is asked for',
      async (stage) => {
        await stage.pass(1000)
        stage.approve()
        stage.answer((request) => (request.url.endsWith('/user') ? refuse(503)() : stage.plexTv.fetch(request)))
        await stage.pass(4000)
        expect(stage.at('user').length).toBeGreaterThan(0)
      },
    ],
    [
      'while a renewal backs off',
      async (stage) => {
        await stage.leap(899_000)
        stage.answer(refuse(503))
        await stage.pass(2000)
      },
    ],
    [
      'when it is over',
      async (stage) => {
        stage.around.hidden = true
        await stage.pass(1_000_000)
      },
    ],
  ]
  test.each(ways)('%s leaves nothing, and nothing happens afterwards', async (_when, until) => {
    const stage = createPinStage()
    const { attempt, states, outcome } = stage.begin('link', { renewals: 2 })
    await until(stage)
    attempt.stop()
    const [told, asked, state] = [states.length, stage.asked.length, attempt.getState()]
    await stage.clock.settled()
    expect(stage.clock.waiting).toBe(0)
    expect(outcome.reason).toMatchObject({ name: 'AbortError' })
    stage.answer()
    stage.change({ hidden: false, offline: false })
    attempt.restart()
    attempt.stop()
    await stage.pass(3_600_000)
    expect(states).toHaveLength(told)
    // The making of a pin that was about to begin may still be under way.
    expect(stage.asked.length).toBeLessThanOrEqual(Math.max(asked, 1))
    expect(attempt.getState()).toBe(state)
    expect(stage.clock.waiting).toBe(0)
  })

  test.each(['waiting', 'error', 'expired', 'approved'] as const)(
    'by a listener that hears of “%s” is final',
    async (at) => {
      const stage = createPinStage()
      if (at === 'error') stage.answer(refuse(500))
      const { attempt, status } = stage.begin('link')
      attempt.subscribe(() => {
        if (attempt.getState().status === at) attempt.stop()
      })
      await stage.pass(1000)
      if (at === 'approved') stage.approve()
      await stage.leap(890_000)
      await stage.pass(100_000)
      expect(status()).toBe(at)
      const [first, ...more] = stage.at()
      const asked = { waiting: [undefined, undefined], error: [undefined, undefined], expired: [890, 900] }
      expect([first, more.at(-1)]).toEqual({ ...asked, approved: [890, undefined] }[at])
      expect(stage.at('user')).toEqual([])
      expect(stage.clock.waiting).toBe(0)
    },
  )

  test('one’s listening is heard', async () => {
    const stage = createPinStage()
    const { attempt } = stage.begin('link')
    const told: string[] = []
    attempt.subscribe(() => told.push('kept'))
    attempt.subscribe(() => told.push('left'))()
    await stage.pass(1000)
    expect(told).toEqual(['kept'])
  })
})

test('an app’s own failure is an error of its own, and no plex.tv is asked', async () => {
  const stage = createPinStage()
  const plex = { ...stage.plex, clientIdentifier: () => Promise.reject(new Error('no disk')) }
  const attempt = createPinAttempt(plex, 'link')
  await stage.pass(1000)
  expect(attempt.getState()).toMatchObject({ status: 'error', error: { code: 'misuse' } })
  expect(stage.asked).toEqual([])
})

describe('waitForPin', () => {
  test('gives the grant', async () => {
    const stage = createPinStage()
    const pin = await createPin(stage.plex, 'link')
    const grant = waitForPin(stage.plex, pin)
    await stage.pass(EVERY_MS)
    stage.approve()
    await stage.pass(EVERY_MS)
    expect(await grant).toMatchObject({ token: stage.plexTv.tokenFor('plain', 'tests') })
    expect(stage.at()).toEqual(instants(0, EVERY_MS, EVERY_MS))
    expect(stage.clock.waiting).toBe(0)
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
    const stage = createPinStage()
    const outcome = followed(waitForPin(stage.plex, await createPin(stage.plex, 'link')))
    await stage.pass(899_999)
    expect(outcome).toEqual({})
    await stage.pass(1)
    expect(outcome.error).toMatchObject({ code: 'pin-not-found' })
    expect(stage.clock.waiting).toBe(0)
  })

  test('rejects when the person cannot be asked for', async () => {
    const stage = createPinStage()
    const outcome = followed(waitForPin(stage.plex, await createPin(stage.plex, 'link')))
    stage.approve()
    stage.answer((request) => (request.url.endsWith('/user') ? refuse(401)() : stage.plexTv.fetch(request)))
    await stage.pass(3000)
    expect(outcome.error).toMatchObject({ code: 'unauthorized' })
    expect(stage.clock.waiting).toBe(0)
  })

  test('rejects with the caller’s reason, at once, and leaves nothing on their signal', async () => {
    const stage = createPinStage()
    const controller = new AbortController()
    const added = vi.spyOn(controller.signal, 'addEventListener')
    const removed = vi.spyOn(controller.signal, 'removeEventListener')
    const outcome = followed(
      waitForPin(stage.plex, await createPin(stage.plex, 'strong'), { signal: controller.signal }),
    )
    await stage.pass(3000)
    controller.abort('changed my mind')
    await stage.clock.settled()
    expect(outcome.error).toBe('changed my mind')
    expect(removed).toHaveBeenCalledTimes(added.mock.calls.length)
    expect(stage.clock.waiting).toBe(0)
  })

  test('asks nothing for a caller who has left already', async () => {
    const stage = createPinStage()
    const pin = await createPin(stage.plex, 'link')
    const outcome = followed(waitForPin(stage.plex, pin, { signal: AbortSignal.abort('too late') }))
    await stage.pass(5000)
    expect(outcome.error).toBe('too late')
    expect(stage.at()).toEqual([])
  })
})
