/**
 * What went wrong, as a closed set: new members are a breaking change, so that a `switch` over them stays exhaustive.
 *
 * - `invalid-credentials`, `email-required`, `verification-required`, `verification-invalid`, `address-locked`: a
 *   sign-in that plex.tv refused (`verification-required` also: the password was dropped while the code was waited
 *   for). `address-locked` concerns the network address, whatever the password.
 * - `rate-limited`: too many requests; {@link PlexError.retryAfterMs} says how long to wait.
 * - `unauthorized`: the token is dead; the only code, with a `token-expired` that can't be renewed and the first two of
 *   the next line, that ends a session.
 * - `device-key-lost`: this side no longer has the key that renews the token; `device-key-unknown`: plex.tv no longer
 *   has it, or the device was removed. Both: sign in again. `device-key-taken`: plex.tv has it already; try again.
 * - `forbidden`, `not-found`, `pin-not-found`: as plex.tv says.
 * - `profile-pin-required`, `profile-pin-invalid`: a profile of the Home has a PIN, which was left out or is wrong.
 * - `rejected`: plex.tv refused the request for a reason that has no code of its own.
 * - `network`: no answer came through: offline, refused, cut off, or blocked by the browser. A page can't tell which;
 *   in Node {@link PlexError.underlying} does.
 * - `timeout`: no whole answer in time.
 * - `unexpected-response`: an answer that plex.tv doesn't give: a captive portal, a redirect, a cut or foreign body.
 * - `server`: plex.tv failed (5xx).
 * - `storage`: the browser would not keep something. Told in the console where memory can take over; an error where it
 *   can't, as for a tab that leaves for plex.tv. `backend`: your own server refused or failed.
 * - `access-denied`: your app said no, in its own code and words: {@link PlexError.denial}.
 * - `misuse`: the program that calls is wrong, or lacks what it needs, a `fetch` say; the message says how.
 */
export type PlexErrorCode =
  | 'invalid-credentials'
  | 'email-required'
  | 'verification-required'
  | 'verification-invalid'
  | 'address-locked'
  | 'rate-limited'
  | 'unauthorized'
  | 'token-expired'
  | 'device-key-lost'
  | 'device-key-unknown'
  | 'device-key-taken'
  | 'pin-not-found'
  | 'profile-pin-required'
  | 'profile-pin-invalid'
  | 'forbidden'
  | 'not-found'
  | 'network'
  | 'timeout'
  | 'unexpected-response'
  | 'server'
  | 'storage'
  | 'backend'
  | 'access-denied'
  | 'misuse'
  | 'rejected'

/** The facts that an error may carry beside its code. */
export interface PlexErrorDetails {
  /** The HTTP status, when an answer came. */
  status?: number | undefined
  /** plex.tv's own error number, when the answer held one. */
  plexCode?: number | undefined
  /** Milliseconds until it makes sense to try again. */
  retryAfterMs?: number | undefined
  /** The kind of the error underneath, by its name and the system's code: `TypeError`, `TypeError ECONNREFUSED`. */
  underlying?: string | undefined
  /** Why your app said no. */
  denial?: AccessDenial | undefined
}

/** Your app's own no. */
export interface AccessDenial {
  /** For programs, yours: `not-invited` say. At most 64 characters. */
  readonly code: string
  /** For the person, in their language: what is wrong and what they can do. At most 1000 characters; may be empty. */
  readonly message: string
}

/** A page for each code: what happened, likely causes, what to do. Each message ends with the address of its own. */
const PAGES = 'https://github.com/foyer-kit/foyer/blob/main/packages/client/errors'

/**
 * The one error that Foyer throws, but for the `AbortError` of a caller who cancelled.
 *
 * `message` is for developers; for people use `explain` of `@foyer/ui/messages`. Neither the message nor any property
 * holds a secret or a text from plex.tv, and there is no `cause`, which could; your app's own words are in `denial`.
 */
export class PlexError extends Error {
  override readonly name = 'PlexError'
  /** What went wrong. */
  declare readonly code: PlexErrorCode
  /** The HTTP status, when an answer came. */
  declare readonly status?: number | undefined
  /** plex.tv's own error number, when the answer held one. */
  declare readonly plexCode?: number | undefined
  /** Milliseconds until it makes sense to try again; always there for `rate-limited` and `address-locked`. */
  declare readonly retryAfterMs?: number | undefined
  /**
   * The kind of the error underneath, by its name and the system's code: `TypeError` in a browser, `TypeError
   * ECONNREFUSED` in Node. With `misuse` also the part of a request that this runtime refuses: `fetch refuses cache`.
   * What it said may quote the request, and is told nowhere; in development the console says where it comes from.
   */
  declare readonly underlying?: string | undefined
  /** Your app's own code and words; always there for `access-denied`. They are for the person, and may be shown. */
  declare readonly denial?: AccessDenial | undefined

  constructor(code: PlexErrorCode, message: string, details: PlexErrorDetails = {}) {
    super(`${message} (${PAGES}/${code}.md)`)
    Object.assign(this, { code, ...details })
  }
}

/**
 * Whether a caught value is a {@link PlexError}. Compares the name: two copies of the package have two classes.
 *
 * @example
 * ```ts
 * import { isPlexError } from '@foyer/client'
 *
 * export function explainToSelf(error: unknown) {
 *   return isPlexError(error) && error.code === 'network' ? 'Offline.' : 'Something else.'
 * }
 * ```
 */
export function isPlexError(value: unknown): value is PlexError {
  return value instanceof Error && value.name === 'PlexError'
}

/**
 * Says no to somebody whom plex.tv knows: in a session's `authorize`, or in a backend's `accept`. The sign-in ends in
 * `access-denied`, without "try again", and its token is ended at plex.tv.
 *
 * @example
 * ```ts
 * import { denyAccess, type PlexGrant } from '@foyer/client'
 *
 * // For a session's authorize. The body: { code: 'not-invited', message: 'Ask Mara to let you in.' }
 * export async function authorize({ user }: PlexGrant, { signal }: { signal: AbortSignal }) {
 *   const response = await fetch(`/api/guests/${user.id}`, { signal })
 *   if (response.status === 403) denyAccess(await response.json())
 * }
 * ```
 *
 * @throws {@link PlexError} `access-denied`, always.
 */
export function denyAccess(given?: AccessDenial | null): never {
  // What is given came out of a server's JSON: whatever it holds, the person is turned away.
  const { code, message } = given ?? {}
  const text = (value: unknown, most: number) => (typeof value === 'string' ? value.slice(0, most) : '')
  const denial = { code: text(code, 64) || 'denied', message: text(message, 1000) }
  throw new PlexError('access-denied', 'Could not let this person in: your app said no; denial says why.', { denial })
}
