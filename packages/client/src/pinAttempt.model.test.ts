// A page is hidden, loses its connection, sleeps and wakes whenever it likes, and plex.tv answers what it likes, or
// nothing. fast-check makes up fifty such commands at a time: FOYER_RUNS multiplies the runs, FOYER_SEED replays some.
import { readFileSync } from 'node:fs'
import { createTestClock } from '@foyer/emulator'
import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { createDeadline, createPinAttempt, createPlexClient, type PinAttempt, type PlexGrant } from './index.ts'
import { createPinModel, type Kind, type Outcome } from './testing/createPinModel.ts'

const numRuns = 1000 * Number(process.env.FOYER_RUNS ?? 1)
const seed = Number(process.env.FOYER_SEED ?? 20_251_122)
const TOKEN = 'token-of-this-run'
const LIFE_S = 900
const HOUR_MS = 3_600_000
const passes = [0, 1, 300, 1000, 2000, 2000, 2000, 5000, 40_000]

afterEach(() => void vi.restoreAllMocks())

const pinAnswers = ['waiting', 'shorter', 'longer', 'nothing left', 'token', 'missing', 'gone', 'code 1020'] as const
const strangers = ['another pin', 'another code', 'another client'] as const
const failures = [
  'garbage',
  'down',
  'portal',
  'slow down',
  'slow down for long',
  'no connection',
  'forbidden',
  'unauthorized',
] as const
const answer = fc.oneof(
  { weight: 8, arbitrary: fc.constant('good' as const) },
  { weight: 2, arbitrary: fc.constant('token' as const) },
  { weight: 3, arbitrary: fc.constantFrom(...pinAnswers) },
  { weight: 1, arbitrary: fc.constantFrom(...strangers) },
  { weight: 3, arbitrary: fc.constantFrom(...failures) },
)
type Answer = 'good' | (typeof pinAnswers)[number] | (typeof strangers)[number] | (typeof failures)[number]

const of = <T extends string>(type: T) => fc.constant({ type })
const command = fc.oneof(
  // The first is what a failing run shrinks to.
  { withCrossShrink: true },
  { weight: 1, arbitrary: of('nothing') },
  {
    weight: 40,
    arbitrary: fc.record({ type: fc.constant('answer' as const), answer, late: fc.constantFrom(0, 0, 0, 1, 2) }),
  },
  { weight: 40, arbitrary: fc.record({ type: fc.constant('pass' as const), ms: fc.constantFrom(...passes) }) },
  // As it goes most of the time.
  {
    weight: 60,
    arbitrary: fc.record({ type: fc.constant('exchange' as const), answer, ms: fc.constantFrom(2000, 4000, 10_000) }),
  },
  { weight: 3, arbitrary: of('hide') },
  { weight: 10, arbitrary: of('show') },
  { weight: 3, arbitrary: of('offline') },
  { weight: 16, arbitrary: of('online') },
  { weight: 5, arbitrary: of('pollNow') },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('set clock' as const), ms: fc.constantFrom(-HOUR_MS, HOUR_MS) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('sleep' as const),
      ms: fc.constantFrom(20_000, 600_000, 1_200_000),
      wakesFirst: fc.boolean(),
    }),
  },
  { weight: 15, arbitrary: of('restart') },
  { weight: 1, arbitrary: of('stop') },
  {
    weight: 15,
    arbitrary: fc.record({ type: fc.constant('begin' as const), given: fc.boolean(), renewals: fc.nat(2) }),
  },
)

interface Sent {
  kind: Kind
  id: number
  /** As the model knows it. */
  ticket: unknown
  resolve(response: Response): void
  reject(error: unknown): void
}

const asked = { create: 0, poll: 0, user: 0 }
/** Each change of the status that was seen, as the picture in CONTRIBUTING.md writes it. */
const changesSeen = new Set<string>()

