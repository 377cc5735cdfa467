'use client'

import { usePlexCountdown } from '@foyer/hooks'
import type { ReactNode } from 'react'
import { englishSignIn } from '../messages/english.ts'
import { useMessages } from '../messages/LocalizationProvider.tsx'
import { clockTime } from '../parts/clockTime.ts'
import { Message } from '../parts/Message.tsx'
import { Spinner } from '../parts/Spinner.tsx'
import type { Submittable } from './Problem.tsx'

/** Shows the button of a step, which says what it does, that it is doing it, or how long until it may. */
export function SubmitButton(props: { signIn: Submittable; label: string; pendingLabel: string }): ReactNode {
  const { signIn } = props
  const messages = useMessages('signIn', englishSignIn)
  const left = usePlexCountdown(signIn.status === 'error' ? signIn.cooldown : null)
  const label = () => {
    if (signIn.status === 'pending') {
      return (
        <>
          <Spinner /> {props.pendingLabel}
        </>
      )
    }
    if (!left) return props.label
    return <Message text={messages.wait} time={clockTime(left.secondsLeft)} />
  }
  return (
    <button {...signIn.props.submit} className="foyer-button" data-part="submit">
      {/* React can't change a text that a browser has translated: the element around it is replaced. */}
      <span key={signIn.status}>{label()}</span>
    </button>
  )
}
