import { PlexError } from './PlexError.ts'
import { findWindow } from './platform.ts'
import { randomId } from './randomId.ts'
import { openLocalStore } from './storage.ts'

/** How this app and its device are named in the person's list of authorized devices. */
export interface DeviceOptions {
  /** What the person calls it; default: the product. */
  name?: string | undefined
  /** Its make. */
  model?: string | undefined
  /** Who makes it. */
  vendor?: string | undefined
  /** What the app runs on; default `Web`. */
  platform?: string | undefined
  /** The version of what it runs on. */
  platformVersion?: string | undefined
}

/**
 * The `X-Plex-*` parameters that are the same on every call. They travel in the query, where every runtime sends the
 * same bytes: of a header beyond ASCII some send Latin-1, and WebKitGTK 2.50 and workerd UTF-8. And a request without
 * headers of its own needs no preflight.
 */
export function deviceParameters(
  product: string,
  version?: string,
  device: DeviceOptions = {},
): Record<string, string> {
  const parameters: Record<string, string> = {}
  for (const [name, value] of Object.entries({
    Product: product,
    Version: version,
    Platform: device.platform ?? 'Web',
    'Platform-Version': device.platformVersion,
    'Device-Name': device.name ?? product,
    Model: device.model,
    'Device-Vendor': device.vendor,
  })) {
    if (value) parameters[`X-Plex-${name}`] = toOneLine(value)
  }
  return parameters
}

/** A name for a list of devices: without what breaks a line, and without half characters, which no query can hold. */
const toOneLine = (text: string) =>
  text
    .replace(/\p{Cc}/gu, ' ')
    .replace(/\p{Cs}/gu, '\ufffd')
    .trim()

const wellFormed = /^[\x21-\x7e]{1,255}$/

/** The identifier, if it is one for plex.tv; throws `misuse` if not. */
export function checkedIdentifier(identifier: string): string {
  if (wellFormed.test(identifier)) return identifier
  throw new PlexError('misuse', 'Could not use the client identifier: not 1 to 255 visible ASCII characters.')
}

/** The identifiers of this page, by the install's name. */
const inUse = new Map<string, string>()

/**
 * This install's client identifier: made once and kept in `localStorage`, whatever the session keeps, for a new
 * identifier is a new device to plex.tv, with a mail to the account's owner. One per name: two apps on one origin are
 * two devices, so that signing out of one leaves the other alone.
 */
export function readStoredIdentifier(name: string): string {
  if (!findWindow()) {
    throw new PlexError('misuse', 'Could not use the client identifier: no localStorage. Give one.')
  }
  const store = openLocalStore()
  const key = `foyer.client-identifier.${name}`
  const stored = store.get(key)
  // The identifier stays the same as long as the page lives, though somebody clears the storage: a pin may be waiting
  // under it.
  const identifier = inUse.get(name) ?? (stored && wellFormed.test(stored) ? stored : randomId(16))
  // An identifier that another page has written meanwhile is left there: both pages go on with their own, and the next
  // page has that one.
  if (!stored || !wellFormed.test(stored)) store.set(key, identifier)
  // The storage is read again because a tab that opened at the same moment may have been first, and both must be one
  // device.
  const agreed = inUse.get(name) ?? store.get(key) ?? identifier
  inUse.set(name, agreed)
  return agreed
}
