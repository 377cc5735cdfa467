import { untilAborted } from './clock.ts'
import type { PlexClient } from './createPlexClient.ts'
import { ownProperties } from './ownProperties.ts'
import { findNavigator, findWindow, isHttpsPage } from './platform.ts'
import type { CallOptions } from './request.ts'
import type { PlexServer } from './server.ts'
import { askIdentity } from './serverIdentity.ts'

/** Pages in the person's own network or computer are asked nothing, whatever the browser says of them. */
const ownPage =
  /^https:\/\/(([^:]+\.)?localhost|127(\.\d+){3}|10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2}|\[.*\])(:\d+)?$/i

/**
 * What the browser lets this page do in the person's network; null where it asks nobody: no page, a page on plain http,
 * an older browser, WebKit.
 */
export async function readLocalNetworkPermission(): Promise<PermissionStatus | null> {
  if (!isHttpsPage() || ownPage.test(findWindow()?.origin ?? '')) return null
  // By its name of 2026, and by the one that Chromium gave it first.
  for (const name of ['local-network', 'local-network-access']) {
    try {
      return (await findNavigator()?.permissions?.query({ name: name as PermissionName })) ?? null
    } catch {
      // A browser that does not know the name throws.
    }
  }
  return null
}

/** A server's addresses in the person's network that a page on https may ask at all. */
const localOf = ({ addresses }: Pick<PlexServer, 'addresses'>) =>
  addresses.filter(({ reach, uri }) => reach === 'local' && uri.startsWith('https:'))

/**
 * Makes the browser ask the person whether this page may reach their network, as Chromium does since 142 and Firefox
 * since 153, and waits for the answer: for as long as the person takes. Say why before, and call it from a click. It
 * sends one request to one of the server's local addresses, without a token; where the browser has nothing to ask it
 * resolves all the same.
 *
 * Resolves with what `findConnection` takes as `localNetworkAllowed`: whether that network can be reached. False when
 * the person said no, or closed the question.
 *
 * @example
 * ```ts
 * import { askForLocalNetwork, findConnection, type PlexClient, type PlexServer } from '@foyer/client'
 *
 * export async function onClick(plex: PlexClient, server: PlexServer) {
 *   const localNetworkAllowed = await askForLocalNetwork(plex, server)
 *   return findConnection(plex, server, { localNetworkAllowed })
 * }
 * ```
 *
 * @see https://wicg.github.io/local-network-access/
 * @throws {@link PlexError} `misuse`: no `fetch`, no machine identifier. When `signal` aborts: its reason.
 */
export async function askForLocalNetwork(
  client: PlexClient,
  server: Pick<PlexServer, 'machineIdentifier' | 'addresses'>,
  options?: Pick<CallOptions, 'signal'>,
): Promise<boolean> {
  const { signal } = ownProperties(options)
  const permission = await readLocalNetworkPermission()
  const [first] = localOf(server)
  /** The browser changes it under our hands. */
  const stateNow = (): PermissionState => permission?.state ?? 'granted'
  if (!permission || stateNow() !== 'prompt' || !first) return stateNow() !== 'denied'
  const controller = new AbortController()
  let answered = () => {}
  const answer = new Promise<null>((resolve) => {
    answered = () => resolve(null)
  })
  permission.addEventListener('change', answered)
  try {
    const asking = askIdentity(client, server.machineIdentifier, first, {
      timeoutMs: Number.POSITIVE_INFINITY,
      signal: controller.signal,
    })
    const outcome = await untilAborted(signal, Promise.race([asking, answer]))
    // A page that is itself in that network, under a name, is asked nothing, and the permission stays as it is.
    return stateNow() === 'granted' || (stateNow() === 'prompt' && outcome !== null && outcome !== 'unreachable')
  } finally {
    permission.removeEventListener('change', answered)
    controller.abort()
  }
}
