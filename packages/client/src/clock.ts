import { hasTrait } from './errorTraits.ts'
import { PlexError } from './PlexError.ts'
import { findNavigator } from './platform.ts'

/** Time, as the client sees it. Give your own to `createPlexClient` to hold time still in a test. */
export interface PlexClock {
  /** Milliseconds on a clock that only goes forward; its zero means nothing. */
  elapsed(): number
  /** The wall clock, in milliseconds since 1970. */
  now(): number
  /** Runs `task` once after `ms` milliseconds; the returned function calls it off. */
  after(ms: number, task: () => void): () => void
}

/** A timer that is longer, three weeks and a half, ends at once in every engine. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** The platform's clock. */
export const systemClock: PlexClock = {
  elapsed: () => performance.now(),
  now: () => Date.now(),
  after(ms, task) {
    const timer = setTimeout(task, Math.min(ms, LONGEST_TIMER_MS))
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

/** Why a signal aborted. Chrome 79 aborts without a reason, and React Native has no DOMException. */
export const abortReason = (signal?: AbortSignal): unknown =>
  signal?.reason ?? Object.assign(new Error('Called off.'), { name: 'AbortError' })

/** How long a task may take, and who may call it off. */
export interface TimeLimit {
  clock: PlexClock
  /** `Infinity` for no limit. */
  ms: number
  /** What a task that took too long is rejected with. */
  late: () => Error
  /** Calls the task off; the promise then rejects with the signal's own reason. */
  signal?: AbortSignal | undefined
  /**
   * How long a task that was called off is still waited for: its own end is then the promise's. Default 0: not at all.
   */
  graceMs?: number | undefined
}

/** The limit itself, checked: a time of no length, or no time at all, is a mistake of the caller's. */
export function checkedTimeout(ms: number): number {
  if (ms > 0) return ms
  throw new PlexError('misuse', 'Could not use timeoutMs: not a number of milliseconds above 0.')
}

/**
 * Runs a task until it settles, its time is up, or it is called off, whichever is first. The task gets a signal that
 * aborts in the last two cases, and is not waited for: what an app gave us may ignore it.
 */
export function withTimeout<T>(limit: TimeLimit, task: (signal: AbortSignal) => PromiseLike<T>): Promise<T> {
  const { clock, ms, late, signal: caller, graceMs = 0 } = limit
  const controller = new AbortController()
  let cancelTimer = () => {}
  let callOff = () => {}
  return new Promise<T>((resolve, reject) => {
    const end = (reason: unknown) => {
      reject(reason)
      controller.abort()
    }
    callOff = () => {
      if (graceMs === 0) return end(abortReason(caller))
      controller.abort()
      cancelTimer()
      cancelTimer = clock.after(graceMs, () => reject(abortReason(caller)))
    }
    if (caller?.aborted) return end(abortReason(caller))
    caller?.addEventListener('abort', callOff)
    if (ms !== Number.POSITIVE_INFINITY) cancelTimer = clock.after(ms, () => end(late()))
    task(controller.signal).then(resolve, reject)
  }).finally(() => {
    cancelTimer()
    caller?.removeEventListener('abort', callOff)
  })
}

/** What a promise comes to, unless the signal aborts first: then the signal's reason. */
export function untilAborted<T>(signal: AbortSignal | undefined, promise: PromiseLike<T>): Promise<T> {
  let callOff = () => {}
  return new Promise<T>((resolve, reject) => {
    callOff = () => reject(abortReason(signal))
    if (signal?.aborted) return callOff()
    signal?.addEventListener('abort', callOff)
    promise.then(resolve, reject)
  }).finally(() => signal?.removeEventListener('abort', callOff))
}

/** Resolves after `ms` milliseconds; rejects with the signal's reason when that aborts first. */
function sleep(clock: PlexClock, ms: number, signal?: AbortSignal): Promise<void> {
  let cancelTimer = () => {}
  const passed = new Promise<void>((resolve) => {
    if (!signal?.aborted) cancelTimer = clock.after(ms, resolve)
  })
  return untilAborted(signal, passed).finally(() => cancelTimer())
}

/**
 * Runs `task` again, up to `retries` times, about 0.4 s and 1.2 s later, as long as it fails in a way that passes: no
 * answer came, or the server stumbled. Not while the browser says that it is offline.
 */
export async function retrying<T>(
  clock: PlexClock,
  retries: number,
  caller: AbortSignal | undefined,
  task: (retry: number) => Promise<T>,
): Promise<T> {
  for (let retry = 0; ; retry++) {
    try {
      return await task(retry)
    } catch (error) {
      const isLast = retry === retries || findNavigator()?.onLine === false
      if (isLast || !hasTrait(error, 'passing')) throw error
      // Half of each delay is chance, so that the tabs and people whom one failure stopped don't return as one.
      await sleep(clock, 400 * 3 ** retry * (0.5 + Math.random()), caller)
    }
  }
}
