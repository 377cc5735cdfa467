/** Time, as the client sees it. Give your own to `createPlexClient` to hold time still in a test. */
export interface PlexClock {
  /** Milliseconds on a clock that only goes forward; its zero means nothing. */
  elapsed(): number
  /** The wall clock, in milliseconds since 1970. */
  now(): number
  /** Runs `task` once after `ms` milliseconds; the returned function calls it off. */
  after(ms: number, task: () => void): () => void
}

/** The platform's clock. */
export const systemClock: PlexClock = {
  elapsed: () => performance.now(),
  now: () => Date.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms)
    return () => clearTimeout(timer)
  },
}

/** A moment ahead, on the clock that only goes forward: setting the system's time neither hurries nor delays it. */
export interface Deadline {
  /** How long it was when it began, in milliseconds. */
  readonly totalMs: number
  /** How long is left, in milliseconds; 0 when it has passed. */
  leftMs(): number
}

/** A {@link Deadline} that begins now. */
export function createDeadline(clock: PlexClock, totalMs: number): Deadline {
  const end = clock.elapsed() + totalMs
  return { totalMs, leftMs: () => Math.max(0, end - clock.elapsed()) }
}

/**
 * Runs `task` until it settles, `ms` milliseconds have passed, or the caller's signal aborts, whichever is first. The task
 * gets a signal, and is raced all the same: what an app gave us may ignore it. Rejects with the caller's own reason.
 */
export async function within<T>(
  clock: PlexClock,
  ms: number,
  late: () => Error,
  caller: AbortSignal | undefined,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const { signal } = controller
  const pass = () => controller.abort(caller?.reason)
  if (caller?.aborted) throw caller.reason
  caller?.addEventListener('abort', pass)
  const cancel = clock.after(ms, () => controller.abort(late()))
  try {
    return await new Promise<T>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
      task(signal).then(resolve, reject)
    })
  } finally {
    cancel()
    caller?.removeEventListener('abort', pass)
    // Lets go of what a failed task left open, an answer's body say.
    controller.abort()
  }
}

/** Runs `task` up to three times, about 0.4 s and 1.2 s apart, as long as what it rejects with is `passing`. */
export async function retrying<T>(
  clock: PlexClock,
  caller: AbortSignal | undefined,
  passing: (error: unknown) => boolean,
  task: () => Promise<T>,
): Promise<T> {
  for (let retry = 0; ; retry++) {
    try {
      return await task()
    } catch (error) {
      if (retry === 2 || !passing(error)) throw error
      // Half of each delay is chance, so that the tabs and people whom one failure stopped don't return as one.
      const ms = 400 * 3 ** retry * (0.5 + Math.random())
      await new Promise((resolve) => clock.after(ms, () => resolve(ms)))
      if (caller?.aborted) throw caller.reason
    }
  }
}
