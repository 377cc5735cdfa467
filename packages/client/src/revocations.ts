import type { PlexClient } from './createPlexClient.ts'

/** Tokens that are being ended, by client. */
const revocations = new WeakMap<PlexClient, Set<Promise<void>>>()

/**
 * Lets sign-ins of this client wait until a token has ended, or its end has failed: plex.tv gives one account one token
 * on one device, so that an end that arrives late would end the new session too.
 */
export function holdSignIns(client: PlexClient, revocation: PromiseLike<unknown>): void {
  const waiting = revocations.get(client) ?? new Set()
  const settled = Promise.resolve(revocation)
    .then(
      () => {},
      () => {},
    )
    .then(() => {
      waiting.delete(settled)
    })
  revocations.set(client, waiting.add(settled))
}

/** Resolves when no token of this client is being ended; undefined where none is. */
export function pendingRevocations(client: PlexClient): Promise<unknown> | undefined {
  const waiting = revocations.get(client)
  return waiting && waiting.size > 0 ? Promise.all(waiting) : undefined
}
