/** What may come at once or later. */
export type MaybePromise<T> = T | PromiseLike<T>

/** Not every promise is a `Promise`: libraries have their own, and zone.js puts its own in place of the platform's. */
export const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'

/**
 * What comes of a value, at once where it is there at once: a tab must not be half signed in when something else runs.
 */
export const whenThere = <T, R>(value: MaybePromise<T>, task: (value: T) => MaybePromise<R>): MaybePromise<R> =>
  isThenable(value) ? (value as PromiseLike<T>).then(task) : task(value)
