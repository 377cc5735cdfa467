import type { PlexClient } from './createPlexClient.ts'
import { record } from './json.ts'
import { type CallOptions, request } from './request.ts'

/**
 * Keeps a token alive: one that is not used at plex.tv for a month or two has been seen to die. Once a day is enough,
 * and for an app that asks plex.tv for something else every day it is not needed. Tried up to three times.
 * Protocol: `GET /api/v2/ping`.
 *
 * @example
 * ```ts
 * import { createPlexClient, ping } from '@foyer/client'
 *
 * const plex = createPlexClient({ product: 'Requests', clientIdentifier: 'requests-backend' })
 *
 * export const keepAlive = (tokens: readonly string[]) => Promise.allSettled(tokens.map((token) => ping(plex, token)))
 * ```
 *
 * @see https://github.com/pkkid/python-plexapi `plexapi/myplex.py`, `MyPlexAccount.ping`
 * @throws {@link PlexError} `unauthorized` for a dead token; `token-expired`, `rate-limited`, `network`, `timeout`,
 *   `server`, `unexpected-response`, `forbidden`, `not-found`, `rejected`; `misuse` without a client identifier.
 */
export async function ping(client: PlexClient, token: string, options?: CallOptions): Promise<void> {
  await request(client, {
    ...options,
    task: 'keep the token alive',
    method: 'GET',
    path: '/api/v2/ping',
    token,
    retries: 2,
    read: (answer) => record(answer).pong === true || undefined,
  })
}
