import type { PlexClient } from '../createPlexClient.ts'
import { PlexError } from '../PlexError.ts'
import { revokeToken } from '../revokeToken.ts'
import { warnOnce } from '../storage.ts'
import { getUser } from '../user.ts'
import type { Keeper } from './keeper.ts'
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
    token() {
      if (kept) return kept.token
      throw new PlexError('unauthorized', 'Could not give a token: nobody is signed in.')
    },
    async refresh(options) {
      const { token } = kept as Kept
      const user = await getUser(client, token, options)
      if (kept?.token === token) await save({ ...kept, user })
      return user
    },
    async forget(revoke) {
      const token = kept?.token
      kept = null
      await write(() => store.clear())
      // Forgotten here whatever plex.tv says: the token may have been dead, or plex.tv out of reach.
      if (revoke && token) await revokeToken(client, token).catch(() => {})
    },
    subscribe: (changed) => store.subscribe?.(changed),
  }
}
