import type { PlexClient } from '../createPlexClient.ts'
import { type AccessDenial, denyAccess } from '../PlexError.ts'
import { checkMachineIdentifier, getServerAccess } from '../server.ts'
import type { PlexGrant } from '../signIn.ts'

/**
 * Makes an `authorize` that lets in only whom a server is open to: its owner, the owner's Home, and friends with whom
 * it is shared. Others end in `access-denied`; a plex.tv that does not answer is that error, and never a no.
 *
 * In a browser this keeps honest people out, and no others: your own server must ask too, by `getServerAccess`.
 * Somebody who loses the server later stays signed in; `Show` with `server` of `@foyer/ui` asks again.
 *
 * @param machineIdentifier - of your server, as `/identity` there says.
 * @param denial - your own words for whoever is turned away. Default: code `not-a-member`, and the words of the UI.
 * @example
 * ```ts
 * import { createPlexClient, createPlexSession, onlyMembersOf } from '@foyer/client'
 *
 * export const session = createPlexSession(createPlexClient({ product: 'Requests' }), {
 *   authorize: onlyMembersOf('0123456789abcdef0123456789abcdef01234567', {
 *     code: 'not-a-member',
 *     message: 'This is for people who share Mara’s server. Ask her for an invitation.',
 *   }),
 * })
 * ```
 *
 * @throws {@link PlexError} `misuse` for a machine identifier that is none, a setting that is missing say.
 */
export function onlyMembersOf(
  machineIdentifier: string,
  denial: AccessDenial = { code: 'not-a-member', message: '' },
): (grant: PlexGrant, options: { readonly client: PlexClient; readonly signal: AbortSignal }) => Promise<void> {
  checkMachineIdentifier(machineIdentifier)
  return async ({ token }, { client, signal }) => {
    const access = await getServerAccess(client, token, machineIdentifier, { signal })
    if (access === 'none') denyAccess(denial)
  }
}
