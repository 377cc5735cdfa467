import { checkedTimeout } from './clock.ts'
import type { PlexClient } from './createPlexClient.ts'
import { readLocalNetworkPermission } from './localNetwork.ts'
import { ownProperties } from './ownProperties.ts'
import { findWindow, isHttpsPage } from './platform.ts'
import { raceAddresses, type Stage } from './raceAddresses.ts'
import type { CallOptions } from './request.ts'
import { checkMachineIdentifier, type PlexServer } from './server.ts'
import type { ServerAddress, ServerConnection, ServerReach } from './serverAddress.ts'
import type { IdentityOutcome } from './serverIdentity.ts'
import { openTabStore } from './storage.ts'

/**
 * What came of one address.
 *
 * - `connected`: it is the server.
 * - `unreachable`, `timeout`: no answer; no whole one in time.
 * - `other-server`: a server, and not this one.
 * - `unexpected-response`: something that is no server of Plex's.
 * - `permission-required`: not asked, as the browser would ask the person first: by {@link askForLocalNetwork}.
 * - `permission-denied`: the browser says that the person keeps pages out of their network, and no answer came.
 * - `mixed-content`: not asked, as a page on https may ask plain http of nobody but the computer itself.
 * - `surplus`: not asked, as sixteen others were better.
 * - `not-needed`: not asked, or not waited for, as another was first.
 */
export type AddressOutcome =
  | IdentityOutcome
  | 'permission-required'
  | 'permission-denied'
  | 'mixed-content'
  | 'surplus'
  | 'not-needed'

/** An address, and what came of it. */
export interface TriedAddress extends ServerAddress {
  readonly outcome: AddressOutcome
}

/** What {@link findConnection} found, and what came of every address. Plain JSON, without a secret. */
export type ConnectionSearch =
  | { readonly status: 'connected'; readonly connection: ServerConnection; readonly tried: readonly TriedAddress[] }
  | { readonly status: 'unreachable'; readonly tried: readonly TriedAddress[] }

/** What {@link findConnection} takes beside the server. */
export interface FindConnectionOptions extends CallOptions {
  /**
   * Asked before others of its kind, as far as plex.tv still lists it; null for none.
   *
   * @default where it was found last time: a page keeps that, in `sessionStorage` under `foyer.server.<name>.<id>`
   */
  preferred?: Pick<ServerAddress, 'uri'> | null | undefined
  /**
   * True when {@link askForLocalNetwork} has said so. Else the browser's own word counts: while it would ask the person
   * first, local addresses are left out, so that no question comes without a click.
   */
  localNetworkAllowed?: boolean | undefined
  /**
   * How long each address may take, in milliseconds. A black hole costs that, and holds up no other.
   *
   * @default 5000
   */
  timeoutMs?: number | undefined
}

/** As many sockets. */
const MOST = 16
/** How many of each kind are asked whatever there is of the better ones. */
const KEPT_OF_EACH = 2

/**
 * How long after those of the kind before. Where the server was last time is asked before others of its kind, and still
 * after the better ones: at home a way from outside works too, and is not the best.
 */
const reaches: readonly {
  readonly reach: ServerReach
  readonly headStartMs: number
  readonly preferredHeadStartMs: number
}[] = [
  { reach: 'local', headStartMs: 100, preferredHeadStartMs: 0 },
  { reach: 'remote', headStartMs: 250, preferredHeadStartMs: 100 },
  { reach: 'relay', headStartMs: 750, preferredHeadStartMs: 750 },
]

/**
 * Finds the address at which a server is reached from here: in its own network, then from outside, then by plex.tv's
 * relay; a kind at a time side by side, each with a head start over the next, which begins at once when all before it
 * have failed. Of a kind the one where it was last time is first. The first that answers with the server's own machine
 * identifier wins, and the others are called off.
 *
 * It sends no token and says nothing of the app: an address may belong to somebody else by now. That nothing answers is
 * no error: the result then says why, address by address.
 *
 * Protocol: `GET /identity` at each address.
 *
 * @example
 * ```ts
 * import { createTransientToken, findConnection, getServerToken, type PlexServer, type PlexSession } from '@foyer/client'
 *
 * export async function lend(session: PlexSession, server: PlexServer) {
 *   const search = await findConnection(session.client, server)
 *   if (search.status === 'unreachable') return null
 *   const accessToken = await session.call((plex, token, options) =>
 *     getServerToken(plex, token, server.machineIdentifier, options),
 *   )
 *   return createTransientToken(session.client, accessToken, search.connection)
 * }
 * ```
 *
 * @see https://developer.plex.tv/pms/ "Talking to PMS"
 * @throws {@link PlexError} `misuse`: no `fetch`, no machine identifier, no time. When `signal` aborts: its reason.
 */
