import { withTimeout } from '../../clock.ts'
import type { PlexClient } from '../../createPlexClient.ts'
import type { DeviceKey } from '../../deviceKey.ts'
import { record } from '../../json.ts'
import { ownProperties } from '../../ownProperties.ts'
import { isPlexError, PlexError } from '../../PlexError.ts'
import { type CallOptions, request } from '../../request.ts'
import { warnOnce } from '../../storage.ts'
import { readAge, readClaims, readLife } from '../../token.ts'
import type { DeviceKeys, KeptToken, OpenDeviceKeys } from '../DeviceKeys.ts'
import type { SessionStore } from '../ownRecords.ts'
import { createBrowserKeyStore } from './browserKeyStore.ts'
import { createRenewal } from './createRenewal.ts'
import { createKeyPair, signDeviceJwt, toJwk } from './keyPair.ts'
import type { KeyPair, KeyRing } from './keyRing.ts'
import { createTextKeyStore } from './textKeyStore.ts'

/** What {@link deviceKeys} takes. */
export interface DeviceKeysOptions {
  /**
   * Where the keys are kept: in Node a file, of `createFileStore`. It gets their private halves as text, so encrypt
   * what it keeps. It lasts, and is no other's: not that of a session or of a token source.
   *
   * @default IndexedDB, as keys that no script can read
   */
  store?: SessionStore | undefined
}

/** What a browser's database may take; one that hangs must not keep anybody from signing in. */
const BROWSER_MS = 3000
/** A store of the app's own may derive a key from a passphrase first, on a machine that is busy. */
const STORE_MS = 15_000
/** How long plex.tv is to believe what a device signs, in seconds, as every known client has it. */
const SIGNED_SECONDS = 5 * 60

