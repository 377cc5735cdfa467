import type { PlexClient } from '../../createPlexClient.ts'
import type { DeviceKey } from '../../deviceKey.ts'
import { record } from '../../json.ts'
import { ownProperties } from '../../ownProperties.ts'
import { isPlexError, PlexError } from '../../PlexError.ts'
import { type CallOptions, request } from '../../request.ts'
import { readAge, readClaims, readLife } from '../../token.ts'
import type { DeviceKeys, KeptToken, OpenDeviceKeys } from '../DeviceKeys.ts'
import { createRenewal } from './createRenewal.ts'
import { signDeviceJwt, toJwk } from './keyPair.ts'
import type { KeyPair, KeyStore } from './keyRing.ts'
import { openKeyRing } from './openKeyRing.ts'

/** What {@link deviceKeys} takes. */
export interface DeviceKeysOptions {
  /**
   * Where the keys are kept: in Node a file, by `createTextKeyStore(createFileStore({ … }))`.
   *
   * @default IndexedDB, as keys that no script can read
   */
  store?: KeyStore | undefined
}

/** How long plex.tv is to believe what a device signs, in seconds, as every known client has it. */
const SIGNED_SECONDS = 5 * 60

/**
 * Makes a session's tokens, or a token source's, end after seven days, and renews them by a key that the browser lets no
 * script read: a page that was broken into can't write it down. Sign in with the session's own `client`: each sign-in
 * has a key and a client identifier of its own, so that the classic token of the app's other identifier lives on.
 *
 * Where the platform keeps no such key (a page without https in a home network, Chromium before 137, a database that is
 * blocked or hangs), tokens are classic ones, and the console says so once. With a `store` that is an error instead.
 *
 * Protocol: `POST /api/v2/auth/jwk`, `GET /api/v2/auth/nonce`, `POST /api/v2/auth/token`; or a pin that carries the key.
 * plex.tv ends the classic token of a device that gets its first JWT, and never takes that identifier again for
 * another. Plex Media Servers refuse JWTs: `getServerToken` gives what they take.
 *
 * @example
 * ```ts
 * import { createPlexClient, createPlexSession, signIn } from '@foyer/client'
 * import { deviceKeys } from '@foyer/client/device-keys'
 *
 * export const session = createPlexSession(createPlexClient({ product: 'Reelroom' }), { tokens: deviceKeys() })
 *
 * export const enter = (login: string, password: string) =>
 *   session.start(({ signal }) => signIn(session.client, { login, password }, { signal }))
 * ```
 *
 * @see https://developer.plex.tv/pms/ "Authenticating with Plex"
 */
export function deviceKeys(options?: DeviceKeysOptions): DeviceKeys {
  const { store } = ownProperties(options)
  return { open: (client) => openDeviceKeys(client, store) }
}

