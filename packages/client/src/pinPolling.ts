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
  /** It was just made: nobody is so quick. */
  readonly fresh?: boolean | undefined
}

const EVERY_MS = 2000
const FIRST_MS = 4000
const HIDDEN_MS = 10_000
const SLOWEST_MS = 30_000

/**
 * How long to wait from one answer to the next request; `chance` is 0 to 1. Failures slow it down and never end it, and the
 * last request is made when the pin ends, for an approval in its last seconds.
 */
export function pollDelayMs({ leftMs, failures, retryAfterMs = 0, hidden, fresh }: PollFacts, chance: number): number {
  const usual = hidden ? HIDDEN_MS : fresh ? FIRST_MS : EVERY_MS
  const slowed = Math.min(usual * 2 ** failures, SLOWEST_MS)
  // Spread by a quarter once things go wrong, so that those whom one failure stopped don't return as one.
  const spread = 1 + (failures || retryAfterMs ? chance / 4 : 0)
  return Math.min(leftMs, Math.max(slowed, retryAfterMs) * spread)
}
