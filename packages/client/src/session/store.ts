import * as z from 'zod/mini'
import { parseJson } from '../json.ts'
import type { PlexGrant } from '../signIn.ts'
import { type KeyStore, onOtherTabsChange, openLocalStore, openTabStore } from '../storage.ts'
import { accountToken, flag, userSchema } from '../user.ts'

export type MaybePromise<T> = T | Promise<T>

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

const keptSchema = z.object({
  /** The version of the record. */
  v: z.custom<1>((value) => value === 1),
  token: accountToken,
  user: userSchema,
  lasting: flag,
})
/** A session as it is kept. */
export interface Kept extends PlexGrant {
  readonly v: 1
  readonly lasting: boolean
}

/** Null for what isn't a record of this version: it is no session, whoever wrote it. */
export const decode = (text: string | null): Kept | null => keptSchema.safeParse(parseJson(text)).data ?? null

/**
 * A lasting session in `localStorage`, where all tabs have it; another in its own tab's `sessionStorage`.
 * A tab's own comes first, and leaves alone what other tabs share.
 */
export function createBrowserStore(name: string): SessionStore {
  const key = `foyer.session.${name}`
  const local = openLocalStore()
  const tab = openTabStore()
  const tokenIn = (store: KeyStore) => decode(store.get(key))?.token
  const own = () => (tab.get(key) === null ? local : tab)
  return {
    read: () => own().get(key),
    write(text, lasting) {
      tab.remove(key)
      const store = lasting ? local : tab
      store.set(key, text)
    },
    clear() {
      // What all tabs share goes too when it is this very session: its token is dead now.
      if (tokenIn(own()) === tokenIn(local)) local.remove(key)
      tab.remove(key)
    },
    subscribe: (changed) =>
      onOtherTabsChange((changedKey) => {
        if (changedKey === key || changedKey === null) changed()
      }),
  }
}

/** Nothing is kept beside what the session itself holds. */
export const memorySessionStore: SessionStore = { read: () => null, write() {}, clear() {} }