function openDeviceKeys(client: PlexClient, store: KeyStore | undefined): OpenDeviceKeys {
  const ring = openKeyRing(client, store)
  /** Which device this page's tokens are of, as far as one of them has said so. */
  let ownIdentifier: string | undefined
  let saysTime = true

  async function sign(pair: KeyPair, nonce?: string): Promise<string> {
    const iat = Math.floor(client.clock.now() / 1000)
    const claims = { ...(nonce && { nonce }), ...(saysTime && { iat, exp: iat + SIGNED_SECONDS }) }
    try {
      return await signDeviceJwt(pair, await ring.readPrivateKey(pair), claims)
    } catch {
      // The platform's own error may quote the key.
      throw lostKey()
    }
  }
  async function trade(pair: KeyPair, options?: CallOptions): Promise<string> {
    const task = 'renew the token'
    const { clientIdentifier } = pair
    const ask = async () => {
      const nonce = await request(keyed, {
        ...options,
        task,
        clientIdentifier,
        method: 'GET',
        path: '/api/v2/auth/nonce',
        retries: 2,
        read: (answer) => readText(record(answer).nonce),
      })
      return request(keyed, {
        ...options,
        task,
        clientIdentifier,
        method: 'POST',
        path: '/api/v2/auth/token',
        json: { jwt: await sign(pair, nonce) },
        read: (answer) => readOwnToken(record(answer).auth_token, pair),
      })
    }
    try {
      return await ask()
    } catch (error) {
      // plex.tv says in no words that the time was wrong, as of a television that believes in 1970: it takes what says
      // no time, for a nonce has its own end.
      if (!isPlexError(error) || error.status !== 422 || !saysTime) throw error
      saysTime = false
      return ask()
    }
  }

  /** The token that another tab has got meanwhile, or one that is got now. */
  async function getNext(kept: KeptToken): Promise<KeptToken> {
    const pair = await ring.find(readClaims(kept.token)?.thumbprint)
    if (!pair) throw lostKey()
    const { latest: known } = pair
    if (known && known.token !== kept.token && readAge(readLife(known), client.clock.now()) === 'fresh') return known
    const next = { token: await trade(pair), tokenAt: client.clock.now() }
    // A key that was forgotten meanwhile stays forgotten.
    await ring.note(pair, next)
    return next
  }

  const keyed: PlexClient = {
    ...client,
    async clientIdentifier(token) {
      const claimed = token && readClaims(token)?.clientIdentifier
      if (claimed) ownIdentifier = claimed
      if (claimed || !token) return claimed || ((await ring.readNext())?.clientIdentifier ?? client.clientIdentifier())
      // A classic token does not say whose it is: a profile's, of the device that has the JWT; that of a sign-in which
      // is under way; or one of the days before there were keys.
      ownIdentifier ??= await ring.findRegistered()
      return ownIdentifier ?? ring.getLatest()?.clientIdentifier ?? client.clientIdentifier()
    },
    async readDeviceKey(): Promise<DeviceKey | null> {
      const pair = await ring.readNext()
      return (
        pair && {
          clientIdentifier: pair.clientIdentifier,
          jwk: toJwk(pair),
          async sign() {
            try {
              return await sign(pair)
            } catch (error) {
              // The next pin gets a key that can sign.
              await ring.discard(pair)
              throw error
            }
          },
          distrustClock() {
            saysTime = false
          },
          discard: () => ring.discard(pair),
        }
      )
    },
  }

  return {
    client: keyed,
    async exchange(token, { lasting = true, ...options } = {}) {
      const pair = ring.getLatest() ?? (await ring.readNext())
      const claims = readClaims(token)
      if (!pair || (claims && claims.thumbprint !== pair.kid)) return token
      const outcome = await ring.register(pair, lasting, claims !== undefined)
      if (claims || outcome === 'refused') return token
      // Two tabs that sign in at once have the same key at hand: it is the other's by now, and stays theirs.
      if (outcome === 'taken') {
        throw new PlexError('device-key-taken', 'Could not sign in: another tab was first with this key. Try again.')
      }
      try {
        await request(keyed, {
          ...options,
          task: 'register the key',
          clientIdentifier: pair.clientIdentifier,
          method: 'POST',
          path: '/api/v2/auth/jwk',
          json: { jwk: toJwk(pair) },
          token,
          on422: 'device-key-taken',
        })
        return await trade(pair, options)
      } catch (error) {
        // One that stays behind does no harm, and must not hide what went wrong.
        await ring.discard(pair).catch(() => {})
        // plex.tv binds a key to the device of the token that brings it, and just got this one.
        if (!isPlexError(error) || error.code !== 'device-key-unknown') throw error
        throw new PlexError('misuse', 'Could not sign in: the token is another device’s. Sign in with session.client.')
      }
    },
    renew: createRenewal(client, getNext),
    async forget(token) {
      const kid = readClaims(token)?.thumbprint
      if (kid) await ring.discard({ kid })
    },
  }
}

const lostKey = () =>
  new PlexError('device-key-lost', 'Could not renew the token: its key is gone from here. Sign in again.')

/** Visible ASCII: it travels in a text of ours, or in a header. */
const readText = (value: unknown) =>
  typeof value === 'string' && /^[\x21-\x7e]{1,4096}$/.test(value) ? value : undefined

/** A token for this very key: whatever else came out of a cache on the way, or is somebody else's. */
function readOwnToken(value: unknown, { kid, clientIdentifier }: KeyPair): string | undefined {
  const token = readText(value)
  const claims = token && readClaims(token)
  return claims && claims.thumbprint === kid && claims.clientIdentifier === clientIdentifier ? token : undefined
}
