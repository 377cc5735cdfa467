'use client'

import { readDigits } from '@foyer/client'
import type { UsePlexSignInResult } from '@foyer/hooks'
import { type ReactNode, type SyntheticEvent, useEffect, useRef, useState } from 'react'
import { englishVerification } from '../../messages/english.ts'
import { useMessages } from '../../messages/LocalizationProvider.tsx'
import { CardFoot, CardHead, type CardSlots } from '../../parts/CardHead.tsx'
import { classNames, type Styled } from '../../parts/classNames.ts'
import { Message } from '../../parts/Message.tsx'
import { Problem } from '../Problem.tsx'
import { SubmitButton } from '../SubmitButton.tsx'

/** What {@link VerificationForm} takes. */
export interface VerificationFormProps extends Styled, CardSlots {
  /** A sign-in of `usePlexSignIn`, at its second step. */
  signIn: Extract<UsePlexSignInResult, { step: 'verification' }>
}

/**
 * Asks for the verification code, the second step of a sign-in. Six digits submit themselves, once; a recovery code is
 * taken as typed.
 *
 * @example
 * ```tsx
 * import { usePlexSignIn } from '@foyer/hooks'
 * import { SignInForm, VerificationForm } from '@foyer/ui'
 * import '@foyer/ui/styles.css'
 *
 * export function Login() {
 *   const signIn = usePlexSignIn()
 *   if (signIn.step === 'credentials') return <SignInForm signIn={signIn} />
 *   if (signIn.step === 'verification') return <VerificationForm signIn={signIn} footer={<a href="/help">Help</a>} />
 *   return null
 * }
 * ```
 */
export function VerificationForm({ signIn, logo, footer, className, style }: VerificationFormProps): ReactNode {
  const messages = useMessages('verification', englishVerification)
  const [mode, setMode] = useState<'code' | 'recovery'>('code')
  const input = useRef<HTMLInputElement>(null)
  const submitted = useRef({ digits: '', isJudged: false })
  const { props, login } = signIn
  const titleId = `${props.error.id}-title`
  const recovery = mode === 'recovery'
  const error = signIn.status === 'error' ? signIn.error : null
  const isWaiting = signIn.status === 'error' && signIn.cooldown !== null

  function submitDigits() {
    const field = input.current
    const digits = readDigits(field?.value ?? '')
    if (signIn.status === 'pending' || digits?.length !== 6 || digits === submitted.current.digits) return
    submitted.current = { digits, isJudged: false }
    field?.form?.requestSubmit()
  }
  function takeDigits(event: SyntheticEvent<HTMLInputElement, Event>) {
    const field = event.currentTarget
    // Writing into a field while an input method composes in it would garble what the input method makes.
    if (event.nativeEvent instanceof InputEvent && event.nativeEvent.isComposing) return
    const digits = readDigits(field.value)
    if (digits === null) {
      // A password manager took this field for the login's.
      if (field.value.includes('@') || field.value.trim() === login) field.value = ''
      // Somebody pastes a recovery code without asking for its field first.
      else setMode('recovery')
      return
    }
    if (digits !== field.value) field.value = digits
    // Somebody who types the same code anew after it was refused wants it to be sent again.
    if (submitted.current.isJudged && digits !== submitted.current.digits) submitted.current.digits = ''
    submitDigits()
  }
  const judged = useRef(error)
  useEffect(() => {
    if (error === judged.current) return
    judged.current = error
    if (!error || !submitted.current.digits) return
    submitted.current.isJudged = true
    // A code that was mended while the one before was judged is sent now.
    if (!recovery && !isWaiting) submitDigits()
  })

  return (
    <form
      {...props.form}
      aria-labelledby={titleId}
      className={classNames('foyer foyer-card', className)}
      style={style}
      data-part="verification-form"
      data-status={signIn.status}
    >
      <CardHead
        id={titleId}
        logo={logo}
        title={<span key={mode}>{recovery ? messages.recoveryTitle : messages.title}</span>}
        subtitle={
          <Message key={mode} text={recovery ? messages.recoverySubtitle : messages.subtitle} login={signIn.login} />
        }
      />
      <Problem signIn={signIn} />
      <input {...props.username} />
      <div className="foyer-field" data-part="field">
        <label htmlFor={props.verificationCode.id}>
          <span key={mode}>{recovery ? messages.recoveryCode : messages.code}</span>
        </label>
        {/* One input in both modes, so that what was typed stays; its six cells are drawn by the style sheet. */}
        <div className="foyer-code" data-part="code" data-mode={mode} dir="ltr">
          <input
            {...props.verificationCode}
            ref={input}
            translate="no"
            inputMode={recovery ? 'text' : 'numeric'}
            autoComplete={recovery ? 'off' : 'one-time-code'}
            onInput={recovery ? undefined : takeDigits}
            onCompositionEnd={recovery ? undefined : takeDigits}
          />
        </div>
      </div>
      <SubmitButton signIn={signIn} label={messages.submit} pendingLabel={messages.pending} />
      <div className="foyer-links">
        <button type="button" className="foyer-link" onClick={() => setMode(recovery ? 'code' : 'recovery')}>
          <span key={mode}>{recovery ? messages.useAuthenticator : messages.useRecoveryCode}</span>
        </button>
        <button type="button" className="foyer-link" onClick={signIn.back}>
          {messages.back}
        </button>
      </div>
      {footer && <CardFoot footer={footer} />}
    </form>
  )
}
