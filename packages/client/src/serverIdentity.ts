import type { PlexClient } from './createPlexClient.ts'
import { record } from './json.ts'
import { isPlexError, type PlexErrorCode } from './PlexError.ts'
import { type CallOptions, request } from './request.ts'
import type { ServerAddress } from './serverAddress.ts'

/** Far more than a server says of itself. */
const MAX_BYTES = 64 * 1024

/** What asking an address comes to; `AddressOutcome` says what each means. */
export type IdentityOutcome = 'connected' | 'unreachable' | 'timeout' | 'other-server' | 'unexpected-response'

const outcomeOf: Partial<Record<PlexErrorCode, IdentityOutcome>> = { network: 'unreachable', timeout: 'timeout' }

/**
 * Asks one address who it is, without a token and without a word of the app. Rejects only for what would be wrong at
 * every address, or when it is called off.
 */
export async function askIdentity(
  client: PlexClient,
  machineIdentifier: string,
  { uri }: ServerAddress,
  options: CallOptions,
): Promise<IdentityOutcome> {
  try {
    const answered = await request(client, {
      ...options,
      task: 'ask a server who it is',
      method: 'GET',
      host: uri,
      path: '/identity',
      anonymous: true,
      maxBytes: MAX_BYTES,
      read(answer) {
        const said = record(record(answer).MediaContainer).machineIdentifier
        return typeof said === 'string' ? said : undefined
      },
    })
    return answered === machineIdentifier ? 'connected' : 'other-server'
  } catch (error) {
    if (!isPlexError(error) || error.code === 'misuse') throw error
    return outcomeOf[error.code] ?? 'unexpected-response'
  }
}
