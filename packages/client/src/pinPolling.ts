import { abortReason, type PlexClock } from './clock.ts'
import { isPlexError } from './PlexError.ts'

/** What decides when a pin is asked for next. All times in milliseconds. */
export interface PollFacts {
  /** Until the pin ends; 0 when it has. */
  readonly leftMs: number
  /** Answers in a row that never came, or were no answer. */
  readonly failures: number
  /** What plex.tv asked to wait for, when it did. */
  readonly retryAfterMs?: number | undefined
  /** Nobody is looking. */
  readonly hidden: boolean
}

/** Fifteen requests a minute; somebody who has just approved waits two seconds on average. */
const EVERY_MS = 4000
const HIDDEN_MS = 10_000
const SLOWEST_MS = 30_000
/** Between the starts of two requests, however much somebody hurries them. */
const SHORTEST_MS = 1000

/**
 * How long to wait from one answer to the next request; `chance` is 0 to 1. Failures slow it down and never end it, and
 * the last request is made when the pin ends, for an approval in its last seconds.
 */
export function pollDelayMs({ leftMs, failures, retryAfterMs = 0, hidden }: PollFacts, chance: number): number {
  const usual = hidden ? HIDDEN_MS : EVERY_MS
  const slowed = Math.min(usual * 2 ** failures, SLOWEST_MS)
  // The delay is spread by a quarter once things go wrong, so that those whom one failure stopped don't return as one.
  const spread = 1 + (failures || retryAfterMs ? chance / 4 : 0)
  return Math.min(leftMs, Math.max(slowed, retryAfterMs) * spread)
}

/** How the requests of one run of polling follow each other. */
export interface PollPace {
  /** A request is under way. */
  readonly isAsking: boolean
  /** plex.tv asked to wait, and the wait is not over. */
  readonly isToldToWait: boolean
  /** Makes one request; its failure slows the next one down. Rejects with the abort reason once the run is aborted. */
  ask<T>(request: () => Promise<T>): Promise<T>
  /**
   * Resolves when the next request is due: at the pin's end at the latest, and never within a second of the last
   * request.
   */
  untilDue(facts: Pick<PollFacts, 'leftMs' | 'hidden'>): Promise<void>
  /** Resolves after so many milliseconds, or sooner if it is hurried. */
  pause(ms: number): Promise<void>
  /** Resolves at the next `hurry()`. */
  untilHurried(): Promise<void>
  /** Ends the pause of now as soon as may be; while a request is under way, the pause after it, should that fail. */
  hurry(): void
}

/** Paces the requests of one run: all that it waits for rejects with the reason of `signal` when that aborts. */
export function createPollPace(clock: PlexClock, signal: AbortSignal): PollPace {
  let isAsking = false
  let isHurried = false
  let failures = 0
  let toldUntilMs = Number.NEGATIVE_INFINITY
  let startedMs = Number.NEGATIVE_INFINITY
  let endPause = (_afterMs: number) => {}

  const toldMs = () => Math.max(0, toldUntilMs - clock.elapsed())
  const soonestMs = () => Math.max(0, startedMs + SHORTEST_MS - clock.elapsed())

  function pause(ms: number): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      let cancelTimer = () => {}
      const settle = (task: () => void) => () => {
        cancelTimer()
        endPause = () => {}
        signal.removeEventListener('abort', abort)
        task()
      }
      const abort = settle(() => reject(abortReason(signal)))
      if (signal.aborted) return abort()
      signal.addEventListener('abort', abort)
      endPause = (afterMs) => {
        cancelTimer()
        if (afterMs !== Number.POSITIVE_INFINITY) cancelTimer = clock.after(afterMs, settle(resolve))
      }
      endPause(ms)
    })
  }

  return {
    get isAsking() {
      return isAsking
    },
    get isToldToWait() {
      return toldMs() > 0
    },
    async ask(request) {
      isAsking = true
      isHurried = false
      startedMs = clock.elapsed()
      const answered = await request().then(
        (answer) => ({ answer }),
        (error: unknown) => ({ error }),
      )
      isAsking = false
      // An answer to a run that was aborted concerns nobody any more.
      if (signal.aborted) throw abortReason(signal)
      if ('error' in answered) {
        failures++
        toldUntilMs = clock.elapsed() + ((isPlexError(answered.error) && answered.error.retryAfterMs) || 0)
        throw answered.error
      }
      failures = 0
      toldUntilMs = Number.NEGATIVE_INFINITY
      return answered.answer
    },
    untilDue(facts) {
      const retryAfterMs = toldMs()
      const isDueNow = isHurried && failures > 0 && retryAfterMs === 0
      const delayMs = isDueNow ? 0 : pollDelayMs({ ...facts, failures, retryAfterMs }, Math.random())
      return pause(Math.max(delayMs, soonestMs()))
    },
    pause,
    untilHurried: () => pause(Number.POSITIVE_INFINITY),
    hurry() {
      if (isAsking) isHurried = true
      else endPause(soonestMs())
    },
  }
}
