import { usePlexUser } from '@foyer/hooks'
import type { ReactNode } from 'react'
import { session as english } from '../words/english.ts'
import { useWords } from '../words/WordsProvider.tsx'

/** Why somebody who was in has to sign in again: not by their own wish. */
export function SessionEnded({ className = 'foyer-problem' }: { className?: string | undefined }): ReactNode {
  const plex = usePlexUser()
  const words = useWords('session', english)
  if (plex.status !== 'signed-out' || plex.reason !== 'revoked') return null
  return (
    <p className={className} role="status" data-part="revoked">
      <span>{words.revoked}</span>
    </p>
  )
}
