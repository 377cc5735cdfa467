import { PlexError } from '../PlexError.ts'
import type { CallOptions } from '../request.ts'
import type { PlexGrant } from '../signIn.ts'
import type { PlexUser } from '../user.ts'
import type { MaybePromise } from './store.ts'

/** Where a session is kept: in a store of this side's, or by the app's own server. */
export interface Keeper {
  /** Who was signed in before, or is now after somebody else wrote; null for nobody. Never rejects. */
  restore(): MaybePromise<PlexUser | null>
  /** Takes a new session in; what it rejects with is why the sign-in failed. */
  accept(grant: PlexGrant, lasting: boolean, signal: AbortSignal | undefined): MaybePromise<void>
  /** The token of now; throws `misuse` where this side has none by design, `unauthorized` when signed out. */
  token(): string
  /** Asks again who is signed in; rejects with `unauthorized` when nobody is any more. */
  refresh(options: CallOptions): Promise<PlexUser>
  /** Lets go of the session; with `revoke`, at plex.tv too. Never rejects. */
  forget(revoke: boolean): MaybePromise<void>
  /** Calls `changed` when somebody else wrote; returns the function that stops it. */
  subscribe?(changed: () => void): (() => void) | undefined
}

export const nobody = () => new PlexError('unauthorized', 'Could not use the session: nobody is signed in.')
