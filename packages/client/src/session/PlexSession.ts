import type { PlexClient } from '../createPlexClient.ts'
import type { PlexError } from '../PlexError.ts'
import type { ProfileChoice } from '../profile.ts'
import type { CallOptions } from '../request.ts'
import type { PlexGrant } from '../signIn.ts'
import type { PlexUser } from '../user.ts'
import type { SessionBackend } from './backendPersistence.ts'
import type { DeviceKeys } from './DeviceKeys.ts'
import type { SessionStore } from './ownRecords.ts'
import type { ProfileStep } from './profileStep.ts'
import type { SignedOutReason } from './sessionChannel.ts'

/** Who is signed in. */
export type SessionState =
  /** Storage or backend is not read yet; always so on a server. */
  | { readonly status: 'pending' }
  /** Nobody is. */
  | { readonly status: 'signed-out'; readonly reason: SignedOutReason }
  /**
   * Somebody is; with the token at hand, here or at your backend. `refreshError` says why they could not be asked for
   * again: they stay signed in, with what was kept. In a session with `profiles` the user is who is watching.
   */
  | { readonly status: 'signed-in'; readonly user: PlexUser; readonly refreshError: PlexError | null }
  /**
   * An account is signed in, and who of its Home is watching is to be said: only in a session with `profiles`. Calls
   * are the account's meanwhile. `lastUuid` is whose profile was chosen last in this session; null for nobody's yet.
   */
  | {
      readonly status: 'choosing-profile'
      readonly account: PlexUser
      readonly lastUuid: string | null
      readonly refreshError: PlexError | null
    }

/** How a session is kept. A store and a backend exclude each other. */
export type SessionOptions = {
  /**
   * Whether a session outlives its tab unless its sign-in says otherwise, and where the form's box starts.
   *
   * @default true
   */
  remember?: boolean | undefined
  /**
   * Decides who may come in, before a session begins: says no by `denyAccess`, or is `onlyMembersOf` your server. Half a
   * minute at most. A `PlexError` that it rejects with, of a call with `client` say, is the sign-in's; whatever else is
   * the code `backend`. What runs in a browser keeps honest people out, and no others: your own server must ask plex.tv
   * itself whose a token is.
   */
  authorize?:
    | ((grant: PlexGrant, options: { client: PlexClient; signal: AbortSignal }) => void | Promise<void>)
    | undefined
} & (
  | {
      /**
       * `browser`: `localStorage` or `sessionStorage`, as remembered or not. `memory`: until the page is left, or the
       * process ends. Or a place of your own.
       *
       * @default 'browser'
       */
      storage?: 'browser' | 'memory' | SessionStore | undefined
      /**
       * Asks who of a Plex Home is watching, after each sign-in: `askForProfile()`.
       *
       * @default a session is the account's
       */
      profiles?: ProfileStep | undefined
      /**
       * Makes tokens end after seven days, and renews them: `deviceKeys()` of `@foyer/client/device-keys`. Sign in with
       * the session's own `client` then.
       *
       * @default plex.tv's classic tokens, which have no stated end
       */
      tokens?: DeviceKeys | undefined
      backend?: undefined
    }
  | {
      /** Your server keeps the session, and the browser no token. */
      backend: SessionBackend
      storage?: undefined
      profiles?: undefined
      tokens?: undefined
    }
)

