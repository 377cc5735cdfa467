import type { SessionStore } from '../index.ts'

/** A store that takes what it gets, as a file would. */
export function createTextStore(kept: string | null = null) {
  let text = kept
  const writes: string[] = []
  const store: SessionStore = {
    read: async () => text,
    async write(record) {
      text = record
      writes.push(record)
    },
    async clear() {
      text = null
    },
  }
  return {
    store,
    text: () => text,
    /** All that was ever written, in order. */
    writes: writes as readonly string[],
    replace(record: string | null) {
      text = record
    },
  }
}