export async function findConnection(
  client: PlexClient,
  server: Pick<PlexServer, 'machineIdentifier' | 'addresses'>,
  options?: FindConnectionOptions,
): Promise<ConnectionSearch> {
  const { signal: caller, timeoutMs = 5000, preferred, localNetworkAllowed } = ownProperties(options)
  const { machineIdentifier } = server
  checkMachineIdentifier(machineIdentifier)
  const addresses = [...new Map(server.addresses.map((address) => [address.uri, address])).values()]
  checkedTimeout(timeoutMs)
  const lastTime = rememberedPlace(client, machineIdentifier)
  const permission = await readLocalNetworkPermission()
  const outcomes = new Map<string, AddressOutcome>()
  const preferredUri = preferred === undefined ? lastTime?.get() : preferred?.uri
  const isLocalAsked = localNetworkAllowed === true || permission?.state !== 'prompt'
  const stages = plan(addresses, { preferredUri, isLocalAsked, outcomes })
  const winner = await raceAddresses(client, machineIdentifier, stages, {
    caller,
    timeoutMs,
    note: ({ uri }, outcome) => outcomes.set(uri, outcome),
  })
  if (permission?.state === 'denied') {
    for (const { uri, reach } of addresses) {
      if (reach === 'local' && outcomes.get(uri) === 'unreachable') outcomes.set(uri, 'permission-denied')
    }
  }
  if (winner) lastTime?.set(winner.uri)
  const tried = addresses.map(({ uri, reach }) => ({ uri, reach, outcome: outcomes.get(uri) ?? 'not-needed' }))
  if (!winner) return { status: 'unreachable', tried }
  const { uri, reach } = winner
  return { status: 'connected', connection: { machineIdentifier, uri, reach }, tried }
}

/** Where a page keeps at which address a server was found; nowhere on a server. */
function rememberedPlace({ name }: PlexClient, machineIdentifier: string) {
  if (!findWindow()) return
  const store = openTabStore()
  const key = `foyer.server.${name}.${machineIdentifier}`
  return { get: () => store.get(key) ?? undefined, set: (uri: string) => void store.set(key, uri) }
}

interface PlanSetting {
  readonly preferredUri: string | undefined
  readonly isLocalAsked: boolean
  readonly outcomes: Map<string, AddressOutcome>
}

/** Who is asked, in which order; notes why others aren't. */
function plan(addresses: readonly ServerAddress[], { preferredUri, isLocalAsked, outcomes }: PlanSetting): Stage[] {
  const isRisky = isHttpsPage()
  const refusalOf = ({ uri, reach }: ServerAddress) => {
    if (isRisky && isMixedContent(uri)) return 'mixed-content'
    return reach === 'local' && !isLocalAsked ? 'permission-required' : undefined
  }
  const allowed = addresses.filter((address) => !refusalOf(address))
  const preferred = allowed.find(({ uri }) => uri === preferredUri)
  const kinds = reaches.map(({ reach, headStartMs, preferredHeadStartMs }) => {
    // Of one kind those that nobody on the way can read, and else in plex.tv's order.
    const others = allowed
      .filter((address) => address.reach === reach && address !== preferred)
      .sort((one, other) => Number(isPlain(one.uri)) - Number(isPlain(other.uri)))
    if (preferred?.reach !== reach) return [{ addresses: others, headStartMs }]
    return [
      { addresses: [preferred], headStartMs: preferredHeadStartMs },
      { addresses: others, headStartMs: headStartMs - preferredHeadStartMs },
    ]
  })
  // Chrome 68 has no flatMap.
  const stages = ([] as Stage[]).concat(...kinds)
  const ofEach = (from: number, to?: number) =>
    ([] as ServerAddress[]).concat(...stages.map((stage) => stage.addresses.slice(from, to)))
  const asked = new Set([...ofEach(0, KEPT_OF_EACH), ...ofEach(KEPT_OF_EACH)].slice(0, MOST))
  for (const address of addresses) {
    if (!asked.has(address)) outcomes.set(address.uri, refusalOf(address) ?? 'surplus')
  }
  return stages
    .map((stage) => ({ ...stage, addresses: stage.addresses.filter((address) => asked.has(address)) }))
    .filter((stage) => stage.addresses.length > 0)
}

const isPlain = (uri: string) => uri.startsWith('http:')

const isMixedContent = (uri: string) =>
  isPlain(uri) && !/^http:\/\/(127(\.\d{1,3}){3}|\[::1\]|([\w-]+\.)*localhost)(:\d+)?(\/|$)/i.test(uri)
