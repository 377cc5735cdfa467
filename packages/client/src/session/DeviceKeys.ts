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

/** Where a token that is renewed lies, with whatever lies beside it. */
export interface TokenPlace<K extends KeptToken> {
  /** What lies there now, for another tab may have been first. */
  read(): PromiseLike<K>
  /** Keeps what came, and gives it back as it lies there. */
  write(renewed: KeptToken): PromiseLike<K>
}

/** The keys of one client. */
export interface OpenDeviceKeys {
  /** The client in whose name to sign in: the same, on client identifiers of the keys' own. */
  readonly client: PlexClient
  /**
   * Trades the token that a sign-in with `client` has brought for one of seven days, and ends it by that. What is one
   * already, or was brought where the platform keeps no key, is returned as it is. `lasting` (default true): whether the
   * key outlives the page.
   */
  exchange(token: string, options?: CallOptions & { lasting?: boolean | undefined }): Promise<string>
  /**
   * Gives back what is kept as long as it can be used, and renews it ahead of its end: once for however many ask, in
   * this tab and in others. `isDead`: plex.tv has refused it, whatever its age. A token without a key stays as it is.
   *
   * @throws what the renewal throws, when what is kept can't be used any more.
   */
  renew<K extends KeptToken>(kept: K, isDead: boolean, place: TokenPlace<K>): Promise<K>
  /** Forgets the key of a token that nobody needs any more. */
  forget(token: string): Promise<void>
}
