import type { PlexClient } from '../createPlexClient.ts'
import { revokeToken } from '../revokeToken.ts'
import { warnOnce } from '../storage.ts'
import { getUser } from '../user.ts'
import { type Keeper, nobody } from './keeper.ts'
import { decode, type Kept, type MaybePromise, type SessionStore } from './store.ts'

/** Keeps the session, token and all, in a store. What the store refuses lives on in memory. */
export function createStoreKeeper(client: PlexClient, store: SessionStore): Keeper {
  let kept: Kept | null = null
  /** Writes and later readings, one after the other: a slow store could end them in another order. */
  let queue: Promise<unknown> = Promise.resolve()

  const refused = () => {
    warnOnce('the store')
    return kept?.user ?? null
  }
  /** With `mine`, only where that session still is: another tab may have signed in since, and this one not heard of it. */
  function write(next: Kept | null, task: () => MaybePromise<void>, mine?: string) {
    kept = next
    queue = queue.then(async () => (!mine || decode(await store.read())?.token === mine) && task()).catch(refused)
    return queue as Promise<void>
  }
  const token = () => {
    if (kept) return kept.token
    throw nobody()
  }
  const save = (next: Kept, mine?: string) => write(next, () => store.write(JSON.stringify(next), next.lasting), mine)

  return {
    restore() {
      const before = kept
      const adopt = (text: string | null) => {
        // Not when somebody has started or signed out since.
        if (kept === before) kept = decode(text)
        return kept?.user ?? null
      }
      try {
        const text = store.read()
        // Not every promise is a Promise: storage libraries have their own.
        return text && typeof text === 'object' ? Promise.resolve(text).then(adopt, refused) : adopt(text)
      } catch {
        return refused()
      }
    },
    accept: ({ token, user }, lasting) => save({ v: 1, token, user, lasting }),
    token,
    async refresh(options) {
      const asked = token()
      const user = await getUser(client, asked, options)
      if (kept?.token === asked) await save({ ...kept, user }, asked)
      return user
    },
    async forget(revoke) {
      // Nobody's, or no longer this tab's: what lies in the store is then another's.
      if (!kept) return
      const left = kept.token
      const cleared = write(null, () => store.clear(), revoke ? undefined : left)
      // Forgotten here whatever plex.tv says: the token may have been dead, or plex.tv out of reach.
      if (revoke) await revokeToken(client, left).catch(() => {})
      await cleared
    },
    subscribe: (changed) =>
      store.subscribe?.(() => {
        queue = queue.then(changed)
      }),
  }
}
