import { checkedTimeout, type PlexClock, systemClock, withTimeout } from './clock.ts'
import { checkedIdentifier, type DeviceOptions, deviceParameters, readStoredIdentifier } from './device.ts'
import type { DeviceKey } from './deviceKey.ts'
import { ownProperties } from './ownProperties.ts'
import { isPlexError, PlexError } from './PlexError.ts'

/** What {@link createPlexClient} takes. Only `product` is needed in a browser. */
export interface PlexClientOptions {
  /** The app's name, as people see it when they sign in and in their list of authorized devices. */
  product: string
  /**
   * Tells this install of the product from another on the same origin: each has its own client identifier, its own
   * session and its own tabs, so that signing out of one leaves the other alone.
   *
   * @default the product
   */
  name?: string | undefined
  /** The app's version, for the same list. */
  version?: string | undefined
  /** The device, for the same list. */
  device?: DeviceOptions | undefined
  /**
   * The stable, opaque id of this install: 1 to 255 visible ASCII characters. A function is asked once, at the first
   * call. In Node it must be given.
   *
   * @default in a browser: made once, and kept in `localStorage`
   */
  clientIdentifier?: (string | (() => string | Promise<string>)) | undefined
  /**
   * Where plex.tv's API is, for a proxy or a stand-in.
   *
   * @default `https://clients.plex.tv`; for signing in with a password `https://plex.tv`, the only host confirmed for
   * it
   */
  baseUrl?: string | undefined
  /**
   * The page where people approve a sign-in.
   *
   * @default 'https://app.plex.tv/auth'
   */
  appUrl?: string | undefined
  /**
   * The page where people type a link code.
   *
   * @default 'https://plex.tv/link'
   */
  linkUrl?: string | undefined
  /**
   * A `fetch` of your own. One that follows redirects although it is told not to, or asks another address than it was
   * given, ends in `unexpected-response`; a proxy is a `baseUrl`.
   *
   * @default the platform's, looked up at each call
   */
  fetch?: typeof fetch | undefined
  /**
   * How long a call may take, to the end of the answer's body, in milliseconds; `Infinity` for no end.
   *
   * @default 15_000
   */
  timeoutMs?: number | undefined
  /** @default the platform's */
  clock?: PlexClock | undefined
}

/**
 * Who this app is to plex.tv. Immutable; holds no token and no person: safe as a module's constant, also on a server.
 */
export interface PlexClient {
  /** The app's name. */
  readonly product: string
  /** Which install of it this is: the product, unless it was given. */
  readonly name: string
  /** Where calls go, but for a sign-in with a password. */
  readonly baseUrl: string
  /** Where a sign-in with a password goes. */
  readonly signInBaseUrl: string
  /** The page where people approve a sign-in. */
  readonly appUrl: string
  /** The page where people type a link code. */
  readonly linkUrl: string
  /** How long a call may take, in milliseconds. */
  readonly timeoutMs: number
  /** The app's own `fetch`; without one it is the platform's, looked up at each call. */
  readonly fetch: typeof fetch | undefined
  /** The `X-Plex-*` parameters that are the same on every call, and travel in the query of each. */
  readonly parameters: Readonly<Record<string, string>>
  /** The time that it, its sessions and the hooks go by. */
  readonly clock: PlexClock
  /**
   * This install's id: the same as long as the page lives. Rejects with `misuse` where there is none and none can be
   * kept, or where the app's own function throws; with `timeout` where that never answers. The client of a session with
   * device keys has one for each key: that of `token`, or of the sign-in that comes next.
   */
  clientIdentifier(token?: string): Promise<string>
  /** @internal With device keys: what a pin carries; null where the platform keeps no key. */
  readonly readDeviceKey?: (() => Promise<DeviceKey | null>) | undefined
}

/**
 * Says who your app is to plex.tv. Make one and keep it.
 *
 * @example
 * ```ts
 * import { createPlexClient } from '@foyer/client'
 *
 * export const plex = createPlexClient({ product: 'Reelroom', version: '2.4.0' })
 * ```
 *
 * @see https://developer.plex.tv/pms/ for the `X-Plex-*` parameters
 * @throws {@link PlexError} `misuse` when the product is blank, the client identifier is not visible ASCII,
 * `timeoutMs` is no time, or the base URL is not an absolute http(s) URL.
 */
export function createPlexClient(given: PlexClientOptions): PlexClient {
  const options = ownProperties(given)
  const { product, clientIdentifier, timeoutMs = 15_000 } = options
  const baseUrl = checkedBaseUrl(options.baseUrl ?? 'https://clients.plex.tv')
  if (!product?.trim()) {
    // plex.tv's own pages fail later, and far from the cause, when the product is missing.
    throw new PlexError('misuse', 'Could not create a client: product is blank.')
  }
  if (typeof clientIdentifier === 'string') checkedIdentifier(clientIdentifier)
  checkedTimeout(timeoutMs)
  const { name = product, clock = systemClock } = options
  let identifier: Promise<string> | undefined

  /** What the app's own function says; a mistake there must not look like being offline, nor keep a call for ever. */
  async function askApp(ask: () => string | Promise<string>): Promise<string> {
    const late = () => new PlexError('timeout', 'Could not use the client identifier: your function did not answer.')
    try {
      return checkedIdentifier(await withTimeout({ clock, ms: timeoutMs, late }, async () => ask()))
    } catch (error) {
      if (isPlexError(error)) throw error
      throw new PlexError('misuse', 'Could not use the client identifier: your function threw an error.')
    }
  }
  return {
    product,
    name,
    baseUrl,
    signInBaseUrl: options.baseUrl === undefined ? 'https://plex.tv' : baseUrl,
    appUrl: options.appUrl ?? 'https://app.plex.tv/auth',
    linkUrl: options.linkUrl ?? 'https://plex.tv/link',
    timeoutMs,
    fetch: options.fetch,
    parameters: deviceParameters(product, options.version, ownProperties(options.device)),
    clock,
    async clientIdentifier() {
      if (clientIdentifier === undefined) return readStoredIdentifier(name)
      if (typeof clientIdentifier === 'string') return clientIdentifier
      identifier ??= askApp(clientIdentifier)
      // A failure is not kept: the next call asks the app's function again.
      identifier.catch(() => {
        identifier = undefined
      })
      return identifier
    },
  }
}

function checkedBaseUrl(baseUrl: string): string {
  if (/^https?:\/\/[^/]/.test(baseUrl)) return baseUrl.replace(/\/+$/, '')
  throw new PlexError('misuse', 'Could not create a client: baseUrl is not http(s).')
}
