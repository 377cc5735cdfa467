/** Time that stands still until a test moves it. */
export interface TestClock {
  /** Milliseconds since it was made. */
  elapsed(): number
  /** Its wall clock, epoch ms. */
  now(): number
  /** Runs `task` once, when `ms` milliseconds have passed; the returned function calls it off. */
  after(ms: number, task: () => void): () => void
  /**
   * Lets time pass, and runs what falls due meanwhile, in order, each at its own moment; what that leaves to be done
   * falls due too. Nothing asynchronous is waited for. @throws RangeError for no number from 0.
   */
  advance(ms: number): void
  /** How many tasks wait. */
  readonly waiting: number
}

export interface TestClockOptions {
  /** Where its wall clock begins, epoch ms. Default: the first of January 2026, in UTC. */
  now?: number | undefined
  /**
   * Tasks for less than so many milliseconds run by themselves in the next microtask, without time passing: such as the
   * pauses of about 0.4 s and 1.2 s before a client tries again. Default 0: none does.
   */
  pausesBelowMs?: number | undefined
}

/**
 * Makes a clock for one test: of `createEmulator({ clock })`, and of `createPlexClient({ clock })`, sessions and hooks
 * with it. One clock for both keeps a pin's end, a lock-out and a verification code in step with what the app waits
 * for.
 */
export function createTestClock({ now: startMs = Date.UTC(2026, 0, 1), pausesBelowMs = 0 }: TestClockOptions = {}) {
  let elapsedMs = 0
  const tasks = new Map<object, { atMs: number; task: () => void }>()
  function run(key: object) {
    const entry = tasks.get(key)
    tasks.delete(key)
    entry?.task()
  }
  const clock: TestClock = {
    elapsed: () => elapsedMs,
    now: () => startMs + elapsedMs,
    after(ms, task) {
      const key = {}
      tasks.set(key, { atMs: elapsedMs + ms, task })
      if (ms < pausesBelowMs) queueMicrotask(() => run(key))
      return () => tasks.delete(key)
    },
    advance(ms) {
      if (!(Number.isFinite(ms) && ms >= 0))
        throw new RangeError('The clock moves forward, by a number of milliseconds.')
      const endMs = elapsedMs + ms
      while (true) {
        const [next] = [...tasks].filter(([, { atMs }]) => atMs <= endMs).sort(([, a], [, b]) => a.atMs - b.atMs)
        if (!next) break
        elapsedMs = Math.max(elapsedMs, next[1].atMs)
        run(next[0])
      }
      elapsedMs = endMs
    },
    get waiting() {
      return tasks.size
    },
  }
  return clock
}
