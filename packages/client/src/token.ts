import { parseJson, record } from './json.ts'

/** What a token says of itself. */
export type TokenDetails =
  /** Opaque: plex.tv states no end. */
  | { readonly kind: 'classic' }
  /** Signed by plex.tv, as it says: nobody has checked that here, which `verifyToken` does. */
  | {
      readonly kind: 'jwt'
      /** ISO instants, by plex.tv's clock. */
      readonly issuedAt: string
      readonly expiresAt: string
      /** Of the device that it was given to. */
      readonly clientIdentifier: string | null
      /** Of the device's key. */
      readonly thumbprint: string | null
      /** Whose it is. */
      readonly user: { readonly id: number; readonly uuid: string } | null
    }

/** @internal The claims that are read, in plex.tv's own units: seconds since 1970. */
export interface TokenClaims {
  readonly iat: number
  readonly exp: number
  readonly clientIdentifier: string | null
  readonly thumbprint: string | null
  readonly user: { readonly id: number; readonly uuid: string } | null
}

/** The greatest second that a date can hold. */
const LAST_SECOND = 8.64e12

const isSecond = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= LAST_SECOND
const textOrNull = (value: unknown) => (typeof value === 'string' && value ? value : null)

/**
 * Tells a token's kind, and the end of one of plex.tv's seven-day tokens, without a request. It believes what the token
 * says: enough to know when a token of one's own ends, and no proof of who sends it.
 *
 * Protocol: a classic token has 20 characters; a JWT three parts, of which the first begins with `eyJ`.
 *
 * @example
 * ```ts
 * import { readToken } from '@foyer/client'
 *
 * export function describe(token: string) {
 *   const details = readToken(token)
 *   return details.kind === 'jwt' ? `until ${details.expiresAt}` : 'until it is revoked'
 * }
 * ```
 *
 * @see https://developer.plex.tv/pms/ "Authenticating with Plex"
 */
export function readToken(token: string): TokenDetails {
  const claims = readClaims(token)
  if (!claims) return { kind: 'classic' }
  const { iat, exp, ...details } = claims
  return { kind: 'jwt', issuedAt: toInstant(iat), expiresAt: toInstant(exp), ...details }
}

const toInstant = (second: number) => new Date(second * 1000).toISOString()

/** @internal Undefined for what is no JWT of plex.tv's. */
export function readClaims(token: string): TokenClaims | undefined {
  const payload = /^eyJ[\w-]*\.([\w-]+)\.[\w-]*$/.exec(token)?.[1]
  const { iat, exp, aud, thumbprint, user } = record(payload && parseJson(decodeText(payload)))
  if (!isSecond(iat) || !isSecond(exp) || exp <= iat) return
  const { id, uuid } = record(user)
  return {
    iat,
    exp,
    // plex.tv names itself first, and then the device.
    clientIdentifier: textOrNull(Array.isArray(aud) && aud.find((one) => one !== 'plex.tv')),
    thumbprint: textOrNull(thumbprint),
    user: Number.isSafeInteger(id) && typeof uuid === 'string' ? { id: id as number, uuid } : null,
  }
}

function decodeText(base64Url: string): string | null {
  try {
    return new TextDecoder().decode(decodeBase64Url(base64Url))
  } catch {
    // What is no base64 is no token of plex.tv's.
    return null
  }
}

/** @internal @throws an error of the platform's for what is no base64. */
export const decodeBase64Url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (character) => character.charCodeAt(0))

/** A token, and when it came by the wall clock of this side, in milliseconds since 1970. */
interface DatedToken {
  readonly token: string
  readonly tokenAt?: number | undefined
}

/** How much of its life a token has behind it when the next one is asked for: a day and a half are left of seven. */
const DUE_AT = 0.8

/** @internal When a token is to be renewed, and when it ends, in milliseconds since 1970. */
export interface TokenLife {
  readonly fromMs: number
  readonly dueMs: number
  readonly endMs: number
}

/**
 * @internal By the wall clock of this side, and measured by the token's own length from the moment it came: so a clock
 * that is wrong, by however much, counts the same days as plex.tv's. The wall clock, because the other one sleeps with
 * the machine. Undefined for a token without a stated end.
 */
export function readLife({ token, tokenAt }: DatedToken): TokenLife | undefined {
  const claims = readClaims(token)
  if (!claims) return
  const fromMs = tokenAt ?? claims.iat * 1000
  const lifeMs = (claims.exp - claims.iat) * 1000
  return { fromMs, dueMs: fromMs + DUE_AT * lifeMs, endMs: fromMs + lifeMs }
}

/** @internal Whether a token is to be renewed, or has ended. A clock that was set back proves nothing: it is due. */
export function readAge(life: TokenLife | undefined, now: number): 'fresh' | 'due' | 'over' {
  if (!life) return 'fresh'
  if (now >= life.endMs) return 'over'
  return now < life.fromMs || now >= life.dueMs ? 'due' : 'fresh'
}
