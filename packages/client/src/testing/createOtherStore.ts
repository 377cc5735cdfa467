import type { SessionStore } from '../index.ts'

/** A store of an app's own, whose answers come when they are let. */
export function createOtherStore(kept: string | null = null) {
  const waiting: (() => void)[] = []
  const changed = new Set<() => void>()
  const turn = () => new Promise<void>((resolve) => waiting.push(resolve))
  const store = {
    async read() {
      const found = kept
      await turn()
      return found
    },
    async write(record: string) {
      await turn()
      kept = record
    },
    async clear() {
      await turn()
      kept = null
    },
    subscribe(listener: () => void) {
      changed.add(listener)
      return () => changed.delete(listener)
    },
  } satisfies SessionStore
  async function letOne(which: 'first' | 'last' = 'first') {
    await new Promise(setImmediate)
    if (which === 'first') waiting.shift()?.()
    else waiting.pop()?.()
    await new Promise(setImmediate)
  }
  return {
    store,
    kept: () => kept,
    listeners: () => changed.size,
    /** Somebody else writes. */
    replace(record: string | null) {
      kept = record
      for (const listener of changed) listener()
    },
    /** Lets one operation end, the first or the last begun. */
    letOne,
    /** Lets them end in turn, until nothing is under way. */
    async letAll() {
      do await letOne()
      while (waiting.length > 0)
    },
  }
}
