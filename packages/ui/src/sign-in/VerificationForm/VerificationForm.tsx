'use client'

import type { UsePlexSignInResult } from '@foyer/hooks'
import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { classNames, type Styled } from '../../parts/classNames.ts'
import { Filled } from '../../parts/Filled.tsx'
import { verification } from '../../words/english.ts'
import { useWords } from '../../words/WordsProvider.tsx'
import { Problem } from '../Problem.tsx'
import { SubmitButton } from '../SubmitButton.tsx'

/** What {@link VerificationForm} takes. */
export interface VerificationFormProps extends Styled {
  /** A sign-in of `usePlexSignIn`, at its second step. */
  signIn: Extract<UsePlexSignInResult, { step: 'verification' }>
}

/** The verification code: the second step. Six digits submit themselves, once; a recovery code is taken as typed. */
export function VerificationForm({ signIn, className, style }: VerificationFormProps): ReactNode {
  const words = useWords('verification', verification)
  const [mode, setMode] = useState<'code' | 'recovery'>('code')
  const lastSubmitted = useRef('')
  const { props } = signIn
  const titleId = `${props.error.id}-title`
  const recovery = mode === 'recovery'

  function takeDigits(event: FormEvent<HTMLInputElement>) {
    const input = event.currentTarget
    const plain = input.value.normalize('NFKC').replace(/[\s\p{Pd}]/gu, '')
    // Somebody pastes a recovery code without asking for its field first.
    if (/\D/.test(plain)) return setMode('recovery')
    if (plain !== input.value) input.value = plain
    if (plain.length !== 6 || plain === lastSubmitted.current) return
    lastSubmitted.current = plain
    input.form?.requestSubmit()
  }

  return (
    <form
      {...props.form}
      aria-labelledby={titleId}
      className={classNames('foyer foyer-card', className)}
      style={style}
      data-part="verification-form"
      data-status={signIn.status}
    >
      <h2 id={titleId} className="foyer-title" data-part="title">
        <span key={mode}>{recovery ? words.recoveryTitle : words.title}</span>
      </h2>
      <p className="foyer-subtitle">
        <Filled key={mode} text={recovery ? words.recoverySubtitle : words.subtitle} login={signIn.login} />
      </p>
      <Problem signIn={signIn} />
      <input {...props.username} />
      <div className="foyer-field" data-part="field">
        <label htmlFor={props.verificationCode.id}>
          <span key={mode}>{recovery ? words.recoveryCode : words.code}</span>
        </label>
        {/* One input in both modes, so that what was typed stays; its six cells are drawn by the style sheet. */}
        <div className="foyer-code" data-part="code" data-mode={mode} dir="ltr">
          <input
            {...props.verificationCode}
            inputMode={recovery ? 'text' : 'numeric'}
            autoComplete={recovery ? 'off' : 'one-time-code'}
            onInput={recovery ? undefined : takeDigits}
          />
        </div>
      </div>
      <SubmitButton signIn={signIn} label={words.submit} pendingLabel={words.pending} />
      <div className="foyer-links">
        <button type="button" className="foyer-link" onClick={() => setMode(recovery ? 'code' : 'recovery')}>
          <span key={mode}>{recovery ? words.useAuthenticator : words.useRecoveryCode}</span>
        </button>
        <button type="button" className="foyer-link" onClick={signIn.back}>
          {words.back}
        </button>
      </div>
    </form>
  )
}
