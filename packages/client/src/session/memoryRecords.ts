import type { RecordStore } from './recordStore.ts'
import type { SessionRecord } from './sessionRecord.ts'

/** One session, until the page is left or the process ends. */
export function createMemoryRecords(): RecordStore {
  let kept: SessionRecord | null = null
  const all = () => (kept ? [kept] : [])
  const put = (record: SessionRecord) => {
    kept = record
  }
  return {
    read: () => kept,
    readAll: all,
    add(record) {
      const replaced = all()
      put(record)
      return { kept: record, replaced }
    },
    putBack: put,
    update(record) {
      if (kept?.id === record.id) put(record)
    },
    remove(...records) {
      if (records.some(({ id }) => id === kept?.id)) kept = null
    },
    subscribe: () => () => {},
  }
}
