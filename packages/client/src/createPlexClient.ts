import { type PlexClock, systemClock } from './clock.ts'
import { checkedIdentifier, type DeviceOptions, deviceHeaders, keptIdentifier } from './device.ts'
import { PlexError } from './PlexError.ts'

/** What {@link createPlexClient} takes. Only `product` is needed in a browser. */
export interface PlexClientOptions {
  /** The app's name, as people see it when they sign in and in their list of authorized devices. */
  product: string
  /** The app's version, for the same list. */
  version?: string
  /** The device, for the same list. */
  device?: DeviceOptions
  /**
   * The stable, opaque id of this install: 1 to 255 visible ASCII characters.
   * Default in a browser: made once and kept in `localStorage`. In Node it must be given.
   */
  clientIdentifier?: string | (() => string | Promise<string>)
  /**
   * Where plex.tv's API is, for a proxy or a stand-in. Default: `https://clients.plex.tv`, but for signing in with a
   * password `https://plex.tv`, the only host confirmed for it. When given it replaces both.
   */
  baseUrl?: string
  /** The page where people approve a sign-in. Default `https://app.plex.tv/auth`. */
  appUrl?: string
  /** The page where people type a link code. Default `https://plex.tv/link`. */
  linkUrl?: string
  /** Default: the platform's `fetch`. */
  fetch?: typeof globalThis.fetch
  /** How long a call may take, to the end of the answer's body, in milliseconds. Default 15 000. */
  timeoutMs?: number
  /** Default: the platform's clock. */
  clock?: PlexClock
}

/** Who this app is to plex.tv. Immutable; holds no token and no person: safe as a module's constant, also on a server. */
export interface PlexClient {
  /** The app's name. */
  readonly product: string
  /** Where calls go, but for a sign-in with a password when no `baseUrl` was given. */
  readonly baseUrl: string
  /** The time that it, its sessions and the hooks go by. */
  readonly clock: PlexClock
  /** This install's id. Rejects with `misuse` where there is none and none can be kept. */
  clientIdentifier(): Promise<string>
}

/** What a client is made of inside: for this package only, hence no part of its type. */
export interface WiredClient extends PlexClient {
  readonly options: PlexClientOptions
  readonly headers: Readonly<Record<string, string>>
  /** Answers in a row that asked to slow down: plex.tv counts per client identifier, so the client does too. */
  refusals: number
}

/**
 * Says who your app is to plex.tv. Make one and keep it.
 *
 * @throws {@link PlexError} `misuse` when the product is blank, the client identifier can't travel in a header, or the
 *   base URL is not an absolute http(s) URL.
 */
export function createPlexClient(options: PlexClientOptions): PlexClient {
  const { product, clientIdentifier, baseUrl = 'https://clients.plex.tv' } = options
  if (!product?.trim()) {
    // plex.tv's own pages fail later, and far from the cause, when the product is missing.
    throw new PlexError('misuse', 'Could not create a client: product is blank.')
  }
  if (typeof clientIdentifier === 'string') checkedIdentifier(clientIdentifier)
  if (!/^https?:\/\/[^/]/.test(baseUrl)) {
    throw new PlexError('misuse', 'Could not create a client: baseUrl is not http(s).')
  }
  const client: WiredClient = {
    product,
    baseUrl: baseUrl.replace(/\/+$/, ''),
    clock: options.clock ?? systemClock,
    async clientIdentifier() {
      if (clientIdentifier === undefined) return keptIdentifier(product)
      return checkedIdentifier(typeof clientIdentifier === 'function' ? await clientIdentifier() : clientIdentifier)
    },
    options,
    headers: deviceHeaders(product, options.version, options.device),
    refusals: 0,
  }
  return client
}
