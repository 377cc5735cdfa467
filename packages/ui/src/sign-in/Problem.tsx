'use client'

import type { UsePlexSignInResult } from '@foyer/hooks'
import type { ReactNode } from 'react'
import { englishError, englishSignIn } from '../messages/english.ts'
import { useMessages } from '../messages/LocalizationProvider.tsx'
import { explain } from '../messages/messages.ts'

/** A sign-in at a step that has a form. */
export type Submittable = Exclude<UsePlexSignInResult, { step: 'done' | 'denied' }>

/**
 * Says what went wrong, in a person's words. It is an empty live region while nothing has: a new one may not be read.
 */
export function Problem({ signIn, beside = false }: { signIn: Submittable; beside?: boolean | undefined }): ReactNode {
  const messages = useMessages('signIn', englishSignIn)
  const errorMessages = useMessages('error', englishError)
  const text = () => {
    if (signIn.status !== 'error') return null
    const dropped = signIn.step === 'credentials' && signIn.error.code === 'verification-required'
    return (
      <span key={signIn.error.code}>
        {dropped ? messages.passwordDropped : explain(signIn.error, { error: errorMessages })}
      </span>
    )
  }
  return (
    <p {...signIn.props.error} className="foyer-problem" data-part="error" data-beside={beside || undefined}>
      {text()}
    </p>
  )
}
