import type { Deadline, LinkPin, PinAttemptState, PinConnection, PlexError, PlexUser, StrongPin } from '@foyer/client'

/** Your app said no, in its own code and words; the token that came with the approval is ended. */
type Denied = { status: 'denied'; error: PlexError }
type PinEnd =
  /** plex.tv has said yes. Until who it is can be asked for, `connection` says why not. */
  | { status: 'approved'; connection: PinConnection }
  | { status: 'done'; user: PlexUser }
  | { status: 'expired' }
  | { status: 'error'; error: PlexError }
  | Denied
/**
 * plex.tv's page can't lead back to this one, which is a file, an app that serves itself, or in a frame of another
 * site: nothing is made, and nothing opened. Offer a password or a code.
 */
type Unavailable = { status: 'unavailable' }
type Waiting = { status: 'waiting'; expires: Deadline; connection: PinConnection }

/**
 * `lost`: closed by the person or cut off by COOP; a page cannot tell which, and it ends nothing. `stuck`: blocked, and
 * this tab can't go in its place, for the page is in a frame that may not take it along. `external`: an app on iOS's
 * home screen, where plex.tv's page is another browser's: opened by a click of its own once the pin waits, and left by
 * the person.
 */
export type AuthWindowStatus = 'open' | 'blocked' | 'stuck' | 'lost' | 'external'

/** A short code to type at plex.tv/link. Never idle: it starts when mounted. */
export type LinkState = { status: 'creating' } | (Waiting & { code: string; url: string; urlWithCode: string }) | PinEnd
/** A window of plex.tv's beside the page. */
export type PopupState =
  | { status: 'idle' }
  | { status: 'creating'; window: AuthWindowStatus }
  | (Waiting & { window: AuthWindowStatus })
  | PinEnd
  | Unavailable
/** The whole tab goes to plex.tv and comes back. */
export type RedirectState = { status: 'idle' } | { status: 'creating' } | Waiting | PinEnd | Unavailable

/** The states by the names of the flows. */
export interface PinStates {
  link: LinkState
  popup: PopupState
  redirect: RedirectState
}

/** What is known of a pin's way into the session. */
export interface PinFacts {
  /** Null before it starts and after it was cancelled. */
  readonly attempt: PinAttemptState<'link' | 'strong'> | null
  readonly window: AuthWindowStatus
  /** Set when the session has begun. */
  readonly user: PlexUser | null
  /** Set when it could not begin, or the attempt could not start. */
  readonly error: PlexError | null
  /** Whether this method can't be gone from here. */
  readonly unavailable: boolean
}

// A tab that went to plex.tv itself comes back to no window.
export const nothingYet: PinFacts = { attempt: null, window: 'lost', user: null, error: null, unavailable: false }

/** The end comes before the way there, and a failure of ours before what plex.tv says. */
export function pinState<F extends keyof PinStates>(method: F, facts: PinFacts): PinStates[F]
export function pinState(
  method: keyof PinStates,
  { attempt, window, user, error, unavailable }: PinFacts,
): PinStates[keyof PinStates] {
  if (user) return { status: 'done', user }
  if (error) return { status: error.code === 'access-denied' ? 'denied' : 'error', error }
  if (unavailable && !attempt) return { status: 'unavailable' }
  if (!attempt) return method === 'link' ? { status: 'creating' } : { status: 'idle' }
  const shown = method === 'popup' ? { window } : {}
  if (attempt.status === 'creating') return { status: 'creating', ...shown }
  if (attempt.status !== 'waiting') return attempt
  const { pin, connection } = attempt
  const waiting = { status: 'waiting' as const, expires: pin.expires, connection, ...shown }
  return pin.kind === 'link' ? { ...waiting, ...readLink(pin) } : waiting
}

const readLink = ({ code, url, urlWithCode }: LinkPin) => ({ code, url, urlWithCode })

/** plex.tv has said yes, and nothing stands in the way of the session. */
export const isSigningIn = ({ attempt }: PinFacts): boolean =>
  attempt?.status === 'approved' && attempt.connection === 'ok'

/** There is a pin that waits, or soon will be. */
export const isUnderWay = ({ attempt }: PinFacts): boolean =>
  attempt?.status === 'creating' || attempt?.status === 'waiting'

/** The pin that waits to be approved on plex.tv's page. */
export const readStrongPin = ({ attempt }: PinFacts): StrongPin | undefined =>
  attempt?.status === 'waiting' && attempt.pin.kind === 'strong' ? attempt.pin : undefined
