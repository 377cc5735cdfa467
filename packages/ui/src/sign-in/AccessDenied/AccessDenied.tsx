'use client'

import type { UsePlexSignInResult } from '@foyer/hooks'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { englishDenied, englishError } from '../../messages/english.ts'
import { useMessages } from '../../messages/LocalizationProvider.tsx'
import { explain } from '../../messages/messages.ts'
import { CardFoot, CardHead, type CardSlots } from '../../parts/CardHead.tsx'
import { classNames, type Styled } from '../../parts/classNames.ts'

/** What {@link AccessDenied} takes. */
export interface AccessDeniedProps extends Styled, CardSlots {
  /** A sign-in of `usePlexSignIn` that your app has said no to. */
  signIn: Extract<UsePlexSignInResult, { step: 'denied' }>
}

/** Shows your app's no, in its own words. It offers another account, and not to try again, which would end the same. */
export function AccessDenied({ signIn, logo, footer, className, style }: AccessDeniedProps): ReactNode {
  const messages = useMessages('denied', englishDenied)
  const errorMessages = useMessages('error', englishError)
  const card = useRef<HTMLElement>(null)
  const titleId = useId()
  // The form that had the focus is gone, and with it the focus.
  useEffect(() => card.current?.focus(), [])
  return (
    <section
      ref={card}
      tabIndex={-1}
      className={classNames('foyer foyer-card', className)}
      style={style}
      aria-labelledby={titleId}
      data-part="access-denied"
    >
      <CardHead id={titleId} logo={logo} title={messages.title} subtitle={null} />
      <p role="alert" className="foyer-denial">
        {explain(signIn.error, { error: errorMessages })}
      </p>
      <button type="button" className="foyer-button" data-quiet data-part="another-account" onClick={signIn.back}>
        {messages.anotherAccount}
      </button>
      {footer && <CardFoot footer={footer} />}
    </section>
  )
}
