import type { RecordStore } from './recordStore.ts'
import type { SessionRecord } from './sessionRecord.ts'

/** One session, until the page is left or the process ends. */
export function createMemoryRecords(): RecordStore {
  let stored: SessionRecord | null = null
  const all = () => (stored ? [stored] : [])
  const put = (record: SessionRecord) => {
    stored = record
  }
  return {
    read: () => stored,
    readAll: all,
    add(record) {
      const replaced = all()
      put(record)
      return { stored: record, replaced }
    },
    putBack: put,
    update(record) {
      if (stored?.id === record.id) put(record)
    },
    remove(...records) {
      if (records.some(({ id }) => id === stored?.id)) stored = null
    },
    subscribe: () => () => {},
  }
}
