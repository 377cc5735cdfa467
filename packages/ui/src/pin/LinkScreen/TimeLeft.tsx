import type { Deadline } from '@foyer/client'
import { usePlexCountdown } from '@foyer/hooks'
import type { ReactNode } from 'react'
import { englishLink } from '../../messages/english.ts'
import { useMessages } from '../../messages/LocalizationProvider.tsx'
import { clockTime } from '../../parts/clockTime.ts'
import { Message } from '../../parts/Message.tsx'

/** Counts down to the next code. It stands by itself so that a second that passes renders nothing else. */
export function TimeLeft({ expires }: { expires: Deadline }): ReactNode {
  const messages = useMessages('link', englishLink)
  const left = usePlexCountdown(expires)
  if (!left) return null
  return (
    <>
      <span className="foyer-tv-bar" aria-hidden="true">
        <span style={{ transform: `scaleX(${left.fraction})` }} />
      </span>
      <span>
        <Message text={messages.newCodeIn} time={clockTime(left.secondsLeft)} />
      </span>
    </>
  )
}
