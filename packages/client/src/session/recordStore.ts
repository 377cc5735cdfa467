import type { MaybePromise } from '../thenable.ts'
import type { SessionRecord } from './sessionRecord.ts'

/**
 * Where records lie, in the words that a session needs. Each says which session it means, and touches no other: between
 * a tab's reading and its writing another tab may have signed somebody in.
 */
export interface RecordStore {
  /** The session that counts in this tab; null for none. */
  read(): MaybePromise<SessionRecord | null>
  /** All that are kept where this tab looks, for a new one to come after. */
  readAll(): MaybePromise<readonly SessionRecord[]>
  /** Puts a new session in the place of those that it replaces; returns it as it was kept, and these. */
  add(record: SessionRecord): MaybePromise<{ stored: SessionRecord; replaced: readonly SessionRecord[] }>
  /** Puts one back that was replaced in vain. */
  putBack(record: SessionRecord): MaybePromise<void>
  /** Writes over the same session's record, unless it is gone. */
  update(record: SessionRecord): MaybePromise<void>
  /** Removes these sessions and no other. */
  remove(...records: SessionRecord[]): MaybePromise<void>
  /** Calls `changed` when somebody else wrote; returns the function that stops it. */
  subscribe(changed: () => void): () => void
}
