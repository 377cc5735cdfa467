import { untilAborted } from '../../clock.ts'
import type { PlexClient } from '../../createPlexClient.ts'
import { parseJson, record } from '../../json.ts'
import { PlexError } from '../../PlexError.ts'
import { failure } from '../../refusal.ts'
import { type CallOptions, request } from '../../request.ts'
import { decodeBase64Url, readClaims, readToken, type TokenDetails } from '../../token.ts'

/** How long plex.tv's keys are believed to be all of them, when one is missing: an attacker must not make us ask. */
const REFETCH_MS = 60_000
/** How far two clocks may be apart that are both right, in seconds. */
const LEEWAY_SECONDS = 60

/** plex.tv's published keys, by client, and when they were read on the clock that only goes forward. */
const published = new WeakMap<PlexClient, Published>()

interface Published {
  readonly keys: Promise<readonly PublicJwk[]>
  readonly atMs: number
  /** Those that are being read, because one was missing; until they are there, these count. */
  next?: Promise<readonly PublicJwk[]> | undefined
}

interface PublicJwk {
  readonly x: string
}

/**
 * Proves that plex.tv signed a token, for which device, and that it has not ended: what a backend wants to know of one
 * that a browser sends, without a request for each. It says whose the token is, not that it has not been revoked: only
 * `getUser` does.
 *
 * By WebCrypto alone: `jose` does the same in 4.7 kB, and checks what there is one of here, an algorithm.
 * Protocol: `GET /api/v2/auth/keys`; plex.tv has several, and changes them. All are tried; they are read again, once a
 * minute at most, when none fits.
 *
 * @param clientIdentifier of the device that the token must be for; any, where it is left out.
 * @example
 * ```ts
 * import { createPlexClient } from '@foyer/client'
 * import { verifyToken } from '@foyer/client/device-keys'
 *
 * const plex = createPlexClient({ product: 'Reelroom', clientIdentifier: 'reelroom-backend' })
 *
 * export const readVisitor = async (token: string) => (await verifyToken(plex, token)).user
 * ```
 *
 * @see https://developer.plex.tv/pms/ "Authenticating with Plex"
 * @throws {@link PlexError} `unauthorized` for a token that plex.tv did not sign, for a classic one, and for another
 *   device's; `token-expired`; `misuse` where the platform has no Ed25519; and what a request throws.
 */
export async function verifyToken(
  client: PlexClient,
  token: string,
  options: CallOptions & { readonly clientIdentifier?: string | undefined } = {},
): Promise<Extract<TokenDetails, { kind: 'jwt' }>> {
  const { clientIdentifier, timeoutMs } = options
  const task = 'verify the token'
  const details = readToken(token)
  const claims = readClaims(token)
  const [header = '', payload = '', signature = ''] = token.split('.')
  if (details.kind !== 'jwt' || !claims) throw failure({ task }, 'unauthorized')
  const { alg } = record(readPart(header))
  const { iss, aud } = record(readPart(payload))
  const audiences = Array.isArray(aud) ? aud : []
  const isMeant = clientIdentifier === undefined || audiences.includes(clientIdentifier)
  // A token that names its own algorithm would be believed whatever it says.
  if (alg !== 'EdDSA' || iss !== 'plex.tv' || !audiences.includes('plex.tv') || !isMeant) {
    throw failure({ task }, 'unauthorized')
  }
  const signed = new TextEncoder().encode(`${header}.${payload}`)
  const isSigned = async (keys: Promise<readonly PublicJwk[]>) => {
    for (const key of await untilAborted(options.signal, keys)) if (await verify(key, signature, signed)) return true
    return false
  }
  const known = published.get(client)
  if (!known || !(await isSigned(known.keys))) {
    const isRecent = known && client.clock.elapsed() - known.atMs < REFETCH_MS
    if (isRecent || !(await isSigned(readKeys(client, known, timeoutMs)))) throw failure({ task }, 'unauthorized')
  }
  const now = client.clock.now() / 1000
  if (now > claims.exp + LEEWAY_SECONDS) throw failure({ task }, 'token-expired')
  if (now < claims.iat - LEEWAY_SECONDS) throw failure({ task }, 'unauthorized')
  return details
}

/** One request for all who find that a key is missing. */
function readKeys(client: PlexClient, known: Published | undefined, timeoutMs: number | undefined) {
  if (known?.next !== undefined) return known.next
  const atMs = client.clock.elapsed()
  const keys = request(client, {
    timeoutMs,
    task: 'read plex.tv’s keys',
    method: 'GET',
    path: '/api/v2/auth/keys',
    retries: 2,
    read: (answer) => readJwks(record(answer).keys),
  })
  if (known) {
    known.next = keys
    // A plex.tv that is down takes away no key that it has published.
    keys.then(
      () => published.set(client, { keys, atMs }),
      () => published.set(client, { keys: known.keys, atMs }),
    )
  } else {
    published.set(client, { keys, atMs })
    keys.catch(() => published.delete(client))
  }
  return keys
}

function readJwks(value: unknown): PublicJwk[] | undefined {
  if (!Array.isArray(value)) return
  const keys = value
    .map(record)
    .filter(({ kty, crv, x }) => kty === 'OKP' && crv === 'Ed25519' && typeof x === 'string')
  return keys.map(({ x }) => ({ x: x as string }))
}

async function verify({ x }: PublicJwk, signature: string, signed: Uint8Array<ArrayBuffer>): Promise<boolean> {
  if (!crypto.subtle) throw new PlexError('misuse', 'Could not verify the token: this platform has no crypto.subtle.')
  try {
    // The key is imported without its `use`, which WebKitGTK 2.50 refuses for keys of this kind.
    const key = await crypto.subtle.importKey('jwk', { kty: 'OKP', crv: 'Ed25519', x }, 'Ed25519', false, ['verify'])
    return await crypto.subtle.verify('Ed25519', key, decodeBase64Url(signature), signed)
  } catch (error) {
    if ((error as Error).name !== 'NotSupportedError') return false
    throw new PlexError('misuse', 'Could not verify the token: this platform has no Ed25519.')
  }
}

function readPart(text: string): unknown {
  try {
    return parseJson(new TextDecoder().decode(decodeBase64Url(text)))
  } catch {
    return undefined
  }
}
