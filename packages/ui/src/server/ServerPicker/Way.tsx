'use client'

import type { TriedAddress } from '@foyer/client'
import { isPermissionWanted, type UsePlexConnectionResult } from '@foyer/hooks'
import type { ReactNode } from 'react'
import { englishError, englishServers } from '../../messages/english.ts'
import { useMessages } from '../../messages/LocalizationProvider.tsx'
import { explain, type Messages } from '../../messages/messages.ts'
import { Message } from '../../parts/Message.tsx'
import { Spinner } from '../../parts/Spinner.tsx'

/** Says how the chosen server is reached, or why not, and what can be done. */
export function Way({ way, name }: { way: UsePlexConnectionResult; name: string }): ReactNode {
  const messages = useMessages('servers', englishServers)
  const errorMessages = useMessages('error', englishError)
  const help = helpOf(way, messages)
  return (
    <div className="foyer-way" data-part="way" data-status={way.status}>
      <p role="status" className="foyer-hint">
        {way.status === 'searching' && <Spinner />}{' '}
        {way.status === 'failed' ? (
          <span key="failed">{explain(way.error, { error: errorMessages })}</span>
        ) : (
          <Message key={way.status} text={sayingOf(way, messages)} name={name} />
        )}
      </p>
      {help && <p className="foyer-hint">{help}</p>}
      {isPermissionWanted(way) && (
        <button
          type="button"
          className="foyer-button"
          data-quiet={way.status === 'connected' || undefined}
          data-part="allow"
          onClick={way.allowLocalNetwork}
        >
          {messages.allow}
        </button>
      )}
      {(way.status === 'unreachable' || way.status === 'failed') && (
        <button type="button" className="foyer-button" data-quiet data-part="try-again" onClick={way.search}>
          {messages.tryAgain}
        </button>
      )}
    </div>
  )
}

function sayingOf(way: UsePlexConnectionResult, messages: Messages['servers']): string {
  switch (way.status) {
    case 'connected':
      return messages.reached[way.connection.reach]
    case 'unreachable':
      return messages.unreachable
    case 'asking-permission':
      return messages.asking
    default:
      return messages.searching
  }
}

function helpOf(way: UsePlexConnectionResult, messages: Messages['servers']): string | null {
  if (isPermissionWanted(way)) return messages.permission
  if (!('tried' in way) || (way.status === 'connected' && way.connection.reach === 'local')) return null
  const has = (outcome: TriedAddress['outcome']) => way.tried.some((address) => address.outcome === outcome)
  if (has('permission-denied')) return messages.permissionDenied
  if (way.status === 'connected') return null
  const isInsecure = way.tried.length > 0 && way.tried.every(({ outcome }) => outcome === 'mixed-content')
  return isInsecure ? messages.insecure : messages.unreachableHelp
}
