import { PlexError } from '../PlexError.ts'
import type { CallOptions } from '../request.ts'
import type { PlexGrant } from '../signIn.ts'
import type { MaybePromise } from '../thenable.ts'
import type { PlexUser } from '../user.ts'

/** A session as a tab knows it. Every act names the one that it means, by its id. */
export interface HeldSession {
  readonly id: string
  /** The account that signed in. */
  readonly user: PlexUser
  /** Who of its Home is watching, with their token; none for nobody yet. */
  readonly profile?: PlexGrant | undefined
  /** Whose profile was chosen last, whether or not they are still watching: the picker shows them first. */
  readonly lastUuid?: string | undefined
  /** When plex.tv was last told that the account's token is in use, in milliseconds since 1970. */
  readonly pingedAt?: number | undefined
}

/** What the session knows, and its persistence goes by. */
export interface SessionFacts {
  /** Sessions that have ended, wherever it was said first, by id: what is read late must not bring them back. */
  readonly ended: ReadonlySet<string>
  /** What sign-ins have brought that are not done yet: their tokens must not be ended. */
  readonly grants: ReadonlySet<PlexGrant>
}

/** A sign-in that was taken in. */
interface Accepted<S extends HeldSession> {
  readonly session: S
  /** Ends at plex.tv what it replaced, and returns that. Never rejects. */
  endReplaced(): Promise<readonly S[]>
  /** Takes it back, for a sign-in that was called off meanwhile. Never rejects. */
  undo(): Promise<void>
}

/**
 * Why a session is let go of: its person signed out here, its token turned out dead, or another tab said that it ended.
 */
type ReleaseCause = 'signed out' | 'dead' | 'announced'

/**
 * Where sessions are kept: in a store of this side's, or by the app's own server. Each step ends within a limit of
 * time.
 */
export interface SessionPersistence<S extends HeldSession = HeldSession> {
  /**
   * The app's own server keeps them: it is asked over the network, and does what it gets in the order in which it gets
   * it.
   */
  readonly isRemote: boolean
  /** Who is signed in; null for nobody. Rejects when that can't be told, and has then told the developer. */
  read(): MaybePromise<S | null>
  /**
   * Whether what was read may be dead: its token was ended here, or was said to be. To be asked about, not to be
   * removed.
   */
  isSuspect(session: S): boolean
  /**
   * A token of this person has ended in another tab: what a sign-in brings that was under way by then is to be proven.
   */
  suspect(uuid: string): void
  /** The page has slept, and heard of no end: what any sign-in brings from now on is to be proven. */
  suspectAll(): void
  /** Takes a new session in, over the one that is held; what it rejects with is why the sign-in failed. */
  accept(grant: PlexGrant, lasting: boolean, signal: AbortSignal, held: S | null): MaybePromise<Accepted<S>>
  /**
   * Ends the token of a sign-in that became no session, unless a session needs it; returns what it ended. Never
   * rejects.
   */
  abandon(grant: PlexGrant, held: S | null): Promise<readonly HeldSession[]>
  /** Whether one can't be alive when the other is dead. */
  shareToken(one: S, other: S): boolean
  /** The token; throws `misuse` where this side has none by design. */
  token(session: S): string
  /**
   * The same session with a token that can be used; `isDead`: the one that it has was refused. Without it tokens have no
   * end that can be known.
   */
  renew?(session: S, isDead: boolean): Promise<S>
  /** Asks again who is signed in; rejects with `unauthorized` when nobody is any more. */
  refresh(session: S, options: CallOptions): Promise<PlexUser>
  /** Keeps what was learned of the same session. Never rejects. */
  update(session: S): MaybePromise<void>
  /**
   * Forgets this session; ends it at plex.tv where its person signed out. Returns what it ended beside it. Never
   * rejects.
   */
  release(session: S, cause: ReleaseCause): Promise<readonly S[]>
  /**
   * Forgets what began here at the same moment as another session in another tab, and is not the one that counts:
   * neither knew of the other, to replace it. Ends it at plex.tv, and returns it. Never rejects.
   */
  releaseOvertaken(): Promise<readonly S[]>
  /** Calls `changed` when somebody else wrote; returns the function that stops it. */
  subscribe?(changed: () => void): () => void
}

/** How long the app itself may take to decide whether it lets somebody in. */
export const ACCEPT_MS = 30_000

/** How long the end of a token may take: a sign-in that follows waits for it. */
export const REVOKE_MS = 10_000

export const notSignedIn = () => new PlexError('unauthorized', 'Could not use the session: nobody is signed in.')