test('whatever happens to a page, and whatever plex.tv answers', { timeout: 100 * numRuns }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(command, { minLength: 50, maxLength: 50 }),
      fc.constantFrom(0, 0.5, 1),
      async (commands, chance) => {
        vi.spyOn(Math, 'random').mockReturnValue(chance)
        const clock = createTestClock({ turns: 2 })
        let aheadMs = 0
        const around = { hidden: false, offline: false }
        const waiting: Sent[] = []
        let pins = 0
        const told = { untilMs: Number.NEGATIVE_INFINITY }
        const current = {} as {
          model: ReturnType<typeof createPinModel>
          attempt: PinAttempt<'link'>
          outcome: { grant?: PlexGrant; reason?: unknown }
        }
        let changes = 0

        const plex = createPlexClient({
          product: 'Reelroom',
          clientIdentifier: 'tests',
          clock: { ...clock, now: () => clock.now() + aheadMs },
          fetch(input, init) {
            const { pathname } = new URL(String(input))
            const kind = init?.method === 'POST' ? 'create' : pathname.endsWith('/user') ? 'user' : 'poll'
            const id = Number(pathname.split('/').at(-1))
            asked[kind]++
            const { model } = current
            const ticket = model.sent(kind, id)
            if (around.offline) {
              model.answered({ type: 'failure', code: 'network' })
              return Promise.reject(new TypeError('Failed to fetch'))
            }
            return new Promise((resolve, reject) => {
              const entry = { kind, id, ticket, resolve, reject } as const
              waiting.push(entry)
              init?.signal?.addEventListener('abort', () => {
                // It was still wanted: so its time is up.
                if (model.live === ticket) model.answered({ type: 'failure', code: 'timeout' })
              })
            })
          },
        })
        function begin(renewals: number, given: boolean) {
          const pin = given ? { id: ++pins, leftMs: LIFE_S * 1000 } : undefined
          const model = createPinModel(clock.elapsed, chance, around, renewals, told, pin)
          const outcome: { grant?: PlexGrant; reason?: unknown } = {}
          // What the attempt asks for at once is asked of this model.
          Object.assign(current, { model })
          const attempt = createPinAttempt(plex, 'link', {
            renewals,
            environment: () => around,
            ...(pin && {
              pin: {
                kind: 'link',
                id: pin.id,
                code: codeOf(pin.id),
                url: '',
                urlWithCode: '',
                expires: createDeadline(clock, pin.leftMs),
              },
            }),
          })
          attempt.grant.then(
            (grant) => Object.assign(outcome, { grant }),
            (reason: unknown) => Object.assign(outcome, { reason }),
          )
          let status = attempt.getState().status
          attempt.subscribe(() => {
            changes++
            const next = attempt.getState().status
            if (next !== status) changesSeen.add(`${status} --> ${next}`)
            status = next
          })
          Object.assign(current, { attempt, outcome })
        }
        function stop() {
          current.model.stopped()
          current.attempt.stop()
        }
        function reply(sent: Sent, answer: Answer) {
          const { model } = current
          const live = model.live === sent.ticket
          waiting.splice(waiting.indexOf(sent), 1)
          const { response, result } = answerOf(sent, answer, live ? model.leftMs() : 0, () => ++pins)
          if (live) model.answered(result)
          if (response) sent.resolve(response)
          else sent.reject(new TypeError('Failed to fetch'))
        }
        function change(some: Partial<typeof around>) {
          Object.assign(around, some)
          current.model.woke()
          current.attempt.pollNow()
        }

        begin(2, false)
        for (const command of commands) {
          await clock.settled()
          const before = { changes, state: current.attempt.getState(), alive: current.model.alive }
          switch (command.type) {
            case 'answer': {
              const sent = waiting[Math.max(0, waiting.length - 1 - command.late)]
              if (sent) reply(sent, command.answer)
              break
            }
            case 'exchange': {
              await clock.pass(command.ms)
              const sent = waiting.at(-1)
              if (sent) reply(sent, command.answer)
              break
            }
            case 'pass':
              await clock.pass(command.ms)
              break
            case 'hide':
            case 'show':
              change({ hidden: command.type === 'hide' })
              break
            case 'offline':
            case 'online':
              change({ offline: command.type === 'offline' })
              break
            case 'pollNow':
              change({})
              break
            case 'set clock':
              aheadMs += command.ms
              break
            case 'sleep':
              await clock.sleep(command.ms)
              if (command.wakesFirst) change({})
              await clock.pass(0)
              change({})
              break
            case 'restart':
              current.model.restarted()
              current.attempt.restart()
              break
            case 'stop':
              stop()
              break
            case 'begin':
              stop()
              begin(command.renewals, command.given)
          }
          await clock.pass(0)
          current.model.passed()

          expect(current.model.complaints).toEqual([])
          const state = current.attempt.getState()
          if (!current.model.alive) {
            // Silence: not a word, not a timer.
            expect(clock.waiting).toBe(0)
            if (!before.alive) expect([changes, state]).toEqual([before.changes, before.state])
          } else {
            expect({
              status: state.status,
              ...(state.status === 'waiting' && { pin: state.pin.id, connection: state.connection }),
              ...(state.status === 'approved' && { connection: state.connection }),
              ...(state.status === 'error' && { error: state.error.code }),
            }).toEqual(current.model.state())
          }
          expect(current.outcome.grant?.token).toBe(current.model.granted ? TOKEN : undefined)
          expect(JSON.stringify(state)).not.toContain(TOKEN)
        }

        stop()
        await clock.settled()
        for (const sent of [...waiting]) reply(sent, 'token')
        await clock.pass(HOUR_MS)
        expect(clock.waiting).toBe(0)
        expect(current.model.complaints).toEqual([])
        if (!current.model.granted) expect(current.outcome.reason).toMatchObject({ name: 'AbortError' })
      },
    ),
    { numRuns, seed },
  )
  // Enough of each was played to mean something.
  expect(asked.poll).toBeGreaterThan(6 * numRuns)
  expect(asked.user).toBeGreaterThan(numRuns / 2)
  expect([...changesSeen].sort()).toEqual(readPicture().sort())
})

