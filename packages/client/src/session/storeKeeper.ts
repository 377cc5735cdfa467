import type { PlexClient } from '../createPlexClient.ts'
import { revokeToken } from '../revokeToken.ts'
import { warnOnce } from '../storage.ts'
import { getUser } from '../user.ts'
import { type Keeper, nobody } from './keeper.ts'
import { decode, encode, type Kept, type MaybePromise, type SessionStore } from './store.ts'

/** Keeps the session, token and all, in a store. What the store refuses lives on in memory. */
export function createStoreKeeper(client: PlexClient, store: SessionStore): Keeper {
  let kept: Kept | null = null

  const adopt = (text: string | null) => {
    kept = decode(text)
    return kept?.user ?? null
  }
  const refused = () => {
    warnOnce('the session store')
    return null
  }
  async function write(task: () => MaybePromise<void>) {
    try {
      await task()
    } catch {
      refused()
    }
  }
  const token = () => {
    if (kept) return kept.token
    throw nobody()
  }
  const save = (next: Kept) => {
    kept = next
    return write(() => store.write(encode(next), next.lasting))
  }

  return {
    restore() {
      try {
        const text = store.read()
        return text instanceof Promise ? text.then(adopt).catch(refused) : adopt(text)
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
      const left = kept?.token
      kept = null
      await write(() => store.clear())
      // Forgotten here whatever plex.tv says: the token may have been dead, or plex.tv out of reach.
      if (revoke && left) await revokeToken(client, left).catch(() => {})
    },
    subscribe: (changed) => store.subscribe?.(changed),
  }
}
