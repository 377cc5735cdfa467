import type { PlexClient } from './createPlexClient.ts'
import { type CallOptions, request } from './request.ts'
import { holdSignIns } from './revocations.ts'

/**
 * Ends the token at plex.tv, for every copy of it. `session.signOut` is this, and forgetting. Tried up to three times;
 * it goes on when the page is left. A `signIn` or `createPin` of the same client that follows waits for it.
 *
 * Protocol: `DELETE /api/v2/users/signout`.
 *
 * @see https://github.com/LukeHagar/plex-api-spec
 * @throws {@link PlexError} `unauthorized` when it was dead already; `rate-limited`, `network`, `timeout`, `server`,
 *   `unexpected-response`, `forbidden`, `not-found`, `rejected`; `misuse` without a client identifier.
 */
export async function revokeToken(client: PlexClient, token: string, options?: CallOptions): Promise<void> {
  const revocation = request(client, {
    ...options,
    task: 'sign out',
    method: 'DELETE',
    path: '/api/v2/users/signout',
    retries: 2,
    keepalive: true,
    token,
  })
  holdSignIns(client, revocation)
  await revocation
}
