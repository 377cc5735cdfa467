import { isPlexError } from './PlexError.ts'

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

/** A {@link Deadline} that begins now and ends in `totalMs` milliseconds. */
export function createDeadline(clock: PlexClock, totalMs: number): Deadline {
  const end = clock.elapsed() + totalMs
  return { totalMs, leftMs: () => Math.max(0, end - clock.elapsed()) }
}

/** Why a signal aborted. Chrome 79 aborts without a reason. */
export const reasonOf = (signal?: AbortSignal): unknown => signal?.reason ?? new DOMException('', 'AbortError')

/**
 * Runs `task` until it settles, `ms` milliseconds have passed, or the caller's signal aborts, whichever is first. The task
 * gets a signal, and is raced all the same: what an app gave us may ignore it. Rejects with the caller's own reason.
 */
export function within<T>(
  clock: PlexClock,
  ms: number,
  late: (() => Error) | undefined,
  caller: AbortSignal | undefined,
  task?: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  let cancel = () => {}
  let pass = cancel
  return new Promise<T>((resolve, reject) => {
    // Only then: to abort costs more than the rest of it.
    const stop = (reason: unknown) => {
      reject(reason)
      controller.abort()
    }
    pass = () => stop(reasonOf(caller))
    if (caller?.aborted) return pass()
    caller?.addEventListener('abort', pass)
    cancel = clock.after(ms, () => (late ? stop(late()) : resolve(undefined as T)))
    task?.(controller.signal).then(resolve, reject)
  }).finally(() => {
    cancel()
    caller?.removeEventListener('abort', pass)
  })
}

/**
 * Runs `task` again, up to `retries` times, about 0.4 s and 1.2 s later, as long as it fails in a way that passes: no answer
 * came, or the server stumbled. Not while the browser says that it is offline.
 */
export async function retrying<T>(
  clock: PlexClock,
  retries: number,
  caller: AbortSignal | undefined,
  task: () => Promise<T>,
): Promise<T> {
  for (let retry = 0; ; retry++) {
    try {
      return await task()
    } catch (error) {
      const passing = isPlexError(error) && /^(network|server|backend)$/.test(error.code)
      if (!passing || retry === retries || globalThis.navigator?.onLine === false) throw error
      // Half of each delay is chance, so that the tabs and people whom one failure stopped don't return as one.
      const ms = 400 * 3 ** retry * (0.5 + Math.random())
      await within(clock, ms, undefined, caller)
    }
  }
}
