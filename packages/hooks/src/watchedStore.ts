import { createStore, type Store } from '@foyer/client'

/** A value that is kept up while somebody watches. */
export interface WatchedStore<T> extends Pick<Store<T>, 'get' | 'set' | 'subscribe'> {
  isWatched(): boolean
}

/** Calls `start` when the first watcher comes, and what that returns when the last one has left. */
export function createWatchedStore<T>(initial: T, start: () => () => void): WatchedStore<T> {
  const store = createStore(initial)
  let watchers = 0
  let stop: (() => void) | undefined
  return {
    get: store.get,
    set: store.set,
    isWatched: () => stop !== undefined,
    subscribe(listener) {
      const unsubscribe = store.subscribe(listener)
      watchers += 1
      stop ??= start()
      return () => {
        unsubscribe()
        watchers -= 1
        // A watcher that leaves may be back at once, as under StrictMode.
        void Promise.resolve().then(() => {
          if (watchers > 0) return
          stop?.()
          stop = undefined
        })
      }
    },
  }
}
