/** A value that others watch. */
export interface Store<T> {
  /** The value of now; the same one until it is set. */
  get(): T
  /** Puts another value in its place, and tells everyone who watches. */
  set(next: T): void
  /** Calls `listener` after each change; returns the function that stops it. */
  subscribe(listener: () => void): () => void
  /** Stops telling anyone. */
  close(): void
}

/**
 * Makes a value that others watch: the session, the pins and the sign-in each have one. A listener that throws
 * keeps nobody else from being told, and nothing from going on.
 */
export function createStore<T>(initial: T): Store<T> {
  let value = initial
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      value = next
      for (const listener of listeners) callApp(listener)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => listeners.clear(),
  }
}

/**
 * Calls what the app gave us, a listener or an `onSignedIn` say. What it returns is not ours to use. What it throws is
 * reported as an uncaught error, as an event's listener has it: a mistake there must not change who is signed in.
 */
export function callApp<A extends unknown[]>(callback: ((...args: A) => unknown) | undefined, ...args: A): void {
  try {
    callback?.(...args)
  } catch (error) {
    // Node, and browsers before Chrome 95, have no reportError.
    const report = typeof reportError === 'function' ? reportError : console.error
    report(error)
  }
}
