import * as z from 'zod/mini'
import type { PlexClient } from './createPlexClient.ts'
import { record } from './json.ts'
import { PlexError } from './PlexError.ts'
import { switchProfile } from './profile.ts'
import { failure } from './refusal.ts'
import { type CallOptions, request } from './request.ts'
import { readAddresses, type ServerAddress } from './serverAddress.ts'
import { readClaims } from './token.ts'
import { accountToken, flag, instant, matches, name, reads, text } from './user.ts'

/** What somebody is to a server: its owner, a member of the owner's Home, or a friend with whom it is shared. */
export type ServerAccess = 'owner' | 'home' | 'shared'

/**
 * A Plex Media Server that a person may use. Plain JSON on purpose, and without a secret: the server's own token comes
 * by {@link getServerToken}.
 */
export interface PlexServer {
  /** Stable; what apps should know a server by. */
  readonly machineIdentifier: string
  /** The name that its owner gave it. May be empty. */
  readonly name: string
  /** What the person is to it. */
  readonly access: ServerAccess
  /** Who shares it; null for one's own. */
  readonly ownerName: string | null
  /** What plex.tv takes it for. A server has been seen to answer that plex.tv called offline: only asking it tells. */
  readonly online: boolean
  /** ISO instant. */
  readonly lastSeenAt: string | null
  /** Of its software. */
  readonly version: string | null
  /** What it runs on. */
  readonly platform: string | null
  /** Where plex.tv says that it is; `findConnection` finds the one that works. */
  readonly addresses: readonly ServerAddress[]
}

const serverSchema = z.object({
  machineIdentifier: matches(/^[\x21-\x7e]{1,255}$/),
  name,
  access: z.custom<ServerAccess>((value) => typeof value === 'string'),
  ownerName: text,
  online: flag,
  lastSeenAt: instant,
  version: text,
  platform: text,
  addresses: reads(readAddresses),
})

/** Two thousand entries with a few connections each; who has more has a broken answer. */
const MAX_BYTES = 8 * 1024 * 1024

/** One of plex.tv's resources, as far as it is read: the server, and its secret apart. */
interface Resource {
  readonly server: PlexServer
  readonly accessToken: string | undefined
}

function readResource(value: unknown): Resource | undefined {
  const raw = record(value)
  const provides = typeof raw.provides === 'string' ? raw.provides.split(',') : []
  if (!provides.some((what) => what.trim() === 'server')) return
  const server = serverSchema.safeParse({
    machineIdentifier: raw.clientIdentifier,
    name: raw.name,
    access: raw.owned === true ? 'owner' : raw.home === true ? 'home' : 'shared',
    ownerName: raw.sourceTitle,
    online: raw.presence,
    lastSeenAt: raw.lastSeenAt,
    version: raw.productVersion,
    platform: raw.platform,
    addresses: raw.connections,
  }).data
  return server && { server, accessToken: accountToken.safeParse(raw.accessToken).data }
}

const readResources = (client: PlexClient, token: string, task: string, options?: CallOptions): Promise<Resource[]> =>
  request(client, {
    ...options,
    task,
    method: 'GET',
    path: '/api/v2/resources',
    query: { includeHttps: '1', includeRelay: '1', includeIPv6: '1' },
    token,
    retries: 2,
    maxBytes: MAX_BYTES,
    read: (answer) =>
      Array.isArray(answer) ? answer.map(readResource).filter((resource) => resource !== undefined) : undefined,
  })

/**
 * The servers that a person may use, in plex.tv's order: their own and those that are shared with them. An entry is
 * left out only when it provides no server or has no identifier; each of its fields may be missing or of another type.
 * Tried up to three times. Protocol: `GET /api/v2/resources`.
 *
 * @example
 * ```ts
 * import { getServers, type PlexSession } from '@foyer/client'
 *
 * export const readNames = async (session: PlexSession) =>
 *   (await session.call(getServers)).map(({ name, access }) => `${name} (${access})`)
 * ```
 *
 * @see https://developer.plex.tv/pms/ "Talking to PMS"
 * @throws {@link PlexError} `unauthorized`, `token-expired`, `rate-limited`, `network`, `timeout`, `server`,
 *   `unexpected-response` (also for a list past 8 MiB), `forbidden`, `not-found`, `rejected`; `misuse` without a client
 *   identifier.
 */
