import { record } from '../../json.ts'
import { PlexError } from '../../PlexError.ts'
import type { KeptToken } from '../DeviceKeys.ts'

/** A key of a device, and the device's identifier at plex.tv: one can't be used without the other, so they lie together. */
export interface KeyPair {
  readonly clientIdentifier: string
  /** The name of the key: its RFC 7638 thumbprint. */
  readonly kid: string
  /** The public half, in base64url. */
  readonly x: string
  /** The private half: one that no script can read, or its base64url where it is kept as text. */
  readonly privateKey: CryptoKey | string
  /**
   * What it was traded for last. It lies here too because a Web Lock orders nothing but IndexedDB: in Chromium 156 a tab
   * that gets the lock from another may read what `localStorage` held before that one wrote.
   */
  readonly latest?: KeptToken | undefined
}

/** All keys of one client on one machine, as they are kept. */
export interface KeyRing {
  readonly v: 1
  /** For the sign-in that comes next, and for the pins that are shown meanwhile. */
  next?: KeyPair | undefined
  /** Those that plex.tv knows, or may know. None of them signs anybody else in. */
  registered: readonly KeyPair[]
}

/** Where a ring is kept. Rejects where it can't be. */
export interface KeyStore {
  /** Where no more than text is kept: how a private key, which has to be readable then, becomes one, and back. */
  readonly text?: {
    write(privateKey: CryptoKey): Promise<string>
    read(pair: KeyPair): Promise<CryptoKey>
  }
  read(): Promise<KeyRing>
  /** Reads, changes and writes, with nobody in between. */
  change<T>(task: (ring: KeyRing) => T): Promise<T>
}

/** @throws {@link PlexError} `storage` for what isn't of this version: whoever wrote it may still need it. */
export function readRing(value: unknown): KeyRing {
  if (value === undefined || value === null) return { v: 1, registered: [] }
  const { v, registered } = record(value)
  if (v === 1 && Array.isArray(registered)) return value as KeyRing
  throw new PlexError('storage', 'Could not use the device keys: another version of the app has written them.')
}