/** The one owner of tokens, and of who is signed in. */
export interface PlexSession {
  /** Use this one for calls and for sign-ins. With `tokens` it is another than the one that was given. */
  readonly client: PlexClient
  /** Whether sessions are remembered unless a sign-in says otherwise. */
  readonly remember: boolean
  /**
   * Whether the session was given `profiles`, and asks who of a Home is watching: only then is there anything to go
   * back to by `leaveProfile`.
   *
   * @example
   * ```ts
   * import type { PlexSession } from '@foyer/client'
   *
   * export function offerSwitch(session: PlexSession, button: HTMLButtonElement) {
   *   const state = session.getState()
   *   button.hidden = !(session.asksForProfile && state.status === 'signed-in' && state.user.inHome)
   *   button.onclick = () => session.leaveProfile()
   * }
   * ```
   */
  readonly asksForProfile: boolean
  /** The state of now; the same object until it changes. */
  getState(): SessionState
  /** Calls `listener` after each change of the state; returns the function that stops it. */
  subscribe(listener: () => void): () => void
  /**
   * Begins a session with a grant, or with what brings one: the sign-in is then under way from this call on, and gets a
   * signal that aborts when it is called off. Of two under way the one that started last wins; the other rejects with
   * an `AbortError`, and so does one whose grant is there when `signOut` is called. Whoever was signed in before stays so until this is
   * done, and when it fails or is called off; their token is then ended at plex.tv, as is the one of a grant that
   * came to nothing. Resolves with who is in.
   *
   * @example
   * ```ts
   * import { type PlexSession, signIn } from '@foyer/client'
   *
   * export const enter = (session: PlexSession, login: string, password: string) =>
   *   session.start(({ signal }) => signIn(session.client, { login, password }, { signal }))
   * ```
   *
   * @param options - `rememberMe` is read when the grant is there; default: the session's `remember`.
   * @throws {@link PlexError} `access-denied` when your app said no, `backend` when it failed, `misuse` on a server; and
   *   what the sign-in itself throws.
   */
  start(
    grant: PlexGrant | ((options: { signal: AbortSignal }) => PromiseLike<PlexGrant>),
    options?: { rememberMe?: boolean | undefined; signal?: AbortSignal | undefined },
  ): Promise<PlexUser>
  /**
   * Revokes at plex.tv and forgets, in every tab; forgets at once, even if plex.tv does not answer, and resolves when
   * plex.tv has, or after ten seconds (with a backend, when what was under way there has ended too). A sign-in that
   * follows waits for it. Never rejects.
   */
  signOut(): Promise<void>
  /**
   * Says who is watching, in a session with `profiles`; also while somebody else is. Their token is the session's from
   * then on, and the account's is kept beside it. Resolves with who is watching.
   *
   * @example
   * ```ts
   * import { getProfiles, type PlexSession } from '@foyer/client'
   *
   * export async function watchAs(session: PlexSession, title: string, profilePin?: string) {
   *   const profile = (await session.call(getProfiles)).find((each) => each.title === title)
   *   if (profile) await session.chooseProfile({ uuid: profile.uuid, profilePin })
   * }
   * ```
   *
   * @throws {@link PlexError} what `switchProfile` and `getToken` throw; `misuse` in a session without `profiles`.
   */
  chooseProfile(choice: ProfileChoice, options?: CallOptions): Promise<PlexUser>
  /** Asks anew who is watching. The account stays signed in, and nothing is ended at plex.tv. */
  leaveProfile(): void
  /**
   * The only reader of the token: that of who is watching, or the account's. With `tokens` it is renewed first where it
   * is due, and one that has ended is never given.
   *
   * @throws {@link PlexError} `unauthorized` when nobody is signed in, `misuse` with a backend or on a server; with
   *   `tokens` also what the renewal of a token that has ended throws: `device-key-lost` and `device-key-unknown` end the
   *   session.
   */
  getToken(): Promise<string>
  /**
   * Calls plex.tv with the token: `session.call(getUser)`. Ends the session when plex.tv answers that the token is
   * dead; with `tokens` it is renewed once before that, and the call made again.
   *
   * @throws {@link PlexError} what `getToken` and the operation throw.
   */
  call<T>(
    operation: (client: PlexClient, token: string, options: CallOptions) => Promise<T>,
    options?: CallOptions,
  ): Promise<T>
  /**
   * Asks plex.tv, or your backend, again who is signed in, and keeps the answer. Ends the session on `unauthorized`.
   *
   * @throws {@link PlexError} what `getUser` throws; `backend`.
   */
  refresh(options?: CallOptions): Promise<PlexUser>
  /**
   * Calls `refresh` by itself, until the returned function is called: now, when somebody looks at the page again, and
   * when the network is back; but not within five minutes of an answer, nor for as long as plex.tv asks to wait. What
   * goes wrong is in the state. `usePlexUser` does this.
   *
   * @example
   * ```ts
   * import type { PlexSession } from '@foyer/client'
   *
   * export function showUser(session: PlexSession, draw: (name: string) => void) {
   *   const stopDrawing = session.subscribe(() => {
   *     const state = session.getState()
   *     draw(state.status === 'signed-in' ? state.user.title : 'nobody')
   *   })
   *   const stopAsking = session.keepUserFresh()
   *   return () => {
   *     stopDrawing()
   *     stopAsking()
   *   }
   * }
   * ```
   */
  keepUserFresh(): () => void
  /** Stops listening to storage, to other tabs and to the page. The session stays as it is kept. */
  close(): void
}
