'use client'

import type { PlexServer } from '@foyer/client'
import {
  type UsePlexConnectionResult,
  type UsePlexServersResult,
  usePlexConnection,
  usePlexServers,
} from '@foyer/hooks'
import { type ReactNode, useId } from 'react'
import { englishError, englishServers } from '../../messages/english.ts'
import { useMessages } from '../../messages/LocalizationProvider.tsx'
import { explain } from '../../messages/messages.ts'
import { CardFoot, CardHead, type CardSlots } from '../../parts/CardHead.tsx'
import { classNames, type Styled } from '../../parts/classNames.ts'
import { Message } from '../../parts/Message.tsx'
import { Spinner } from '../../parts/Spinner.tsx'
import { useKeptFocus } from '../../parts/useKeptFocus.ts'
import { ReloadButton } from '../ReloadButton.tsx'
import { useNameToInvite } from '../useNameToInvite.ts'
import { Server } from './Server.tsx'
import { Way } from './Way.tsx'

/** What {@link ServerPicker} takes. */
export interface ServerPickerProps extends Styled, CardSlots {
  /** The `machineIdentifier` of the server that is chosen; null for none. Keep it where your app keeps such things. */
  value: string | null
  /** Called with the server that somebody chooses. */
  onChange: (server: PlexServer) => void
}

/**
 * Lets whoever is watching choose one of their servers, and says how the chosen one is reached from here. It asks before
 * the browser does where the way leads through the person's own network. It shows nothing when nobody is signed in.
 *
 * @example
 * ```tsx
 * import { ServerPicker } from '@foyer/ui'
 * import '@foyer/ui/styles.css'
 * import { useState } from 'react'
 *
 * export function Settings() {
 *   const [server, setServer] = useState<string | null>(null)
 *   return <ServerPicker value={server} onChange={({ machineIdentifier }) => setServer(machineIdentifier)} />
 * }
 * ```
 */
export function ServerPicker({ value, ...props }: ServerPickerProps): ReactNode {
  const plex = usePlexServers()
  const chosen = ('servers' in plex && plex.servers.find((each) => each.machineIdentifier === value)) || null
  const way = usePlexConnection(chosen)
  return <ServerPickerView plex={plex} way={way} chosen={chosen} nameToInvite={useNameToInvite()} {...props} />
}

/** What {@link ServerPickerView} takes. */
export interface ServerPickerViewProps extends Omit<ServerPickerProps, 'value'> {
  /** What `usePlexServers` gives. */
  plex: UsePlexServersResult
  /** The server that is chosen, one of those in `plex`; null for none. */
  chosen: PlexServer | null
  /** What `usePlexConnection` gives for it. */
  way: UsePlexConnectionResult
  /** By what whoever is watching can be invited to a server: their e-mail address, or their name. */
  nameToInvite: string
}

/** Shows the picker as a plain view of the states of the servers and of the way to one. */
export function ServerPickerView({
  plex,
  chosen,
  way,
  nameToInvite,
  onChange,
  logo,
  footer,
  className,
  style,
}: ServerPickerViewProps): ReactNode {
  const messages = useMessages('servers', englishServers)
  const errorMessages = useMessages('error', englishError)
  const titleId = useId()
  const keptFocus = useKeptFocus<HTMLElement>(`${plex.status} ${way.status}`, '[aria-current="true"], button')
  if (plex.status === 'unavailable') return null
  const error = plex.status === 'failed' ? plex.error : plex.status === 'ready' ? plex.refreshError : null
  const servers = 'servers' in plex ? plex.servers : []

  return (
    <section
      {...keptFocus}
      aria-labelledby={titleId}
      className={classNames('foyer foyer-card', className)}
      style={style}
      data-part="server-picker"
      data-status={plex.status}
    >
      <CardHead id={titleId} logo={logo} title={messages.title} subtitle={null} />
      <p role="alert" className="foyer-problem" data-part="error">
        {error && <span key={error.code}>{explain(error, { error: errorMessages })}</span>}
      </p>
      {plex.status === 'loading' && (
        <p className="foyer-awaited" role="status">
          <Spinner /> <span>{messages.loading}</span>
        </p>
      )}
      {plex.status === 'ready' && servers.length === 0 && (
        <div className="foyer-way" data-part="empty">
          <p>{messages.empty}</p>
          <p className="foyer-hint">
            <Message text={messages.emptyHelp} name={nameToInvite} />
          </p>
        </div>
      )}
      {chosen && <Way way={way} name={chosen.name || messages.nameless} />}
      {servers.length > 0 && (
        <ul className="foyer-servers" data-part="servers">
          {servers.map((server) => (
            <li key={server.machineIdentifier}>
              <Server server={server} isChosen={server === chosen} onChoose={onChange} />
            </li>
          ))}
        </ul>
      )}
      {plex.status !== 'loading' && <ReloadButton plex={plex} />}
      {footer && <CardFoot footer={footer} />}
    </section>
  )
}
