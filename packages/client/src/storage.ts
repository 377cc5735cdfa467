import { PlexError } from './PlexError.ts'
import { findWindow } from './platform.ts'

/** One shape for every place that keeps text under a key. */
export interface KeyStore {
  get(key: string): string | null
  /**
   * Whether it outlives the page. A text that finds no room is kept in memory, and what lies under the key stays there:
   * a key is never without a value in between, for another tab may read at any moment.
   */
  set(key: string, value: string): boolean
  remove(key: string): void
  /** All keys, of everybody on the origin. */
  keys(): string[]
  /** Calls `changed` with each key that another tab changes, or null when it cleared all; returns what stops it. */
  subscribe(changed: (key: string | null) => void): () => void
}

/** `localStorage`: outlives the browser. */
export const openLocalStore = () => open('localStorage')
/** `sessionStorage`: outlives a reload, but not its tab. `of`: another window of this origin, an empty one say. */
export const openTabStore = (of?: Window) => open('sessionStorage', of)

/** What the browser refuses to keep, because it is blocked or full, is kept in memory; its developer is told once. */
function open(area: 'localStorage' | 'sessionStorage', of?: Window): KeyStore {
  /** `isNewer`: than a text that lies under the key, and goes with it when another tab removes that. */
  const unstored = new Map<string, { value: string; isNewer: boolean }>()
  const attempt = <T>(task: (storage: Storage) => T): T | undefined => {
    try {
      // The getter itself throws where cookies are blocked, and gives null where an embedder turned storage off.
      return task((of ?? window)[area])
    } catch {
      if (!of) warnOnce(area)
    }
  }
  const read = (key: string) => attempt((storage) => storage.getItem(key)) ?? null
  function get(key: string): string | null {
    const stored = read(key)
    const entry = unstored.get(key)
    if (!entry) return stored
    if (stored !== null || !entry.isNewer) return entry.value
    unstored.delete(key)
    return null
  }
  return {
    get,
    set(key, value) {
      const isStored = attempt((storage) => {
        storage.setItem(key, value)
        return true
      })
      if (isStored) unstored.delete(key)
      else unstored.set(key, { value, isNewer: read(key) !== null })
      return isStored === true
    },
    remove(key) {
      unstored.delete(key)
      attempt((storage) => storage.removeItem(key))
    },
    keys() {
      const stored =
        attempt((storage) => Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '')) ?? []
      return [...new Set([...stored, ...unstored.keys()])].filter((key) => get(key) !== null)
    },
    subscribe(changed) {
      function listen({ key }: StorageEvent) {
        // What another tab has written, or removed, is newer than what found no room here.
        if (key === null) unstored.clear()
        else unstored.delete(key)
        changed(key)
      }
      // WebKitGTK 2.50 tells a tab of no change before that tab has read an item, or how many there are.
      get('foyer')
      findWindow()?.addEventListener?.('storage', listen)
      return () => findWindow()?.removeEventListener?.('storage', listen)
    },
  }
}

const warned = new Set<string>()

/** Says in the console, once a place, that something can't be kept. What the place itself said may quote it. */
export function warnOnce(place: string, why = 'blocked or full'): void {
  if (warned.has(place)) return
  warned.add(place)
  console.warn(new PlexError('storage', `Could not use ${place}: ${why}.`))
}
