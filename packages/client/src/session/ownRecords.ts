import { type PlexClock, withTimeout } from '../clock.ts'
import { PlexError } from '../PlexError.ts'
import { warnOnce } from '../storage.ts'
import { isThenable, type MaybePromise } from '../thenable.ts'
import { exclusively } from './exclusively.ts'
import type { RecordStore } from './recordStore.ts'
import { readRecord, type SessionRecord } from './sessionRecord.ts'

/** Where a session's record lies. It is one text, with the token in it. */
export interface SessionStore {
  /** The record that was written last; null for none. */
  read(): MaybePromise<string | null>
  /** `lasting` is false when the session should end with its tab: "remember me" was not ticked. */
  write(record: string, lasting: boolean): MaybePromise<void>
  /** Forgets the record. */
  clear(): MaybePromise<void>
  /** Calls `changed` when somebody else wrote or cleared; returns the function that stops it. */
  subscribe?(changed: () => void): () => void
}

/** What one call of the store may take: a sign-in takes four, and a person waits for it. */
const CALL_MS = 2000

/**
 * Sessions in a store of the app's own, which holds one record: what is to be removed or written over is compared
 * first, while no other tab does the same. What the store refuses, or never answers, lives on in memory.
 */
export function createOwnRecords(store: SessionStore, name: string, clock: PlexClock): RecordStore {
  /** What the store did not take. It is this tab's alone. */
  let unstored: SessionRecord | null = null
  /** What this tab wants to be kept. */
  let latest: SessionRecord | null = null

  const inTime = <T>(call: () => MaybePromise<T>) => {
    const late = () => new PlexError('storage', 'Could not use the store: no answer in 2 s.')
    return withTimeout({ clock, ms: CALL_MS, late }, async () => call())
  }
  const read = () => inTime(() => store.read()).then(readRecord)
  const alone = <T>(task: () => Promise<T>) => exclusively(`foyer.session.${name}`, clock, task)
  const refused = () => {
    warnOnce('the store', 'it failed, or did not answer')
    return null
  }

  /** Puts a session into the store, or keeps it in memory where that does not take it. */
  async function write(record: SessionRecord) {
    latest = record
    const writing = (async () => store.write(JSON.stringify(record), record.lasting))()
    try {
      await inTime(() => writing)
      unstored = null
    } catch {
      refused()
      unstored = record
      // The record of the session before must not come back after a reload.
      await inTime(() => store.clear()).catch(refused)
      writing.then(
        () => landLate(record),
        () => {},
      )
    }
  }
  /** A write that took too long has been done all the same, over whatever came after it. */
  function landLate(record: SessionRecord) {
    if (unstored?.id === record.id) {
      unstored = null
      return
    }
    alone(async () => {
      if ((await read())?.id !== record.id) return
      if (latest) await write(latest)
      else await inTime(() => store.clear())
    }).catch(refused)
  }
  async function remove(...records: SessionRecord[]) {
    const goes = (stored: SessionRecord | null) => records.some(({ id }) => id === stored?.id)
    if (goes(unstored)) unstored = null
    if (goes(latest)) latest = null
    await alone(async () => {
      if (goes(await read())) await inTime(() => store.clear())
    }).catch(refused)
  }

  return {
    read() {
      if (unstored) return unstored
      try {
        const text = store.read()
        return isThenable(text) ? inTime(() => text).then(readRecord) : readRecord(text)
      } catch (error) {
        return Promise.reject(error)
      }
    },
    async readAll() {
      const stored = unstored ?? (await read().catch(refused))
      return stored ? [stored] : []
    },
    add: (record) =>
      alone(async () => {
        const replaced = unstored ?? (await read().catch(refused))
        await write(record)
        return { stored: record, replaced: replaced ? [replaced] : [] }
      }),
    putBack: (record) =>
      alone(async () => {
        if ((await read().catch(refused)) === null) await write(record)
      }),
    update: (record) =>
      alone(async () => {
        if (unstored?.id === record.id) unstored = record
        // A record that finds no room leaves the older one there, which is of the same session.
        else if ((await read())?.id === record.id) {
          await inTime(() => store.write(JSON.stringify(record), record.lasting))
        }
      }).catch(() => void refused()),
    remove,
    subscribe: (changed) => store.subscribe?.(changed) ?? (() => {}),
  }
}
