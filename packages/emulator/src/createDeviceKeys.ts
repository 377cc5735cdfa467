import type { Account } from './account.ts'
import { createNonces } from './createNonces.ts'
import type { Pin } from './createPins.ts'
import { createRateLimit } from './createRateLimit.ts'
import { createSigningKeys } from './createSigningKeys.ts'
import { type Device, entryOf, type Owner } from './device.ts'
import type { DeviceJwk } from './deviceJwk.ts'
import { type DeviceClaims, type KeyHolder, readDeviceJwt } from './deviceJwt.ts'
import { isRefusal, type Refusal } from './errors.ts'

/** How long a Plex JWT lives, as documented: a week. */
export const tokenLifeMs = 7 * 24 * 60 * 60_000

type Key = KeyHolder & Owner

interface Setting {
  readonly seed: number
  readonly now: () => number
  readonly tokenLifeMs: number
  /** Somebody as they are now. */
  readonly current: (account: Account) => Account
  /** Ends a device's classic token, if it has one. */
  readonly endClassic: (owner: Owner) => void
}

/**
 * The keys of devices, the nonces that they sign, the Plex JWTs that they get for it, and the rules between them. Says
 * no with one of plex.tv's errors.
 */
export function createDeviceKeys({ seed, now, tokenLifeMs, current, endClassic }: Setting) {
  const nonces = createNonces(seed, now)
  const signing = createSigningKeys(seed)
  const keys = new Map<string, Key>()
  const devices = new Map<string, Device>()
  const issued = new Map<string, { readonly device: Device; readonly expiresAt: number }>()
  const ofPins = new Map<number, Promise<{ token: string } | Refusal>>()
  const spent = new Set<string>()

  const isTaken = ({ kid, x }: DeviceJwk) => keys.has(kid) || [...keys.values()].some(({ jwk }) => jwk.x === x)

  /** From here on the classic token of that device is dead, and its identifier can't be registered again. */
  const issue = async ({ key, nonce, scope }: DeviceClaims<Key>): Promise<{ token: string } | Refusal> => {
    const since = now()
    const exp = Math.floor((since + tokenLifeMs) / 1000)
    const { clientIdentifier, jwk } = key
    const token = await signing.sign({
      nonce: nonce ?? nonces.make(),
      thumbprint: jwk.kid,
      iss: 'plex.tv',
      aud: ['plex.tv', clientIdentifier],
      iat: Math.floor(since / 1000),
      exp,
      user: userClaims(current(key.account), scope),
    })
    // The device may have been removed while this was signed.
    if (keys.get(jwk.kid) !== key) return 1097
    endClassic(key)
    spent.add(clientIdentifier)
    const root = devices.get(entryOf(key))?.root ?? token
    const device = { account: key.account, clientIdentifier, token, root, since }
    devices.set(entryOf(key), device)
    issued.set(token, { device, expiresAt: exp * 1000 })
    return { token }
  }

  return {
    /** Whether an installation asks for nonces too often. */
    isTooMany: createRateLimit(now),
    issueNonce: nonces.issue,
    published: signing.published,
    rotate: signing.rotate,
    isTaken,
    /** Whether a client identifier has had a Plex JWT. */
    isSpent: (clientIdentifier: string): boolean => spent.has(clientIdentifier),

    /** The key is that of the device whose token it is, whatever that device says of itself. */
    register(jwk: DeviceJwk, { account, clientIdentifier }: Device): Refusal | undefined {
      if (isTaken(jwk)) return 'thumbprint-taken'
      keys.set(jwk.kid, { jwk, account, clientIdentifier })
    },

    /** A Plex JWT for what a device has signed. */
    async exchange(text: string): Promise<{ token: string } | Refusal> {
      const keyOf = (kid: unknown) => (typeof kid === 'string' && keys.get(kid)) || 1097
      const claims = await readDeviceJwt(text, keyOf, now())
      if (isRefusal(claims)) return claims
      if (claims.nonce === undefined || !nonces.use(claims.nonce)) return 'bad-signature'
      return issue(claims)
    },

    /**
     * A Plex JWT for the device whose key a pin carries: null until somebody has approved it, and then the same one for
     * as long as the pin lives. A nonce may be left out; it is used up when the JWT is made, so that one may poll.
     */
    async redeem(
      { id, jwk, clientIdentifier }: Pin & { readonly jwk: DeviceJwk },
      text: string,
      approver: () => Account | null,
    ): Promise<{ token: string | null } | Refusal> {
      const keyOf = (kid: unknown) => (kid === jwk.kid ? { jwk, clientIdentifier } : 'bad-signature')
      const claims = await readDeviceJwt(text, keyOf, now())
      if (isRefusal(claims)) return claims
      const account = approver()
      if (!account) return { token: null }
      const before = ofPins.get(id)
      if (before !== undefined) return before
      if (spent.has(clientIdentifier)) return 'identifier-spent'
      if (isTaken(jwk)) return 'thumbprint-taken'
      if (claims.nonce !== undefined && !nonces.use(claims.nonce)) return 'bad-signature'
      const key = { jwk, account, clientIdentifier }
      keys.set(jwk.kid, key)
      const issuing = issue({ ...claims, key })
      ofPins.set(id, issuing)
      return issuing
    },

    /** Whose Plex JWT it is; undefined for one that plex.tv has not made, or has ended. */
    find(token: string): Device | 'token-expired' | undefined {
      const found = issued.get(token)
      return found && (now() < found.expiresAt ? found.device : 'token-expired')
    },

    /** The devices that have had a Plex JWT, with their latest. */
    devices: (): Iterable<Device> => devices.values(),

    /** Ends a device's JWTs, and forgets its keys. */
    remove(owner: Owner): void {
      const entry = entryOf(owner)
      devices.delete(entry)
      for (const [kid, key] of keys) if (entryOf(key) === entry) keys.delete(kid)
      for (const [token, { device }] of issued) if (entryOf(device) === entry) issued.delete(token)
    },
  }
}

/** What a Plex JWT tells of somebody: who they are, and what was asked for. */
function userClaims(account: Account, scope: readonly string[]) {
  const { id, uuid, username, email, friendlyName, managed, joinedAt } = account
  const claims = {
    username,
    email: email ?? '',
    friendly_name: friendlyName,
    restricted: managed,
    anonymous: false,
    joinedAt,
  }
  return { id, uuid, ...Object.fromEntries(Object.entries(claims).filter(([name]) => scope.includes(name))) }
}
