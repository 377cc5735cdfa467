import type { PlexClient } from './createPlexClient.ts'
import { ownProperties } from './ownProperties.ts'
import { isPlexError } from './PlexError.ts'
import { type CallOptions, request } from './request.ts'
import { pendingRevocations } from './revocations.ts'
import { keepSignInCooldown } from './signInCooldown.ts'
import { normalizeCode, normalizeLogin } from './typedCode.ts'
import { type PlexUser, readGrant } from './user.ts'

/** What a person types to sign in. Nothing of it is kept, but by plex.tv. */
export interface Credentials {
  /**
   * The account's e-mail address or username; some accounts take the address only (`email-required`). Sent without the
   * spaces at its ends, which phones add.
   */
  login: string
  /** Sent as it is, spaces at its ends included. */
  password: string
  /**
   * The six digits of an authenticator, of any script and however grouped; anything else, a recovery code say, as it
   * is.
   */
  verificationCode?: string | undefined
  /**
   * Told to plex.tv. Where the session is kept is the session's own matter.
   *
   * @default true
   */
  rememberMe?: boolean | undefined
}

/** What every way of signing in ends with, and what a session starts from. The one value that carries a token. */
export interface PlexGrant {
  /** The account's token: it opens the whole account, and has no stated end. */
  readonly token: string
  /** Whose it is. */
  readonly user: PlexUser
}

/**
 * Signs in with a password. Never repeated by itself: a failure counts towards plex.tv's lock of the network address.
 *
 * An account with two-factor on answers `verification-required` to a right password; then call again with all three.
 * Protocol: `POST /api/v2/users/signin`, stateless between the two calls.
 *
 * @example
 * ```ts
 * import { createPlexClient, isPlexError, signIn } from '@foyer/client'
 *
 * const plex = createPlexClient({ product: 'Reelroom' })
 *
 * export async function enter(login: string, password: string, askForCode: () => Promise<string>) {
 *   try {
 *     return await signIn(plex, { login, password })
 *   } catch (error) {
 *     if (!isPlexError(error) || error.code !== 'verification-required') throw error
 *     return signIn(plex, { login, password, verificationCode: await askForCode() })
 *   }
 * }
 * ```
 *
 * @see https://github.com/pkkid/python-plexapi `plexapi/myplex.py`: the endpoint, its form and its second step
 * @throws {@link PlexError} `invalid-credentials`, `email-required`, `verification-required`, `verification-invalid`,
 * `address-locked`, `rate-limited`, `network`, `timeout`, `server`, `unexpected-response`, `forbidden`, `not-found`,
 * `rejected`; `device-key-taken` with device keys; `misuse` without a client identifier.
 */
export async function signIn(client: PlexClient, credentials: Credentials, options?: CallOptions): Promise<PlexGrant> {
  const { login, password, verificationCode, rememberMe = true } = ownProperties(credentials)
  const answered = request(client, {
    ...options,
    task: 'sign in',
    method: 'POST',
    host: client.signInBaseUrl,
    path: '/api/v2/users/signin',
    form: {
      login: normalizeLogin(login),
      password,
      rememberMe: String(rememberMe),
      ...(verificationCode && { verificationCode: normalizeCode(verificationCode) }),
    },
    on401: 'invalid-credentials',
    on422: client.readDeviceKey && 'device-key-taken',
    after: pendingRevocations(client),
    read: (answer) => readGrant(client, answer),
  })
  try {
    return await answered
  } catch (error) {
    if (isPlexError(error)) keepSignInCooldown(client, error)
    // plex.tv has had a key of this identifier, and takes no other sign-in by it.
    if (isPlexError(error) && error.code === 'device-key-taken') await (await client.readDeviceKey?.())?.discard()
    throw error
  }
}
