import { type PlexClock, withTimeout } from './clock.ts'
import { parseJson, record } from './json.ts'
import { PlexError } from './PlexError.ts'
import type { KeptToken } from './session/DeviceKeys.ts'
import type { SessionStore } from './session/ownRecords.ts'
import { warnOnce } from './storage.ts'
import { accountToken } from './user.ts'

/** What one call of the store may take: it may derive a key from a passphrase first. */
const STORE_MS = 15_000

/** Where a token source keeps its token. */
export interface TokenRecord {
  /** @throws {@link PlexError} `storage` for a store that does not answer; what the store throws. */
  read(): Promise<KeptToken | null>
  /** What finds no room is kept by this process alone. */
  write(token: KeptToken): Promise<void>
  /** Removes this token, and no newer one that somebody else has put in its place. */
  remove(token: string): Promise<void>
}

/** One token, in a store of the app's own; in memory where there is none, or it takes nothing. */
export function openTokenRecord(store: SessionStore | undefined, clock: PlexClock): TokenRecord {
  let inMemory: KeptToken | null = null

  function inTime<T>(task: () => PromiseLike<T> | T): Promise<T> {
    const late = () => new PlexError('storage', 'Could not use the store: no answer in 15 s.')
    return withTimeout({ clock, ms: STORE_MS, late }, async () => task())
  }
  return {
    async read() {
      if (inMemory || !store) return inMemory
      return parseRecord(await inTime(() => store.read()))
    },
    async write(token) {
      inMemory = token
      if (!store) return
      try {
        await inTime(() => store.write(JSON.stringify({ v: 1, ...token }), true))
        inMemory = null
      } catch {
        warnOnce('the store', 'it took no token')
      }
    },
    async remove(token) {
      if (inMemory?.token === token) inMemory = null
      if (!store) return
      const clear = async () => {
        if (parseRecord(await store.read())?.token === token) await store.clear()
      }
      await inTime(clear).catch(() => warnOnce('the store', 'it forgot no token'))
    },
  }
}

/** Null for what is no record of this version: whoever wrote it, it is no token. */
function parseRecord(text: string | null): KeptToken | null {
  const { v, token, tokenAt } = record(text === null ? null : parseJson(text))
  const isToken = v === 1 && accountToken.safeParse(token).success
  return isToken ? { token: token as string, tokenAt: typeof tokenAt === 'number' ? tokenAt : undefined } : null
}
