import { usePlexUser } from '@foyer/hooks'
import type { ReactNode } from 'react'
import { englishSession } from '../messages/english.ts'
import { useMessages } from '../messages/LocalizationProvider.tsx'

/** Says why somebody who was signed in has to sign in again, when it was not their own wish. */
export function SessionEnded({ className = 'foyer-problem' }: { className?: string | undefined }): ReactNode {
  const plex = usePlexUser()
  const messages = useMessages('session', englishSession)
  if (plex.status !== 'signed-out' || plex.reason === 'never' || plex.reason === 'signed-out') return null
  return (
    <p className={className} role="status" data-part={plex.reason}>
      <span>{plex.reason === 'key-lost' ? messages.keyLost : messages.revoked}</span>
    </p>
  )
}
