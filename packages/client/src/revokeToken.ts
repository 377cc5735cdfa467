import type { PlexClient } from './createPlexClient.ts'
import { type CallOptions, request } from './request.ts'

/**
 * Ends the token at plex.tv, for every copy of it. `session.signOut` is this, and forgetting. Tried up to three times.
 * Protocol: `DELETE /api/v2/users/signout`.
 *
 * @throws {@link PlexError} `unauthorized` when it was dead already; `rate-limited`, `network`, `timeout`, `server`,
 *   `unexpected-response`, `forbidden`, `not-found`, `rejected`; `misuse` without a client identifier.
 */
export async function revokeToken(client: PlexClient, token: string, options?: CallOptions): Promise<void> {
  await request(client, {
    ...options,
    task: 'sign out',
    method: 'DELETE',
    path: '/api/v2/users/signout',
    retries: 2,
    token,
  })
}