/** The changes of the status that CONTRIBUTING.md draws. */
function readPicture(): string[] {
  const text = readFileSync(new URL('../../../CONTRIBUTING.md', import.meta.url), 'utf8')
  const picture = text.split('### A pin')[1]?.split('```')[1] ?? ''
  return picture.match(/^ {2}[a-z]+ --> [a-z]+/gm)?.map((change) => change.trim()) ?? []
}

const codeOf = (id: number) => `C${String(id).padStart(5, '0')}`

/** plex.tv's answer, and what it comes to. */
function answerOf({ kind, id }: Sent, answer: Answer, leftMs: number, nextId: () => number) {
  const failure = (status: number, code: string, retryAfter?: number): { response: Response; result: Outcome } => ({
    response: new Response('', { status, headers: retryAfter ? { 'Retry-After': String(retryAfter) } : {} }),
    result: { type: 'failure', code, ...(retryAfter && { retryAfterMs: retryAfter * 1000 }) },
  })
  const json = (body: unknown, result: Outcome, status = 200) => ({
    response: new Response(JSON.stringify(body), { status }),
    result,
  })
  const unexpected: Outcome = { type: 'failure', code: 'unexpected-response' }
  const left = Math.ceil(leftMs / 1000)
  const about = (pinId: number, expiresIn: number, more: object = {}) => ({
    id: pinId,
    code: codeOf(pinId),
    clientIdentifier: 'tests',
    expiresIn,
    authToken: null,
    newRegistration: null,
    ...more,
  })
  const pin = (seconds: number) =>
    json(about(id, seconds), seconds > 0 ? { type: 'pin', id, leftMs: seconds * 1000 } : { type: 'gone' })

  switch (answer) {
    case 'garbage':
      return json('<html></html>', unexpected)
    case 'down':
      return failure(503, 'server')
    case 'portal':
      return failure(302, 'unexpected-response')
    case 'slow down':
      return failure(429, 'rate-limited', 7)
    case 'slow down for long':
      return failure(429, 'rate-limited', 90)
    case 'forbidden':
      return failure(403, 'forbidden')
    case 'unauthorized':
      return failure(401, 'unauthorized')
    case 'no connection':
      return { response: undefined, result: { type: 'failure', code: 'network' } as Outcome }
    default:
  }
  if (kind === 'create') {
    const made = nextId()
    return json(about(made, LIFE_S), { type: 'pin', id: made, leftMs: LIFE_S * 1000 }, 201)
  }
  if (kind === 'user') return json({ id: 1, uuid: 'abc', title: 'Ada' }, { type: 'user' })
  switch (answer) {
    case 'shorter':
      return pin(Math.min(left, 20))
    case 'longer':
      return pin(left + 600)
    case 'nothing left':
      return pin(0)
    case 'token':
      return json(about(id, left, { authToken: TOKEN, newRegistration: false }), { type: 'token' })
    case 'missing':
      return { ...failure(404, ''), result: { type: 'gone' } as Outcome }
    case 'gone':
      return { ...failure(410, ''), result: { type: 'gone' } as Outcome }
    case 'code 1020':
      return json({ errors: [{ code: 1020 }] }, { type: 'gone' }, 400)
    case 'another pin':
      return json(about(id + 1, left, { authToken: TOKEN }), unexpected)
    case 'another code':
      return json(about(id, left, { code: 'OTHER', authToken: TOKEN }), unexpected)
    case 'another client':
      return json(about(id, left, { clientIdentifier: 'another', authToken: TOKEN }), unexpected)
    default:
      return pin(left)
  }
}
