'use client'

import type { UsePlexServersResult } from '@foyer/hooks'
import type { ReactNode } from 'react'
import { englishServers } from '../messages/english.ts'
import { useMessages } from '../messages/LocalizationProvider.tsx'
import { Spinner } from '../parts/Spinner.tsx'

/** Asks plex.tv again which servers there are; it keeps the focus meanwhile. */
export function ReloadButton({ plex }: { plex: UsePlexServersResult }): ReactNode {
  const messages = useMessages('servers', englishServers)
  const isReloading = plex.status === 'reloading'
  return (
    <button
      type="button"
      className="foyer-button"
      data-quiet
      data-part="reload"
      aria-disabled={isReloading}
      onClick={isReloading ? undefined : plex.reload}
    >
      {isReloading && <Spinner />} <span>{isReloading ? messages.reloading : messages.reload}</span>
    </button>
  )
}
