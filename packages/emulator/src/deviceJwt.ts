import type { DeviceJwk } from './deviceJwk.ts'
import { isRefusal, type Refusal } from './errors.ts'
import { isSigned, parseJwt } from './jwt.ts'

/** What a device asks for, once it has proven that it has its key. */
export interface DeviceClaims<Key> {
  readonly key: Key
  /** Undefined where there was none, or none that is text. */
  readonly nonce: string | undefined
  /** Which claims the Plex JWT is to have. */
  readonly scope: readonly string[]
}

/** A key, and whose it is. */
export interface KeyHolder {
  readonly jwk: DeviceJwk
  readonly clientIdentifier: string
}

/** How much a device's clock may be ahead. How much plex.tv lets it is not known; this is our choice. */
const aheadMs = 60_000

/** Reads what a device has signed. All but the nonce is checked, which only its issuer can. */
export async function readDeviceJwt<Key extends KeyHolder>(
  text: string,
  keyOf: (kid: unknown) => Key | Refusal,
  now: number,
): Promise<DeviceClaims<Key> | Refusal> {
  const jwt = parseJwt(text)
  if (!jwt) return 'bad-signature'
  const key = keyOf(jwt.header.kid)
  if (isRefusal(key)) return key
  if (!(await isSigned(jwt, key.jwk.x))) return 'bad-signature'
  const { iss, aud, iat = 0, exp = Number.POSITIVE_INFINITY, nonce, scope } = jwt.payload
  if (iss !== key.clientIdentifier) return 1097
  const isForPlexTv = Array.isArray(aud) ? aud.includes('plex.tv') : aud === 'plex.tv'
  // An instant that is no number is neither before nor after another.
  const isTimely = typeof iat === 'number' && iat * 1000 <= now + aheadMs && typeof exp === 'number' && exp * 1000 > now
  if (!isForPlexTv || !isTimely) return 'bad-signature'
  return {
    key,
    nonce: typeof nonce === 'string' ? nonce : undefined,
    scope: typeof scope === 'string' ? scope.split(',') : [],
  }
}
