'use client'

import type { PlexServer } from '@foyer/client'
import type { ReactNode } from 'react'
import { englishServers } from '../../messages/english.ts'
import { useMessages } from '../../messages/LocalizationProvider.tsx'
import { Message } from '../../parts/Message.tsx'

/** One server in the list: its name, whose it is, and whether plex.tv takes it for online. */
export function Server(props: {
  server: PlexServer
  isChosen: boolean
  onChoose: (server: PlexServer) => void
}): ReactNode {
  const { server, isChosen, onChoose } = props
  const messages = useMessages('servers', englishServers)
  const { name, access, ownerName, online, lastSeenAt } = server
  const isNamed = access === 'shared' && ownerName
  const owner = access !== 'shared' || isNamed ? messages[access] : messages.sharedBySomebody
  const presence = online ? messages.online : lastSeenAt ? messages.lastSeen : messages.offline
  return (
    <button
      type="button"
      className="foyer-server"
      data-part="server"
      data-online={online}
      aria-current={isChosen}
      onClick={() => onChoose(server)}
    >
      <span className="foyer-server-name">
        <bdi>{name || messages.nameless}</bdi>
      </span>
      <span className="foyer-hint">
        <Message text={owner} name={ownerName ?? ''} /> · <Message text={presence} date={dayOf(lastSeenAt)} />
      </span>
    </button>
  )
}

const dayOf = (instant: string | null) =>
  instant ? new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }).format(new Date(instant)) : ''