/**
 * Makes a session's tokens, or a token source's, end after seven days, and renews them by a key that the browser lets no
 * script read: a page that was broken into can't carry it away. Sign in with the session's own `client`: each sign-in
 * has a key and a client identifier of its own, so that the classic token of the app's other identifier lives on.
 *
 * Where the platform keeps no such key (a page without https in a home network, Chromium before 120, a database that is
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

function openDeviceKeys(client: PlexClient, store: SessionStore | undefined): OpenDeviceKeys {
  const keys = store ? createTextKeyStore(store) : createBrowserKeyStore(client.name)
  /** In whose name this page signs in. */
  let latest: KeyPair | null = null
  /** Which device this page's tokens are of, as far as one of them has said so. */
  let ownIdentifier: string | undefined
  let finding: Promise<KeyPair | null> | undefined
  let isGivenUp = false
  let saysTime = true

  async function inTime<T>(task: () => Promise<T>): Promise<T> {
    const late = () => new PlexError('storage', 'Could not use the device keys: no answer in time.')
    try {
      return await withTimeout({ clock: client.clock, ms: store ? STORE_MS : BROWSER_MS, late }, task)
    } catch (error) {
      if (isPlexError(error)) throw error
      // What the platform says may quote the key.
      throw new PlexError('storage', 'Could not use the device keys: what keeps them refused.')
    }
  }
  const readRing = () => inTime(() => keys.read())
  const changeRing = <T>(task: (ring: KeyRing) => T) => inTime(() => keys.change(task))

  async function findNext(): Promise<KeyPair> {
    const { next } = await readRing()
    if (next) return next
    const made = await inTime(() => createKeyPair(keys.isText))
    // Another tab may have been first, and both sign in as one device.
    return changeRing((ring) => {
      ring.next ??= made
      return ring.next
    })
  }
  /** A file that can't be read is a mistake to be mended, and no reason for tokens that have no end. */
  function giveUp(error: unknown): null {
    if (store) throw error
    isGivenUp = true
    latest = null
    warnOnce('device keys', 'this browser keeps none here. Tokens are classic ones')
    return null
  }
  /** The key of the sign-in that comes next; null where the platform keeps none. */
  async function readNext(): Promise<KeyPair | null> {
    if (isGivenUp) return null
    finding ??= findNext()
    try {
      latest = await finding
      return latest
    } catch (error) {
      return giveUp(error)
    } finally {
      finding = undefined
    }
  }

  /** Puts a key in the place of what lies under its name; from here on it is offered to nobody else. */
  function register(pair: KeyPair): Promise<void> {
    return changeRing((ring) => {
      ring.registered = [...others(ring, pair), pair]
      if (ring.next?.kid === pair.kid) ring.next = undefined
    })
  }
  async function discard(pair: Pick<KeyPair, 'kid'>): Promise<void> {
    if (latest?.kid === pair.kid) latest = null
    await changeRing((ring) => {
      ring.registered = others(ring, pair)
      if (ring.next?.kid === pair.kid) ring.next = undefined
    })
  }

  async function findRegistered(): Promise<string | undefined> {
    try {
      const [pair] = (await readRing()).registered
      return pair?.clientIdentifier
    } catch {
      // Without keys there is none; whoever needs one is told.
      return undefined
    }
  }

  function sign(pair: KeyPair, nonce?: string): Promise<string> {
    const iat = Math.floor(client.clock.now() / 1000)
    return signDeviceJwt(pair, { ...(nonce && { nonce }), ...(saysTime && { iat, exp: iat + SIGNED_SECONDS }) })
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
        read: (answer) => readNonce(record(answer).nonce),
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
    const thumbprint = readClaims(kept.token)?.thumbprint
    const pair = (await readRing()).registered.find(({ kid }) => kid === thumbprint)
    if (!pair) {
      throw new PlexError('device-key-lost', 'Could not renew the token: its key is gone from here. Sign in again.')
    }
    const { latest: known } = pair
    if (known && known.token !== kept.token && readAge(readLife(known), client.clock.now()) === 'fresh') return known
    const next = { token: await trade(pair), tokenAt: client.clock.now() }
    // A key that was forgotten meanwhile stays forgotten.
    await changeRing((ring) => {
      ring.registered = ring.registered.map((each) => (each.kid === pair.kid ? { ...each, latest: next } : each))
    }).catch(() => warnOnce('device keys', 'a token was not noted beside its key, so that other tabs get their own'))
    return next
  }

  const keyed: PlexClient = {
    ...client,
    async clientIdentifier(token) {
      const claimed = token && readClaims(token)?.clientIdentifier
      if (claimed) ownIdentifier = claimed
      if (claimed || !token) return claimed || ((await readNext())?.clientIdentifier ?? client.clientIdentifier())
      // A classic token does not say whose it is: a profile's, of the device that has the JWT; that of a sign-in which
      // is under way; or one of the days before there were keys.
      ownIdentifier ??= await findRegistered()
      return ownIdentifier ?? latest?.clientIdentifier ?? client.clientIdentifier()
    },
    async readDeviceKey(): Promise<DeviceKey | null> {
      const pair = await readNext()
      return (
        pair && {
          clientIdentifier: pair.clientIdentifier,
          jwk: toJwk(pair),
          sign: () => sign(pair),
          distrustClock() {
            saysTime = false
          },
          discard: () => discard(pair),
        }
      )
    },
  }

  return {
    client: keyed,
    async exchange(token, options) {
      const pair = latest ?? (await readNext())
      const claims = readClaims(token)
      if (!pair || (claims && claims.thumbprint !== pair.kid)) return token
      try {
        await register(pair)
      } catch (error) {
        giveUp(error)
        return token
      }
      latest = null
      if (claims) return token
      try {
        await request(keyed, {
          ...options,
          task: 'register the device’s key',
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
        await discard(pair).catch(() => {})
        // plex.tv binds a key to the device of the token that brings it, and just got this one.
        if (!isPlexError(error) || error.code !== 'device-key-unknown') throw error
        throw new PlexError('misuse', 'Could not sign in: the token is another device’s. Sign in with session.client.')
      }
    },
    renew: createRenewal(client, getNext),
    async forget(token) {
      const kid = readClaims(token)?.thumbprint
      if (kid) await discard({ kid })
    },
  }
}

const others = ({ registered }: KeyRing, pair: Pick<KeyPair, 'kid'>) => registered.filter(({ kid }) => kid !== pair.kid)

const readNonce = (value: unknown) =>
  typeof value === 'string' && /^[\x21-\x7e]{1,255}$/.test(value) ? value : undefined

/** A token for this very key: whatever else came out of a cache on the way, or is somebody else's. */
function readOwnToken(value: unknown, { kid, clientIdentifier }: KeyPair): string | undefined {
  if (typeof value !== 'string') return
  const claims = readClaims(value)
  return claims?.thumbprint === kid && claims.clientIdentifier === clientIdentifier ? value : undefined
}
