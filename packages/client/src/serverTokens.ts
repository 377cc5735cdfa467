import type { PlexClient } from './createPlexClient.ts'
import { hasTrait } from './errorTraits.ts'
import { record } from './json.ts'
import { PlexError } from './PlexError.ts'
import { failure } from './refusal.ts'
import { type CallOptions, type PlexRequest, request } from './request.ts'
import { readAddresses, type ServerAddress, type ServerConnection } from './serverAddress.ts'
import { accountToken } from './user.ts'

/** How another server, or a provider, is reached on behalf of somebody. It holds a secret. */
export interface SourceConnection {
  readonly machineIdentifier: string | null
  readonly name: string | null
  /** Opens the source, and ends by itself; a secret. */
  readonly accessToken: string
  readonly addresses: readonly ServerAddress[]
}

/**
 * A token to hand on, to a player say, in place of one's own: it opens the same, and ends after two days, or when the
 * server restarts. No transient token makes another. Not tried again by itself.
 *
 * Protocol: `POST /security/token?type=delegation&scope=all` at the server.
 *
 * @param accessToken the server's own, of `getServerToken`
 * @param connection of `findConnection`, which has seen that it is that server
 * @example
 * ```ts
 * import { createTransientToken, type PlexClient, type ServerConnection } from '@foyer/client'
 *
 * export const lend = (plex: PlexClient, accessToken: string, connection: ServerConnection) =>
 *   createTransientToken(plex, accessToken, connection)
 * ```
 *
 * @see https://developer.plex.tv/pms/ "Transient Tokens"
 * @throws {@link PlexError} `forbidden` when the server does not take this token, however it says so: what a server
 *   answers ends no session; `rejected`, `not-found`, `network`, `timeout`, `server`, `rate-limited`,
 *   `unexpected-response`; `misuse` without a client identifier.
 */
export function createTransientToken(
  client: PlexClient,
  accessToken: string,
  connection: ServerConnection,
  options?: CallOptions,
): Promise<string> {
  return requestServer(client, connection, {
    ...options,
    task: 'make a transient token',
    method: 'POST',
    path: '/security/token',
    query: { type: 'delegation', scope: 'all' },
    token: accessToken,
    read: (answer) => accountToken.safeParse(record(record(answer).MediaContainer).token).data,
  })
}

/**
 * How a server reaches another, or a provider, on behalf of its owner. Not tried again by itself.
 *
 * Protocol: `GET /security/resources?source=…` at the server, version 1.15.4 or newer.
 *
 * @param accessToken the owner's at that server, or a transient one made from it
 * @example
 * ```ts
 * import { getSourceConnection, type PlexClient, type ServerConnection } from '@foyer/client'
 *
 * export const reach = (plex: PlexClient, accessToken: string, connection: ServerConnection, other: string) =>
 *   getSourceConnection(plex, accessToken, connection, `server://${other}`)
 * ```
 *
 * @see https://developer.plex.tv/pms/ "Transient Tokens"
 * @throws {@link PlexError} `forbidden` for anybody but the owner; `rejected` for a source that the server does not
 *   know; as {@link createTransientToken}; `misuse` for what is no source.
 */
export function getSourceConnection(
  client: PlexClient,
  accessToken: string,
  connection: ServerConnection,
  source: `server://${string}` | `provider://${string}`,
  options?: CallOptions,
): Promise<SourceConnection> {
  const task = 'read the source’s connection'
  if (!/^(server|provider):\/\/[\x21-\x7e]{1,255}$/.test(source)) {
    return Promise.reject(new PlexError('misuse', `Could not ${task}: source is neither server:// nor provider://.`))
  }
  return requestServer(client, connection, {
    ...options,
    task,
    method: 'GET',
    path: '/security/resources',
    query: { source },
    token: accessToken,
    read(answer) {
      const { Device } = record(record(answer).MediaContainer)
      const raw = record(Array.isArray(Device) ? Device[0] : Device)
      const token = accountToken.safeParse(raw.accessToken).data
      const textOf = (value: unknown) => (typeof value === 'string' && value ? value : null)
      return token === undefined
        ? undefined
        : {
            machineIdentifier: textOf(raw.clientIdentifier),
            name: textOf(raw.name),
            accessToken: token,
            addresses: readAddresses(raw.Connection),
          }
    },
  })
}

/** What a server says of a token is no word of plex.tv's about the session's. */
async function requestServer<T>(client: PlexClient, { uri }: ServerConnection, call: PlexRequest<T>): Promise<T> {
  try {
    return await request(client, { ...call, host: uri })
  } catch (error) {
    if (!hasTrait(error, 'dead-token')) throw error
    throw failure(call, 'forbidden', { status: (error as PlexError).status, plexCode: (error as PlexError).plexCode })
  }
}
