import type { PlexClient } from '../createPlexClient.ts'
import { revokeToken } from '../revokeToken.ts'
import { warnOnce } from '../storage.ts'
import { getUser } from '../user.ts'
import { type Keeper, nobody } from './keeper.ts'
import { decode, encode, type Kept, type MaybePromise, type SessionStore } from './store.ts'

/** Keeps the session, token and all, in a store. What the store refuses lives on in memory. */
export function createStoreKeeper(client: PlexClient, store: SessionStore): Keeper {
  let kept: Kept | null = null
  /** Grows with each change and each reading: what a reading from before finds is out of date. */
  let version = 0
  let written: Promise<unknown> = Promise.resolve()

  const refused = () => {
    warnOnce('the session store')
    return kept?.user ?? null
  }
  /** One after the other: a slow store could end them in another order. */
  function write(next: Kept | null, task: () => MaybePromise<void>) {
    kept = next
    version++
    written = written.then(task).catch(refused)
    return written as Promise<void>
  }
  const token = () => {
    if (kept) return kept.token
    throw nobody()
  }
  const save = (next: Kept) => write(next, () => store.write(encode(next), next.lasting))

  return {
    restore() {
      const begun = ++version
      const adopt = (text: string | null) => {
        if (begun === version) kept = decode(text)
        return kept?.user ?? null
      }
      try {
        const text = store.read()
        // Not every promise is a Promise: storage libraries have their own.
        return text && typeof text === 'object' ? Promise.resolve(text).then(adopt).catch(refused) : adopt(text)
      } catch {
        return refused()
      }
    },
    accept: ({ token, user }, lasting) => save({ token, user, lasting }),
    token,
    async refresh(options) {
      const asked = token()
      const user = await getUser(client, asked, options)
      if (kept?.token === asked) await save({ ...kept, user })
      return user
    },
    async forget(revoke) {
      // Nobody's, or no longer this tab's: what lies in the store is then another's.
      if (!kept) return
      const left = kept.token
      const cleared = write(null, () => store.clear())
      // Forgotten here whatever plex.tv says: the token may have been dead, or plex.tv out of reach.
      if (revoke) await revokeToken(client, left).catch(() => {})
      await cleared
    },
    subscribe: (changed) => store.subscribe?.(() => void written.then(changed)),
  }
}
