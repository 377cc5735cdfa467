import { withTimeout } from '../../clock.ts'
import type { PlexClient } from '../../createPlexClient.ts'
import { isPlexError, PlexError } from '../../PlexError.ts'
import { warnOnce } from '../../storage.ts'
import type { KeptToken } from '../DeviceKeys.ts'
import { createBrowserKeyStore } from './createBrowserKeyStore.ts'
import { createKeyPair } from './keyPair.ts'
import type { KeyPair, KeyRing, KeyStore } from './keyRing.ts'

/** What a browser's database may take; one that hangs must not keep anybody from signing in. */
const BROWSER_MS = 3000
/** A store of the app's own may derive a key from a passphrase first, on a machine that is busy. */
const STORE_MS = 15_000

/**
 * The keys of one client, by what they are for. Where a browser keeps none there are none, which is said once; a store
 * of the app's own that fails is a `storage` error.
 */
export function openKeyRing({ name, clock }: PlexClient, store: KeyStore | undefined) {
  const keys = store ?? createBrowserKeyStore(name)
  let latest: KeyPair | null = null
  /** Those of sign-ins that end with this page: what is not remembered leaves nothing behind that opens the account. */
  let unkept: readonly KeyPair[] = []
  let finding: Promise<KeyPair | null> | undefined
  let isGivenUp = false

  async function inTime<T>(task: () => Promise<T>): Promise<T> {
    const late = () => new PlexError('storage', 'Could not use the device keys: no answer in time.')
    try {
      return await withTimeout({ clock, ms: store ? STORE_MS : BROWSER_MS, late }, task)
    } catch (error) {
      if (isPlexError(error)) throw error
      // The error of a platform or of a store may quote the key.
      throw new PlexError('storage', 'Could not use the device keys: what keeps them refused.')
    }
  }
  const readRing = () => inTime(() => keys.read())
  const changeRing = <T>(task: (ring: KeyRing) => T) => inTime(() => keys.change(task))

  async function findNext(): Promise<KeyPair> {
    const { next } = await readRing()
    if (next) return next
    const made = await inTime(() => createKeyPair(keys))
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

  /**
   * From here on it is offered to nobody else. `isProven`: plex.tv has given a token for it. `taken`: somebody was first;
   * `refused`: it can't be kept after all.
   */
  async function register(pair: KeyPair, isLasting: boolean, isProven: boolean) {
    try {
      const isOurs = await changeRing((ring) => {
        const isFree = ring.next?.kid === pair.kid
        if (isFree) ring.next = undefined
        if (!isFree && !isProven) return false
        if (isLasting && !ring.registered.some(({ kid }) => kid === pair.kid)) {
          ring.registered = [...ring.registered, pair]
        }
        return true
      })
      latest = null
      if (isOurs && !isLasting) unkept = [...unkept, pair]
      return isOurs ? 'registered' : 'taken'
    } catch (error) {
      giveUp(error)
      return 'refused'
    }
  }
  async function discard(pair: Pick<KeyPair, 'kid'>): Promise<void> {
    if (latest?.kid === pair.kid) latest = null
    unkept = without(unkept, pair)
    await changeRing((ring) => {
      ring.registered = without(ring.registered, pair)
      if (ring.next?.kid === pair.kid) ring.next = undefined
    })
  }

  async function findRegistered(): Promise<string | undefined> {
    try {
      const [pair] = [...unkept, ...(await readRing()).registered]
      return pair?.clientIdentifier
    } catch {
      // A store that can't be read names no device here; whoever needs a key of it is told.
      return undefined
    }
  }

  return {
    readNext,
    /** In whose name this page signs in, as far as it has begun to. */
    getLatest: () => latest,
    register,
    discard,
    /** Of the device that plex.tv knows, if it knows one. */
    findRegistered,
    /** The half that signs. */
    readPrivateKey: async (pair: KeyPair) => keys.text?.read(pair) ?? (pair.privateKey as CryptoKey),
    async find(kid: string | null | undefined): Promise<KeyPair | undefined> {
      const isIt = (pair: KeyPair) => pair.kid === kid
      return unkept.find(isIt) ?? (await readRing()).registered.find(isIt)
    },
    /** Keeps what a key was traded for, unless the key was forgotten meanwhile. Without it other tabs get their own. */
    async note(pair: KeyPair, token: KeptToken): Promise<void> {
      if (unkept.some(({ kid }) => kid === pair.kid)) return
      await changeRing((ring) => {
        ring.registered = ring.registered.map((each) => (each.kid === pair.kid ? { ...each, latest: token } : each))
      }).catch(() => {})
    },
  }
}

const without = (pairs: readonly KeyPair[], { kid }: Pick<KeyPair, 'kid'>) => pairs.filter((each) => each.kid !== kid)
