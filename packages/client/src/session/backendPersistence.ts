import { retrying, withTimeout } from '../clock.ts'
import type { PlexClient } from '../createPlexClient.ts'
import { PlexError } from '../PlexError.ts'
import { randomId } from '../randomId.ts'
import { holdSignIns } from '../revocations.ts'
import { revokeToken } from '../revokeToken.ts'
import type { PlexGrant } from '../signIn.ts'
import { type PlexUser, userSchema } from '../user.ts'
import { askApp, backendError } from './askApp.ts'
import {
  ACCEPT_MS,
  type HeldSession,
  notSignedIn,
  REVOKE_MS,
  type SessionFacts,
  type SessionPersistence,
} from './sessionPersistence.ts'

/**
 * Your server keeps the session, and the browser keeps no token. A sign-in is not done before `accept` is. It says no
 * by `denyAccess`; whatever else it rejects with is a failure of your server, and shown as the code `backend`.
 */
export interface SessionBackend {
  /**
   * Takes the token. Your server must ask plex.tv itself whose it is: what a browser says of the user proves nothing.
   * Called while another session is there too, which it replaces: your server ends that one's token, if it is another.
   * Half a minute at most.
   */
  accept(
    grant: PlexGrant & { readonly clientIdentifier: string },
    options: { rememberMe: boolean; signal: AbortSignal },
  ): Promise<void>
  /**
   * Who your server says is signed in; null (and no rejection) for nobody. Asked up to three times while it fails, for
   * ten seconds in all.
   */
  restore(options: { signal: AbortSignal }): Promise<PlexUser | null>
  /**
   * Ends your session, and the token at plex.tv: ten seconds at most. Send it with `keepalive`, for the page may be
   * left at once. A failure is only told in the console: the person has left here.
   */
  signOut(options: { signal: AbortSignal }): Promise<void>
}

const RESTORE_MS = 10_000
/** A sign-in that was called off is on its way to the server: what follows must not arrive before it has ended. */
const GRACE_MS = 5000

/** Keeps the session at the app's own server. */
export function createBackendPersistence(
  client: PlexClient,
  backend: SessionBackend,
  { grants }: SessionFacts,
): SessionPersistence {
  const { clock } = client
  const late = (task: string) => () => backendError(task, 'timeout')
  const tell = (error: unknown) => console.warn(error)

  const restore = (caller?: AbortSignal) =>
    withTimeout({ clock, ms: RESTORE_MS, late: late('restore'), signal: caller }, (signal) =>
      retrying(clock, caller ? 0 : 2, signal, () =>
        askApp('restore', async () => {
          const answer = await backend.restore({ signal })
          const user = answer && userSchema.safeParse(answer).data
          if (user === undefined) throw new TypeError('not a PlexUser')
          return user
        }),
      ),
    )
  async function read(): Promise<HeldSession | null> {
    const user = await restore()
    return user && { id: randomId(), user }
  }
  async function signOut() {
    const signedOut = withTimeout({ clock, ms: REVOKE_MS, late: late('sign out') }, (signal) =>
      askApp('sign out', () => backend.signOut({ signal })),
    ).catch(tell)
    holdSignIns(client, signedOut)
    await signedOut
  }

  return {
    isRemote: true,
    read: () =>
      read().catch((error) => {
        tell(error)
        throw error
      }),
    // No token needs to be proven here, because your server asks plex.tv about each one that it takes.
    isSuspect: () => false,
    suspect() {},
    suspectAll() {},
    async accept(grant, rememberMe, caller, held) {
      const limit = { clock, ms: ACCEPT_MS, late: late('sign in'), signal: caller, graceMs: GRACE_MS }
      await withTimeout(limit, async (signal) => {
        const clientIdentifier = await client.clientIdentifier()
        const accept = () => backend.accept({ ...grant, clientIdentifier }, { rememberMe, signal })
        await askApp('sign in', accept, { token: grant.token })
      })
      return {
        session: { id: randomId(), user: grant.user },
        endReplaced: async () => [],
        async undo() {
          // A session of the same person that was there before stays.
          if (held?.user.uuid === grant.user.uuid) return
          const now = await read().catch(() => null)
          if (now?.user.uuid === grant.user.uuid) await signOut()
        },
      }
    },
    async abandon({ token, user }, held) {
      // plex.tv has one token for each account on a device: another session of this person has the same.
      if ([held, ...grants].some((needed) => needed?.user.uuid === user.uuid)) return []
      const limit = { clock, ms: REVOKE_MS, late: late('sign out') }
      await withTimeout(limit, (signal) => revokeToken(client, token, { signal })).catch(() => {})
      return [{ id: randomId(), user }]
    },
    shareToken: (one, other) => one.id === other.id,
    token() {
      throw new PlexError('misuse', 'Could not give a token: your backend has it.')
    },
    async refresh(_session, { signal = new AbortController().signal }) {
      const user = await restore(signal)
      if (user) return user
      throw notSignedIn()
    },
    update() {},
    async release(_session, cause) {
      if (cause === 'signed out') await signOut()
      return []
    },
    releaseOvertaken: async () => [],
  }
}
