import { PlexError } from './PlexError.ts'

/** One shape for every place that keeps text under a key. */
export interface KeyStore {
  get(key: string): string | null
  /** Whether it outlives the page. */
  set(key: string, value: string): boolean | undefined
  remove(key: string): void
}

/** `localStorage`: outlives the browser. */
export const openLocalStore = () => open('localStorage')
/** `sessionStorage`: outlives a reload, but not its tab. */
export const openTabStore = () => open('sessionStorage')

/** Called with each key that another tab changes, or null when it cleared all; returns the function that stops it. */
export function onOtherTabsChange(changed: (key: string | null) => void): () => void {
  const listen = (event: StorageEvent) => changed(event.key)
  window.addEventListener('storage', listen)
  return () => window.removeEventListener('storage', listen)
}

/** The page's own, not each opening's: what is asked for again, a client identifier say, must be the same. */
const memory = new Map<string, string>()

/** What the browser refuses to keep, because it is blocked or full, is kept in memory; its developer is told once. */
function open(area: 'localStorage' | 'sessionStorage'): KeyStore {
  const attempt = <T>(task: (storage: Storage) => T): T | undefined => {
    try {
      // The getter itself throws where cookies are blocked, and gives null where an embedder turned storage off.
      return task(window[area])
    } catch {
      warnOnce(area)
    }
  }
  return {
    get: (key) => memory.get(key) ?? attempt((storage) => storage.getItem(key)) ?? null,
    set(key, value) {
      memory.set(key, value)
      return attempt((storage) => {
        // What was kept before must not come back after a reload, should the new value find no room.
        storage.removeItem(key)
        storage.setItem(key, value)
        return memory.delete(key)
      })
    },
    remove(key) {
      memory.delete(key)
      attempt((storage) => storage.removeItem(key))
    },
  }
}

const warned = new Set<string>()

/** Says in the console, once a place, that something can't be kept. What the place itself said may quote it. */
export function warnOnce(place: string): void {
  if (warned.has(place)) return
  warned.add(place)
  console.warn(new PlexError('storage', `Could not use ${place}: blocked or full.`))
}
