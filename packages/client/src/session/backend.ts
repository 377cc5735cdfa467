import { retrying, within } from '../clock.ts'
import type { PlexClient } from '../createPlexClient.ts'
import { isPlexError, PlexError } from '../PlexError.ts'
import type { PlexGrant } from '../signIn.ts'
import { type PlexUser, userSchema } from '../user.ts'
import type { Keeper } from './keeper.ts'

/**
 * Your server keeps the session, and the browser keeps no token.
 * A sign-in is not done before `accept` is; what it rejects with is shown as the code `backend`.
 */
export interface SessionBackend {
  /** Takes the token. Your server must ask plex.tv itself whose it is: what a browser says of the user proves nothing. */
  accept(
    grant: PlexGrant & { readonly clientIdentifier: string },
    options: { rememberMe: boolean; signal: AbortSignal },
  ): Promise<void>
  /** Who your server says is signed in; null for nobody. */
  restore(options: { signal: AbortSignal }): Promise<PlexUser | null>
  signOut(options: { signal: AbortSignal }): Promise<void>
}

const TIMEOUT_MS = 30_000

/** Keeps the session at the app's own server. */
export function createBackendKeeper(client: PlexClient, backend: SessionBackend): Keeper {
  const failed = (task: string, why: string) => new PlexError('backend', `Could not ${task} at your backend: ${why}`)
  /** Its failure becomes a `backend` error; the app's own words help its developer, but never repeat the token. */
  const ask = <T>(
    task: string,
    caller: AbortSignal | undefined,
    call: (signal: AbortSignal) => Promise<T>,
    token?: string,
  ) =>
    within(
      client.clock,
      TIMEOUT_MS,
      () => failed(task, 'no answer in 30 s'),
      caller,
      async (signal) => {
        try {
          return await call(signal)
        } catch (error) {
          throw failed(
            task,
            String(error)
              .split(token ?? '\0')
              .join('[token]'),
          )
        }
      },
    )

  async function restore(caller?: AbortSignal): Promise<PlexUser | null> {
    const answer = await ask('restore the session', caller, (signal) => backend.restore({ signal }))
    const user = answer && userSchema.safeParse(answer).data
    if (user === undefined) throw failed('restore the session', 'it gave neither a PlexUser nor null')
    return user
  }

  return {
    async restore() {
      try {
        // Nobody is signed out by a server that stumbles; but a page can't stay blank for one that is down.
        return await retrying(client.clock, undefined, isPlexError, () => restore())
      } catch (error) {
        console.warn(error)
        return null
      }
    },
    async accept(grant, rememberMe, caller) {
      const clientIdentifier = await client.clientIdentifier()
      const accept = (signal: AbortSignal) => backend.accept({ ...grant, clientIdentifier }, { rememberMe, signal })
      await ask('sign in', caller, accept, grant.token)
    },
    token() {
      throw new PlexError('misuse', 'Could not give a token: your backend has it. Call plex.tv from there.')
    },
    async refresh({ signal }) {
      const user = await restore(signal)
      if (user) return user
      throw new PlexError('unauthorized', 'Could not read the user: your backend knows nobody.')
    },
    async forget(revoke) {
      if (revoke)
        await ask('sign out', undefined, (signal) => backend.signOut({ signal })).catch((error) => console.warn(error))
    },
  }
}