export async function getServers(
  client: PlexClient,
  token: string,
  options?: CallOptions,
): Promise<readonly PlexServer[]> {
  return (await readResources(client, token, 'read the servers', options)).map(({ server }) => server)
}

/**
 * What somebody is to one server: `none` for a stranger. The question of an app that lets in whom its own server is
 * shared with; ask it where the answer is acted on, so on your backend if you have one, with the token that the person
 * signed in with.
 *
 * Protocol: `GET /api/v2/resources` with the person's token, as Tautulli and Organizr ask.
 *
 * @example
 * ```ts
 * import { createPlexClient, getServerAccess } from '@foyer/client'
 *
 * const plex = createPlexClient({ product: 'Requests', clientIdentifier: 'requests-backend' })
 *
 * export const isInvited = async (token: string) =>
 *   (await getServerAccess(plex, token, 'my-machine-identifier')) !== 'none'
 * ```
 *
 * @see https://github.com/Tautulli/Tautulli `plexpy/plextv.py`
 * @throws {@link PlexError} as {@link getServers}, so never `none` because plex.tv did not answer; `misuse` for a
 *   machine identifier that is none, an environment variable that is not set say.
 */
export async function getServerAccess(
  client: PlexClient,
  token: string,
  machineIdentifier: string,
  options?: CallOptions,
): Promise<ServerAccess | 'none'> {
  const found = await findResource(client, token, machineIdentifier, options)
  return found?.server.access ?? 'none'
}

/**
 * The token that a person has at one server. It is a secret, opens that server and no other, and is the only one that
 * belongs there: neither the account's token nor that of a switch of profile does. Keep it where you keep the session's.
 *
 * A seven-day token (`deviceKeys`) opens no server, and plex.tv tells a server's owner none else; then the owner is
 * switched to themselves first, which takes three requests more and can't be done by an owner whose own profile has a
 * PIN: they have to sign in without device keys.
 *
 * Protocol: the `accessToken` of `GET /api/v2/resources`; `POST /api/v2/home/users/{uuid}/switch`.
 *
 * @example
 * ```ts
 * import { getServerToken, type PlexServer, type PlexSession } from '@foyer/client'
 *
 * export const readToken = (session: PlexSession, { machineIdentifier }: PlexServer) =>
 *   session.call((plex, token, options) => getServerToken(plex, token, machineIdentifier, options))
 * ```
 *
 * @see https://developer.plex.tv/pms/ "Talking to PMS"
 * @throws {@link PlexError} `not-found` when the person may not, or may no longer, use that server; `forbidden` when
 *   plex.tv lists it without a token; `profile-pin-required` for an owner with a PIN and a seven-day token; and as
 *   {@link getServerAccess}.
 */
export async function getServerToken(
  client: PlexClient,
  token: string,
  machineIdentifier: string,
  options?: CallOptions,
): Promise<string> {
  const found = await findResource(client, token, machineIdentifier, options)
  const accessToken = found?.accessToken
  if (accessToken && !readClaims(accessToken)) return accessToken
  const task = 'read the server’s token'
  if (!found) throw failure({ task }, 'not-found')
  const uuid = readClaims(accessToken ?? '')?.user?.uuid
  if (!uuid) throw failure({ task }, 'forbidden')
  // For one's own servers plex.tv gives a JWT back as it is, and no server takes one. A switch to oneself gives a classic
  // token, with which plex.tv tells the server's own.
  const self = await switchProfile(client, token, { uuid }, options)
  const again = await findResource(client, self.token, machineIdentifier, options)
  if (again?.accessToken && !readClaims(again.accessToken)) return again.accessToken
  throw failure({ task }, 'forbidden')
}

async function findResource(
  client: PlexClient,
  token: string,
  machineIdentifier: string,
  options?: CallOptions,
): Promise<Resource | undefined> {
  checkMachineIdentifier(machineIdentifier)
  const all = await readResources(client, token, 'read the server', options)
  return all.find(({ server }) => server.machineIdentifier === machineIdentifier)
}

/** @internal An empty one, of a setting that is missing, would look like a server that nobody may use. */
export function checkMachineIdentifier(machineIdentifier: string): void {
  if (serverSchema.shape.machineIdentifier.safeParse(machineIdentifier).success) return
  throw new PlexError('misuse', 'Could not use machineIdentifier: not 1 to 255 visible ASCII characters.')
}
