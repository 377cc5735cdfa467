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
  /**
   * The same, but what comes of each task runs before the next one: a request is sent and answered, and what the answer
   * leads to is due in its turn. So an app that asks every few seconds asks as often as it would. Only the emulator's own
   * `fetch` is so quick; nothing that a real server or socket answers is waited for. @throws RangeError as `advance`.
   */
  pass(ms: number): Promise<void>
  /**
   * Time passes while nothing runs, as while a computer sleeps: what fell due meanwhile is late, and runs with the next
   * move. What runs now ends first. @throws RangeError as `advance`.
   */
  sleep(ms: number): Promise<void>
  /** Resolves when what runs now has ended, as far as it goes without time. */
  settled(): Promise<void>
  /** How many tasks wait. */
  readonly waiting: number
  /** Milliseconds until the first of them is due, 0 if it is late; undefined when none waits. */
  readonly nextMs: number | undefined
}

export interface TestClockOptions {
  /** Where its wall clock begins, epoch ms. Default: the first of January 2026, in UTC. */
  now?: number | undefined
  /**
   * Tasks for less than so many milliseconds run by themselves in the next microtask, without time passing: such as the
   * pauses of about 0.4 s and 1.2 s before a client tries again. Default 0: none does.
   */
  pausesBelowMs?: number | undefined
  /** For how many turns of the event loop `settled` lets things run. Default 6: what an answer of the emulator's takes. */
  turns?: number | undefined
}

/** Node's is the quicker; a browser has none. */
const turn = () =>
  new Promise<void>((resolve) => {
    const { setImmediate = setTimeout } = globalThis as { setImmediate?(task: () => void): unknown }
    setImmediate(resolve)
  })

/**
 * Makes a clock for one test: of `createEmulator({ clock })`, and of `createPlexClient({ clock })`, sessions and hooks
 * with it. One clock for both keeps a pin's end, a lock-out and a verification code in step with what the app waits
 * for.
 */
export function createTestClock({
  now: startMs = Date.UTC(2026, 0, 1),
  pausesBelowMs = 0,
  turns = 6,
}: TestClockOptions = {}): TestClock {
  let elapsedMs = 0
  const tasks = new Map<object, { atMs: number; task: () => void }>()
  function run(key: object) {
    const entry = tasks.get(key)
    tasks.delete(key)
    entry?.task()
  }
  function endOf(ms: number) {
    if (Number.isFinite(ms) && ms >= 0) return elapsedMs + ms
    throw new RangeError('The clock moves forward, by a number of milliseconds.')
  }
  const next = () => [...tasks].sort(([, a], [, b]) => a.atMs - b.atMs)[0]
  /** Runs the first task that is due by then, if there is one. */
  function runNext(endMs: number): boolean {
    const [key, entry] = next() ?? []
    if (!key || !entry || entry.atMs > endMs) return false
    elapsedMs = Math.max(elapsedMs, entry.atMs)
    run(key)
    return true
  }
  async function settled() {
    for (let left = turns; left > 0; left--) await turn()
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
      const endMs = endOf(ms)
      while (runNext(endMs));
      elapsedMs = endMs
    },
    async pass(ms) {
      const endMs = endOf(ms)
      await settled()
      while (runNext(endMs)) await settled()
      elapsedMs = Math.max(elapsedMs, endMs)
    },
    async sleep(ms) {
      const endMs = endOf(ms)
      await settled()
      elapsedMs = endMs
    },
    settled,
    get waiting() {
      return tasks.size
    },
    get nextMs() {
      const [, entry] = next() ?? []
      return entry && Math.max(0, entry.atMs - elapsedMs)
    },
  }
  return clock
}
