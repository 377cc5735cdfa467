import { ownProperties } from './ownProperties.ts'
import { isPlexError, type PlexErrorCode } from './PlexError.ts'

/**
 * What follows from an error, beside what it says to people.
 *
 * - `passing`: the same request may succeed a moment later, so that what changes nothing is tried again.
 * - `slow-down`: plex.tv asks to wait; the error carries `retryAfterMs`.
 * - `dead-token`: the token is over, and with it the session.
 * - `final`: to ask again with the same token can't help.
 */
export type ErrorTrait = 'passing' | 'slow-down' | 'dead-token' | 'final'

/** The traits of every code: a new code does not compile until it is decided here what follows from it. */
const traits = /* @__PURE__ */ ownProperties<Readonly<Record<PlexErrorCode, readonly ErrorTrait[]>>>({
  'invalid-credentials': [],
  'email-required': [],
  'verification-required': [],
  'verification-invalid': [],
  'address-locked': ['slow-down'],
  'rate-limited': ['slow-down'],
  unauthorized: ['dead-token', 'final'],
  'token-expired': ['dead-token', 'final'],
  'device-key-lost': ['dead-token', 'final'],
  'device-key-unknown': ['dead-token', 'final'],
  'device-key-taken': [],
  'pin-not-found': [],
  'profile-pin-required': [],
  'profile-pin-invalid': [],
  forbidden: [],
  'not-found': [],
  network: ['passing'],
  timeout: [],
  'unexpected-response': [],
  server: ['passing'],
  storage: [],
  backend: ['passing'],
  'access-denied': [],
  misuse: ['final'],
  rejected: [],
})

/** Whether an error, or a code, has a trait. What is no error of ours has none. */
export function hasTrait(error: unknown, trait: ErrorTrait): boolean {
  return isPlexError(error) && codeHasTrait(error.code, trait)
}

/** The same for a bare code; false for what isn't one, as a text that was read from storage. */
export const codeHasTrait = (code: string, trait: ErrorTrait): boolean =>
  Boolean((traits as Readonly<Record<string, readonly ErrorTrait[] | undefined>>)[code]?.includes(trait))
