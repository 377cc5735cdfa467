import * as z from 'zod/mini'
import type { PlexClient } from './createPlexClient.ts'
import { PlexError } from './PlexError.ts'
import { readElements } from './readElements.ts'
import { type CallOptions, request } from './request.ts'
import { instant, text } from './user.ts'

/** An entry in a person's list of authorised devices. It holds no secret: the device's own token stays out. */
export interface PlexDevice {
  /** plex.tv's name for it; what {@link removeDevice} takes. */
  readonly id: number
  /** The name that the device gave itself. */
  readonly name: string | null
  /** The app. */
  readonly product: string | null
  /** Of the app. */
  readonly version: string | null
  /** What it runs on. */
  readonly platform: string | null
  /** Which installation it is; your own client's `clientIdentifier()` is among them. */
  readonly clientIdentifier: string | null
  /** ISO instant. */
  readonly createdAt: string | null
  /** ISO instant. */
  readonly lastSeenAt: string | null
}

const deviceSchema = z.object({
  id: z.custom<number>((value) => Number.isSafeInteger(value) && (value as number) > 0),
  name: text,
  product: text,
  version: text,
  platform: text,
  clientIdentifier: text,
  createdAt: instant,
  lastSeenAt: instant,
})

/** Years of devices. */
const MAX_BYTES = 8 * 1024 * 1024

/**
 * The devices and apps that hold a token of the account, this one too. An entry without an id, which nobody could
 * remove, is left out; tried up to three times. Protocol: `GET https://plex.tv/devices.xml`, which is XML always.
 *
 * @example
 * ```ts
 * import { getDevices, type PlexSession } from '@foyer/client'
 *
 * export const readNames = async (session: PlexSession) =>
 *   (await session.call(getDevices)).map(({ name, product }) => name ?? product)
 * ```
 *
 * @see https://github.com/pkkid/python-plexapi `plexapi/myplex.py`, `MyPlexDevice`
 * @throws {@link PlexError} `unauthorized`, `token-expired`, `rate-limited`, `network`, `timeout`, `server`,
 *   `unexpected-response`, `forbidden`, `not-found`, `rejected`; `misuse` without a client identifier.
 */
export function getDevices(client: PlexClient, token: string, options?: CallOptions): Promise<readonly PlexDevice[]> {
  return request(client, {
    ...options,
    task: 'read the devices',
    method: 'GET',
    // This older path is known of plex.tv itself, and not of clients.plex.tv.
    host: client.signInBaseUrl,
    path: '/devices.xml',
    token,
    retries: 2,
    maxBytes: MAX_BYTES,
    readXml: (answer) => {
      const [root, ...devices] = readElements(answer, ['MediaContainer', 'Device'])
      if (root?.name !== 'MediaContainer') return
      return devices
        .map(({ name, attributes }) => {
          const seconds = (key: string) => Number(attributes[key]) || null
          const own = { ...attributes, createdAt: seconds('createdAt'), lastSeenAt: seconds('lastSeenAt') }
          return name === 'Device' ? deviceSchema.safeParse({ ...own, id: Number(attributes.id) }).data : undefined
        })
        .filter((device) => device !== undefined)
    },
  })
}

/**
 * Takes a device out of the account's list, and ends its token: it is signed out. Not tried again by itself.
 * Protocol: `DELETE https://plex.tv/devices/{id}.xml`.
 *
 * @example
 * ```ts
 * import { type PlexDevice, type PlexSession, removeDevice } from '@foyer/client'
 *
 * export const signOutThere = (session: PlexSession, { id }: PlexDevice) =>
 *   session.call((plex, token, options) => removeDevice(plex, token, id, options))
 * ```
 *
 * @see https://github.com/pkkid/python-plexapi `plexapi/myplex.py`, `MyPlexDevice.delete`
 * @throws {@link PlexError} `not-found` when it is gone already; as {@link getDevices}; `misuse` for what is no id.
 */
export async function removeDevice(
  client: PlexClient,
  token: string,
  id: number,
  options?: CallOptions,
): Promise<void> {
  if (!deviceSchema.shape.id.safeParse(id).success) {
    throw new PlexError('misuse', 'Could not remove the device: id is not one of getDevices.')
  }
  await request(client, {
    ...options,
    task: 'remove the device',
    method: 'DELETE',
    host: client.signInBaseUrl,
    path: `/devices/${id}.xml`,
    token,
  })
}
