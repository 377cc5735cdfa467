import type { PlexClient } from '../createPlexClient.ts'
import type { CallOptions } from '../request.ts'

/**
 * How tokens are made that end after seven days, and renewed: by `deviceKeys` of `@foyer/client/device-keys`, and given
 * to `createPlexSession` or `createTokenSource`.
 */
export interface DeviceKeys {
  /** For one client: called once, by what it is given to. */
  open(client: PlexClient): OpenDeviceKeys
}

/** A token as it is kept. */
export interface KeptToken {
  readonly token: string
  /** When it came, by the wall clock of this side, in milliseconds since 1970. */
  readonly tokenAt?: number | undefined
}

/** The keys of one client. */
export interface OpenDeviceKeys {
  /** The client in whose name to sign in: the same, on client identifiers of the keys' own. */
  readonly client: PlexClient
  /**
   * Trades the token that a sign-in with `client` has brought for one of seven days, and ends it by that. What is one
   * already, or was brought where the platform keeps no key, is returned as it is.
   */
  exchange(token: string, options?: CallOptions): Promise<string>
  /**
   * The next token of a token's device: one that another tab has got meanwhile, or one that is got now for the device's
   * signature. A token that has no key is returned as it is.
   */
  renew(kept: KeptToken, options?: CallOptions): Promise<KeptToken>
  /** Forgets the key of a token that nobody needs any more. */
  forget(token: string): Promise<void>
}
