import type { PlexError } from './PlexError.ts'
import type { Pin, PinKinds } from './pin.ts'

/**
 * How it stands with the way to plex.tv while a pin waits, or while the user is asked for after it was approved.
 * `forgotten`: plex.tv says long before a pin's end that there is no such pin; another one is made, in a while.
 */
export type PinConnection = 'ok' | 'offline' | 'unreachable' | 'rate-limited' | 'forgotten'

/** A pin's way from being made to being approved. The token is in none of these. */
export type PinAttemptState<K extends keyof PinKinds> =
  | { status: 'creating' }
  | { status: 'waiting'; pin: Pin<K>; connection: PinConnection }
  /** plex.tv has said yes, and the pin is spent; the user is asked for until there is an answer. */
  | { status: 'approved'; connection: PinConnection }
  | { status: 'expired' }
  | { status: 'error'; error: PlexError }
