import { type KeyStore, openLocalStore, openTabStore } from '../storage.ts'
import type { RecordStore } from './recordStore.ts'
import { isLater, readRecord, type SessionRecord } from './sessionRecord.ts'

/**
 * Sessions in the browser's storage: a lasting one in `localStorage`, where all tabs have it; another in its own tab's
 * `sessionStorage`, which comes first there, and leaves alone what other tabs share.
 *
 * Each lies under a key of its own, made of its id. To end a session is to remove its key, so that it can never remove
 * another, however late a tab hears of things; no browser makes "compare, then remove" one step.
 */
export function createBrowserRecords(name: string): RecordStore {
  const prefix = `foyer.session.${name}.`
  const local = openLocalStore()
  const tab = openTabStore()
  /** What others shared when this tab's own session ended, by id: who signs out does not become somebody else. */
  let declined: readonly string[] = []

  const recordKey = ({ id }: SessionRecord) => prefix + id
  /** The latest first. */
  function recordsIn(store: KeyStore): SessionRecord[] {
    const records: SessionRecord[] = []
    for (const key of store.keys()) {
      const record = key.startsWith(prefix) ? readRecord(store.get(key)) : null
      if (record && recordKey(record) === key) records.push(record)
    }
    return records.sort((one, other) => (isLater(one, other) ? -1 : 1))
  }
  function removeFrom(store: KeyStore, records: readonly SessionRecord[]) {
    for (const record of records) store.remove(recordKey(record))
  }
  const write = (store: KeyStore, record: SessionRecord) => store.set(recordKey(record), JSON.stringify(record))

  return {
    read() {
      const [own] = recordsIn(tab)
      return own ?? recordsIn(local).find(({ id }) => !declined.includes(id)) ?? null
    },
    readAll: () => [...recordsIn(tab), ...recordsIn(local)],
    add(record) {
      const own = recordsIn(tab)
      const shared = record.lasting ? recordsIn(local) : []
      let isStored = write(record.lasting ? local : tab, record)
      let gone: readonly SessionRecord[] = shared
      if (record.lasting && !isStored) {
        // The sessions that it replaces may be what takes the room; they are put back where that does not help.
        removeFrom(local, shared)
        isStored = write(local, record)
        if (!isStored) gone = shared.filter((each) => !write(local, each))
      }
      removeFrom(tab, own)
      removeFrom(local, gone)
      if (isStored || !record.lasting) return { stored: record, replaced: [...own, ...gone] }
      // A session that finds no room where all tabs look becomes this tab's own.
      local.remove(recordKey(record))
      const stored = { ...record, lasting: false }
      write(tab, stored)
      return { stored, replaced: [...own, ...gone] }
    },
    putBack(record) {
      write(record.lasting ? local : tab, record)
    },
    update(record) {
      for (const store of [tab, local]) if (store.get(recordKey(record)) !== null) write(store, record)
    },
    remove(...records) {
      const endsOwn = records.some(({ lasting }) => !lasting)
      for (const store of [tab, local]) removeFrom(store, records)
      if (endsOwn) declined = recordsIn(local).map(({ id }) => id)
    },
    subscribe: (changed) =>
      local.subscribe((key) => {
        if (key === null || key.startsWith(prefix)) changed()
      }),
  }
}
