'use client'

import type { PlexServer } from '@foyer/client'
import { type UsePlexServersResult, usePlexServers } from '@foyer/hooks'
import { type ReactNode, useId } from 'react'
import { englishError, englishServers } from '../../messages/english.ts'
import { useMessages } from '../../messages/LocalizationProvider.tsx'
import { explain } from '../../messages/messages.ts'
import { CardHead } from '../../parts/CardHead.tsx'
import { Message } from '../../parts/Message.tsx'
import { ReloadButton } from '../ReloadButton.tsx'
import { useNameToInvite } from '../useNameToInvite.ts'

/** What {@link MembersOnly} takes. */
export interface MembersOnlyProps {
  /** The `machineIdentifier` of the server. */
  server: string
  /**
   * What to show while plex.tv is asked. Give it the size of what will follow.
   *
   * @default nothing
   */
  pending?: ReactNode | undefined
  /**
   * What to show to somebody whom the server is not open to.
   *
   * @default a card that says so, and how to get in
   */
  denied?: ReactNode | undefined
  /** What to show to its owner, their Home, and friends with whom it is shared; a function is given the server. */
  children: ReactNode | ((server: PlexServer) => ReactNode)
}

/**
 * Shows its children to those whom a server is open to, and to nobody else; also when somebody loses it while they are
 * signed in, as soon as they look at the page again. A plex.tv that does not answer turns nobody away: those who were in
 * stay, others see why and can try again. It shows nothing when nobody is signed in.
 *
 * What runs in a browser keeps honest people out, and no others: your own server must ask too, by `getServerAccess`.
 *
 * @example
 * ```tsx
 * import { MembersOnly, PlexSignIn, Show } from '@foyer/ui'
 *
 * export const Requests = () => (
 *   <Show when="signed-in" fallback={<PlexSignIn />}>
 *     <MembersOnly server="0123456789abcdef0123456789abcdef01234567" denied={<p>Ask Mara for an invitation.</p>}>
 *       <h1>Requests</h1>
 *     </MembersOnly>
 *   </Show>
 * )
 * ```
 */
export function MembersOnly({ server: machineIdentifier, pending, denied, children }: MembersOnlyProps): ReactNode {
  const plex = usePlexServers()
  if (plex.status === 'unavailable') return null
  if (plex.status === 'loading') return pending
  if (plex.status === 'failed') return <NotAsked plex={plex} />
  const server = plex.servers.find((each) => each.machineIdentifier === machineIdentifier)
  if (!server) return denied === undefined ? <NoMember plex={plex} /> : denied
  return typeof children === 'function' ? children(server) : children
}

function NotAsked({ plex }: { plex: Extract<UsePlexServersResult, { status: 'failed' }> }): ReactNode {
  const messages = useMessages('servers', englishServers)
  const errorMessages = useMessages('error', englishError)
  return (
    <section className="foyer foyer-card" data-part="members-only" data-status="failed">
      <p role="alert" className="foyer-problem">
        {explain(plex.error, { error: errorMessages })}
      </p>
      <button type="button" className="foyer-button" data-part="reload" onClick={plex.reload}>
        {messages.tryAgain}
      </button>
    </section>
  )
}

function NoMember({ plex }: { plex: UsePlexServersResult }): ReactNode {
  const messages = useMessages('servers', englishServers)
  const titleId = useId()
  return (
    <section aria-labelledby={titleId} className="foyer foyer-card" data-part="members-only" data-status="denied">
      <CardHead id={titleId} logo={null} title={messages.notMemberTitle} subtitle={null} />
      <p className="foyer-denial">
        <Message text={messages.notMember} name={useNameToInvite()} />
      </p>
      <ReloadButton plex={plex} />
    </section>
  )
}
