import { createEmulator, createTestClock } from '@foyer/emulator'
import {
  createPinAttempt,
  createPlexClient,
  type Pin,
  type PinAttempt,
  type PinAttemptOptions,
  type PinAttemptState,
  type PinKinds,
  type PlexGrant,
} from '../index.ts'
import { type PollFacts, pollDelayMs } from '../pinPolling.ts'

/** How long the source waits from an answer to the next look, with nothing left to chance. Its own tests say if that is right. */
export const paceMs = (facts: Partial<PollFacts> = {}) =>
  pollDelayMs({ leftMs: Number.POSITIVE_INFINITY, failures: 0, hidden: false, ...facts }, 0)

/** The instants, in seconds, at which so many milliseconds have passed, one after the other. */
export const instants = (...gapsMs: number[]) => gapsMs.map((_, index) => sumOf(gapsMs.slice(0, index + 1)) / 1000)
export const sumOf = (gapsMs: readonly number[]) => gapsMs.reduce((sum, ms) => sum + ms, 0)

type Answer = (request: Request) => Response | Promise<Response>

/** A request as it was sent, `atMs` after it was made. */
export interface Asked {
  readonly what: 'create' | 'poll' | 'user'
  readonly atMs: number
}

/** A plex.tv, time that passes when told, and what a page knows of its environment. */
export function attemptsAtEmulator({ roundTripMs = 0 } = {}) {
  const clock = createTestClock()
  const plexTv = createEmulator({ clock })
  let aheadMs = 0
  const around = { hidden: false, offline: false }
  const asked: Asked[] = []
  const attempts: PinAttempt<'link' | 'strong'>[] = []
  let instead: Answer | undefined
  let [inFlight, mostInFlight] = [0, 0]

  const plex = createPlexClient({
    product: 'Reelroom',
    clientIdentifier: 'tests',
    clock: { ...clock, now: () => clock.now() + aheadMs },
    async fetch(input, init) {
      const request = new Request(input, { ...init, signal: null })
      asked.push({
        what: request.method === 'POST' ? 'create' : request.url.includes('/pins/') ? 'poll' : 'user',
        atMs: clock.elapsed(),
      })
      if (around.offline) throw new TypeError('Failed to fetch')
      mostInFlight = Math.max(mostInFlight, ++inFlight)
      let isOver = false
      const over = () => {
        if (!isOver) inFlight--
        isOver = true
      }
      init?.signal?.addEventListener('abort', over)
      try {
        const wait = (ms: number) => ms > 0 && new Promise<void>((go) => clock.after(ms, go))
        await wait(roundTripMs / 2)
        const response = await (instead ? instead(request) : plexTv.fetch(request))
        await wait(roundTripMs / 2)
        return response
      } finally {
        over()
      }
    },
  })

  return {
    clock,
    plexTv,
    plex,
    around,
    /** Somebody sets the system's clock, which is not plex.tv's. */
    setSystemClock(ms: number) {
      aheadMs += ms
    },
    pass: clock.pass,
    /** The same, but asleep until a second before the end, for what takes long. */
    async leap(ms: number) {
      await clock.sleep(ms - 1000)
      await clock.pass(1000)
    },
    /** Every request since the start; what was sent at which second, of one kind. */
    asked,
    at: (what: Asked['what'] = 'poll') => asked.filter((each) => each.what === what).map(({ atMs }) => atMs / 1000),
    mostInFlight: () => mostInFlight,
    /** From now on all is answered so; without an answer, by plex.tv again. */
    answer(answer?: Answer) {
      instead = answer
    },
    /** The code of the pin that was made last. */
    code: () => plexTv.pins().at(-1)?.code ?? '',
    approve: () => plexTv.approvePin(plexTv.pins().at(-1)?.code ?? '', 'plain'),
    /** An attempt, its states so far, and what came of it. */
    begin<K extends keyof PinKinds>(kind: K, options: PinAttemptOptions<K> = {}) {
      const attempt = createPinAttempt(plex, kind, { environment: () => around, ...options })
      const states: PinAttemptState<K>[] = [attempt.getState()]
      const outcome: { grant?: PlexGrant; reason?: unknown } = {}
      attempts.push(attempt as PinAttempt<'link' | 'strong'>)
      attempt.subscribe(() => states.push(attempt.getState()))
      attempt.grant.then(
        (grant) => Object.assign(outcome, { grant }),
        (reason: unknown) => Object.assign(outcome, { reason }),
      )
      const pin = (): Pin<K> => {
        const state = attempt.getState()
        if (state.status !== 'waiting') throw new Error(`There is no pin while ${state.status}.`)
        return state.pin
      }
      return {
        attempt,
        states,
        outcome,
        pin,
        status: () => attempt.getState().status,
        /** How it went, in words: a status, or while waiting what is wrong. */
        story: () =>
          states.map((state) => {
            if (state.status === 'waiting') return state.connection
            if (state.status === 'error') return state.error.code
            const held = state.status === 'approved' && state.connection !== 'ok'
            return held ? `approved, ${state.connection}` : state.status
          }),
      }
    },
    /** As a page does when something changes. */
    change(some: Partial<typeof around>) {
      Object.assign(around, some)
      for (const attempt of attempts) attempt.pollNow()
    },
  }
}

export const jsonAnswer = (body: unknown, init?: ResponseInit) => new Response(JSON.stringify(body), init)
