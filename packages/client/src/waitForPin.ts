import { abortReason } from './clock.ts'
import type { PlexClient } from './createPlexClient.ts'
import { ownProperties } from './ownProperties.ts'
import { PlexError } from './PlexError.ts'
import type { Pin } from './pin.ts'
import { createPinAttempt } from './pinAttempt.ts'
import type { CallOptions } from './request.ts'
import type { PlexGrant } from './signIn.ts'

/**
 * Waits until the pin is approved: for a script, or a server that shows the code itself.
 *
 * @example
 * ```ts
 * import { createPin, isPlexError, type PlexClient, waitForPin } from '@foyer/client'
 *
 * export async function link(plex: PlexClient, signal: AbortSignal) {
 *   try {
 *     return await waitForPin(plex, await createPin(plex, 'link'), { signal })
 *   } catch (error) {
 *     if (isPlexError(error) && error.code === 'pin-not-found') return null
 *     throw error
 *   }
 * }
 * ```
 *
 * @throws {@link PlexError} `pin-not-found` when it ends first; what `getUser` throws; the signal's reason when
 * aborted.
 */
export function waitForPin(client: PlexClient, pin: Pin, options?: Pick<CallOptions, 'signal'>): Promise<PlexGrant> {
  const { signal } = ownProperties(options)
  if (signal?.aborted) return Promise.reject(abortReason(signal))
  const attempt = createPinAttempt(client, pin.kind, { pin })
  const stop = () => attempt.stop()
  return new Promise<PlexGrant>((resolve, reject) => {
    attempt.grant.then(resolve, () => reject(abortReason(signal)))
    attempt.subscribe(() => {
      const state = attempt.getState()
      if (state.status === 'expired')
        reject(new PlexError('pin-not-found', 'Could not wait for the pin: it has expired.'))
      if (state.status === 'error') reject(state.error)
    })
    signal?.addEventListener('abort', stop)
  }).finally(() => {
    signal?.removeEventListener('abort', stop)
    stop()
  })
}
