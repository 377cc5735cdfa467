import { retrying, within } from '../clock.ts'
import type { PlexClient } from '../createPlexClient.ts'
import { PlexError } from '../PlexError.ts'
import type { PlexGrant } from '../signIn.ts'
import { type PlexUser, userSchema } from '../user.ts'
import { type Keeper, nobody } from './keeper.ts'

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
  /**
   * Who your server says is signed in; null (and no rejection) for nobody. Half a minute at most; asked up to three times
   * while it fails.
   */
  restore(options: { signal: AbortSignal }): Promise<PlexUser | null>
  /** Ends your session, and the token at plex.tv. A failure is only told in the console: the person has left here. */
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
      () => failed(task, 'timeout'),
      caller,
      async (signal) => {
        try {
          return await call(signal)
        } catch (error) {
          throw failed(
            task,
            String(error instanceof Error ? error : 'refused')
              .split(token ?? '\0')
              .join('[token]'),
          )
        }
      },
    )

  const told = (error: unknown) => {
    console.warn(error)
    return null
  }
  const restore = (caller?: AbortSignal) =>
    ask('restore', caller, async (signal) => {
      const answer = await backend.restore({ signal })
      const user = answer && userSchema.safeParse(answer).data
      if (user === undefined) throw new TypeError('not a PlexUser')
      return user
    })

  return {
    // Nobody is signed out by a server that stumbles; but a page can't stay blank for one that is down.
    restore: () => retrying(client.clock, 2, undefined, () => restore()).catch(told),
    async accept(grant, rememberMe, caller) {
      const clientIdentifier = await client.clientIdentifier()
      const accept = (signal: AbortSignal) => backend.accept({ ...grant, clientIdentifier }, { rememberMe, signal })
      await ask('sign in', caller, accept, grant.token)
    },
    token() {
      throw new PlexError('misuse', 'Could not give a token: your backend has it.')
    },
    async refresh({ signal }) {
      const user = await restore(signal)
      if (user) return user
      throw nobody()
    },
    async forget(revoke) {
      if (revoke) await ask('sign out', undefined, (signal) => backend.signOut({ signal })).catch(told)
    },
  }
}
