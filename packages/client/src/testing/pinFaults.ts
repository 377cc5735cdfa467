import { expect } from 'vitest'
import type { FaultRow, Stage } from '../../../../.ci/faults/faultRow.ts'
import { createPin, type PinAttemptOptions, type PinKinds, waitForPin } from '../index.ts'
import { createPinStage } from './createPinStage.ts'

const area = 'Pin'

/** An attempt at a pin; all that can be seen of it is searched, and nothing may be left of it. */
function attemptOf<K extends keyof PinKinds>(stage: Stage, kind: K, options: PinAttemptOptions<K> = {}) {
  const pins = createPinStage()
  stage.secret('token of the pin', pins.plexTv.tokenFor('plain', 'tests'))
  const begun = pins.begin(kind, options)
  stage.after(async () => {
    stage.see('a state', begun.states)
    stage.see('the request log', pins.plexTv.requests())
    begun.attempt.stop()
    await pins.timeline.settled()
    if (pins.timeline.waiting() > 0) throw new Error(`${pins.timeline.waiting()} of the client's timers were left.`)
  })
  return { ...pins, ...begun, fails: failing(stage) }
}

/** A failure with all that must not be repeated in its body. */
const failing = (stage: Stage) => (status: number, headers?: Record<string, string>) => () =>
  new Response(JSON.stringify({ errors: [{ code: 1006, message: stage.serverText }], authToken: stage.token }), {
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
export const pinFaults: FaultRow[] = [
  {
    area,
    fault: 'the pin’s time is over',
    endState: '`expired` at its end, after one last request; silence',
    async run(stage) {
      const { leap, pass, story, at, timeline, asked } = attemptOf(stage, 'link')
      await leap(899_999)
      expect(story()).toEqual(['creating', 'ok'])
      await pass(1)
      expect([story().at(-1), at().at(-1)]).toEqual(['expired', 900])
      const count = asked.length
      await pass(3_600_000)
      expect([asked.length, timeline.waiting()]).toEqual([count, 0])
    },
  },
  ...(
    [
      ['404 with code 1020', () => new Response('{"errors":[{"code":1020}]}', { status: 404 })],
      ['404 without a word', () => new Response('', { status: 404 })],
      ['410', () => new Response('', { status: 410 })],
      ['200 with null past its end', (pin) => pinAnswer(pin, { expiresIn: 0 })],
    ] satisfies [string, (pin: { id: number; code: string }) => Response][]
  ).map(
    ([form, answer]): FaultRow => ({
      area,
      fault: `a pin answers ${form}`,
      endState: '`expired`, at once; a script’s wait rejects with `pin-not-found`',
      async run(stage) {
        const { pass, story, pin, plex, ...pins } = attemptOf(stage, 'link')
        await pass(3000)
        const { id, code } = pin()
        pins.answer(() => answer({ id, code }))
        const wait = stage.refusal(waitForPin(plex, pin()))
        await pass(1000)
        expect(story()).toEqual(['creating', 'ok', 'expired'])
        expect(await wait).toMatchObject({ code: 'pin-not-found' })
      },
    }),
  ),
  ...[3_600_000, -3_600_000].map(
    (ms): FaultRow => ({
      area,
      fault: `the system’s clock jumps an hour ${ms > 0 ? 'forward' : 'back'}`,
      endState: 'same pace, same deadline, same end',
      async run(stage) {
        const { pass, leap, pin, at, status, timeline } = attemptOf(stage, 'link')
        await pass(3000)
        const before = pin()
        timeline.setAhead(ms)
        await pass(7000)
        expect([at(), pin(), pin().expires.leftMs()]).toEqual([[4, 6, 8, 10], before, 890_000])
        await leap(889_999)
        expect(status()).toBe('waiting')
        await pass(1)
        expect(status()).toBe('expired')
      },
    }),
  ),
  {
    area,
    fault: 'the clock was set forward while the person was away on plex.tv’s page',
    endState: 'plex.tv’s word on the pin’s end counts; links',
    async run(stage) {
      const pins = createPinStage()
      stage.secret('token of the pin', pins.plexTv.tokenFor('plain', 'tests'))
      const made = await createPin(pins.plex, 'strong')
      const { attempt, outcome, states } = pins.begin('strong', {
        pin: { ...made, expires: { totalMs: 0, leftMs: () => 0 } },
      })
      await pins.pass(60_000)
      pins.approve()
      await pins.pass(2000)
      expect(outcome.grant?.user.username).toBe(pins.plexTv.person('plain').username)
      stage.see('a state', states)
      attempt.stop()
    },
  },
  ...[true, false].map(
    (approved): FaultRow => ({
      area,
      fault: `a sleep of 20 minutes, ${approved ? 'during which a strong pin is approved' : 'which a link pin does not outlive'}`,
      endState: `one request at once on waking; ${approved ? 'links' : '`expired`'}`,
      async run(stage) {
        const pins = attemptOf(stage, approved ? 'strong' : 'link')
        await pins.pass(5000)
        if (approved) pins.approve()
        await pins.timeline.sleep(1_200_000)
        pins.attempt.pollNow()
        await pins.pass(100)
        expect(pins.at()).toEqual([4, 1205])
        expect(pins.status()).toBe(approved ? 'approved' : 'expired')
      },
    }),
  ),
  {
    area,
    fault: 'one request in ten fails, another hangs',
    endState: 'links all the same; one that hangs is given 5 s',
    async run(stage) {
      const { pass, answer, approve, plexTv, at, outcome, mostInFlight, fails } = attemptOf(stage, 'strong')
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
      expect(Math.max(...between(at()))).toBeLessThanOrEqual(5 + 5)
    },
  },
  {
    area,
    fault: 'ten failures running',
    endState: 'the pace slows to 30 s, `unreachable` is shown, the code stays; links once plex.tv is back',
    async run(stage) {
      const { pass, answer, approve, at, story, pin, outcome, fails } = attemptOf(stage, 'strong')
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
    },
  },
  {
    area,
    fault: '429 while a pin waits, with woken pages and a lost connection',
    endState: '`rate-limited` is shown; nothing is sent before the time that was asked for; then goes on',
    async run(stage) {
      const { pass, answer, change, at, story, fails } = attemptOf(stage, 'link')
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
    },
  },
  {
    area,
    fault: 'offline for 30 s while a pin waits',
    endState: '`offline` is shown, the code stays, and a request is made as soon as it is online',
    async run(stage) {
      const { pass, change, pin, at, story, approve, outcome } = attemptOf(stage, 'link')
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
    },
  },
  {
    area,
    fault: 'approved between the last request and the pin’s end',
    endState: 'one last request at the end; links',
    async run(stage) {
      const { leap, pass, answer, pin, at, status, fails } = attemptOf(stage, 'link')
      await leap(880_000)
      const { id, code } = pin()
      answer(fails(429, { 'Retry-After': '900' }))
      await pass(3000)
      answer((request) =>
        request.url.endsWith('/user') ? never() : pinAnswer({ id, code }, { expiresIn: 0, authToken: stage.token }),
      )
      await pass(17_000)
      expect([at().at(-1), status()]).toEqual([900, 'approved'])
    },
  },
  {
    area,
    fault: 'a late answer after a new code',
    endState: 'dropped, token and all',
    async run(stage) {
      const { pass, answer, attempt, pin, story, outcome } = attemptOf(stage, 'link')
      await pass(3000)
      const { id, code } = pin()
      const held: ((response: Response) => void)[] = []
      answer(() => new Promise((resolve) => held.push(resolve)))
      await pass(1000)
      expect(held).toHaveLength(1)
      answer()
      attempt.restart()
      await pass(1000)
      held[0]?.(pinAnswer({ id, code }, { authToken: stage.token }))
      await pass(10_000)
      expect(story()).toEqual(['creating', 'ok', 'creating', 'ok'])
      expect(outcome).toEqual({})
    },
  },
  ...(
    [
      ['another client identifier', { clientIdentifier: 'another' }],
      ['another pin', { id: 1 }],
      ['another code', { code: 'OTHR' }],
    ] as const
  ).map(
    ([whose, more]): FaultRow => ({
      area,
      fault: `a token in an answer for ${whose}`,
      endState: 'never adopted; asks on',
      async run(stage) {
        const { pass, answer, approve, pin, story, outcome, plexTv } = attemptOf(stage, 'link')
        await pass(3000)
        const { id, code } = pin()
        answer(() => pinAnswer({ id, code }, { authToken: stage.token, ...more }))
        await pass(10_000)
        expect([story(), outcome]).toEqual([['creating', 'ok', 'unreachable'], {}])
        answer()
        approve()
        await pass(20_000)
        expect(outcome.grant?.token === plexTv.tokenFor('plain', 'tests')).toBe(true)
      },
    }),
  ),
  ...(
    [
      [429, 'rate-limited'],
      [500, 'server'],
      [503, 'server'],
      [403, 'forbidden'],
    ] as const
  ).map(
    ([status, code]): FaultRow => ({
      area,
      fault: `making a pin meets ${status}`,
      endState: `\`${code}\`; no loop of making, with renewals or without; a new pin when asked for`,
      async run(stage) {
        const { pass, answer, attempt, plex, asked, story, states, timeline, fails } = attemptOf(stage, 'link', {
          renewals: 32,
        })
        answer(fails(status))
        expect(await stage.refusal(createPin(plex, 'strong'))).toMatchObject({ code, status })
        await pass(3_600_000)
        attempt.pollNow()
        await pass(1000)
        expect(states.at(-1)).toMatchObject({ status: 'error', error: { code, status } })
        expect([asked.filter(({ what }) => what === 'create').length, timeline.waiting()]).toEqual([2, 0])
        answer()
        attempt.restart()
        await pass(1000)
        expect(story().at(-1)).toBe('ok')
      },
    }),
  ),
  {
    area,
    fault: 'a new pin without a code, with null for one, for another client, or ended already',
    endState: '`unexpected-response`: no page is opened with `undefined` in its URL',
    async run(stage) {
      const { answer, plex } = attemptOf(stage, 'strong')
      const pin = { id: 7, code: '8lzjqnq8lye02n52jq3fqxf8e' }
      for (const wrong of [{ code: undefined }, { code: null }, { clientIdentifier: 'another' }, { expiresIn: 0 }]) {
        answer(() => pinAnswer(pin, wrong))
        expect(await stage.refusal(createPin(plex, 'strong'))).toMatchObject({ code: 'unexpected-response' })
      }
    },
  },
  {
    area,
    fault: 'a pin is renewed while plex.tv is down, and nobody looks',
    endState: 'tried again, slower and slower, only while somebody looks; a pin once plex.tv is back',
    async run(stage) {
      const { leap, pass, answer, change, at, story, fails } = attemptOf(stage, 'link', { renewals: 2 })
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
    },
  },
  {
    area,
    fault: 'approved, and then plex.tv is down',
    endState: 'the sign-in is not lost: the person is asked for again, the pin no more',
    async run(stage) {
      const { pass, answer, approve, plexTv, at, story, outcome, fails } = attemptOf(stage, 'link')
      await pass(3000)
      approve()
      answer((request) => (request.url.endsWith('/user') ? fails(503)() : plexTv.fetch(request)))
      await pass(60_000)
      answer()
      await pass(40_000)
      expect(outcome.grant?.user.username).toBe(plexTv.person('plain').username)
      expect([at(), story()]).toEqual([[4], ['creating', 'ok', 'approved', 'approved, unreachable']])
    },
  },
  ...(
    [
      ['while the pin is made', 0],
      ['between two requests', 5000],
      ['while it is told of the pin', 'waiting'],
    ] as const
  ).map(
    ([when, moment]): FaultRow => ({
      area,
      fault: `stopped ${when}, then woken and begun anew`,
      endState: '`AbortError`; nothing happens any more',
      async run(stage) {
        const { pass, attempt, asked, states, change } = attemptOf(stage, 'link', { renewals: 32 })
        attempt.subscribe(() => {
          if (attempt.getState().status === moment) attempt.stop()
        })
        await pass(moment === 'waiting' ? 1000 : moment)
        if (moment === 0) attempt.restart()
        attempt.stop()
        expect(await stage.refusal(attempt.grant)).toMatchObject({ name: 'AbortError' })
        const before = [asked.length, states.length]
        change({})
        attempt.restart()
        await pass(3_600_000)
        expect([asked.length, states.length]).toEqual(before)
      },
    }),
  ),
]
