'use client'

import { type UsePlexSignInResult, usePlexSession } from '@foyer/hooks'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { englishSignIn } from '../../messages/english.ts'
import { useMessages } from '../../messages/LocalizationProvider.tsx'
import { CardFoot, CardHead, type CardSlots } from '../../parts/CardHead.tsx'
import { classNames, type Styled } from '../../parts/classNames.ts'
import { Message } from '../../parts/Message.tsx'
import { SessionEnded } from '../../user/SessionEnded.tsx'
import { Problem } from '../Problem.tsx'
import { SubmitButton } from '../SubmitButton.tsx'
import { useTypedBefore } from './useTypedBefore.ts'

/** What {@link SignInForm} takes. */
export interface SignInFormProps extends Styled, CardSlots {
  /** A sign-in of `usePlexSignIn`, at its first step. */
  signIn: Extract<UsePlexSignInResult, { step: 'credentials' }>
  /**
   * Whether the form has a box for it. Without one, what `usePlexSignIn` was told holds, or the session's `remember`.
   *
   * @default true
   */
  askRememberMe?: boolean | undefined
  /**
   * Called with whether "stay signed in" is ticked, at first and on each change: the box may be meant for other ways
   * too.
   */
  onRememberMe?: ((rememberMe: boolean) => void) | undefined
  /** Stands above the fields: another way to sign in, say. */
  children?: ReactNode | undefined
}

const RESET_URL = 'https://plex.tv/reset'

/**
 * Asks for login and password, the first step of a sign-in: a plain view of the one that it is given.
 *
 * @example
 * ```tsx
 * import { usePlexSignIn } from '@foyer/hooks'
 * import { SignInForm, VerificationForm } from '@foyer/ui'
 * import '@foyer/ui/styles.css'
 *
 * export function Login() {
 *   const signIn = usePlexSignIn({ rememberMe: false })
 *   if (signIn.step === 'credentials') return <SignInForm signIn={signIn} askRememberMe={false} />
 *   if (signIn.step === 'verification') return <VerificationForm signIn={signIn} />
 *   return null
 * }
 * ```
 */
export function SignInForm({
  signIn,
  askRememberMe = true,
  onRememberMe,
  children,
  logo,
  footer,
  className,
  style,
}: SignInFormProps): ReactNode {
  const { product } = usePlexSession().client
  const messages = useMessages('signIn', englishSignIn)
  const [revealed, setRevealed] = useState(false)
  const [capsLock, setCapsLock] = useState(false)
  const { props } = signIn
  const form = useRef<HTMLFormElement>(null)
  useTypedBefore(form, '[data-part="sign-in-form"]')
  const rememberBox = useRef<HTMLInputElement>(null)
  const toldRememberMe = useRef<boolean>(undefined)
  const tellRememberMe = () => {
    const isTicked = rememberBox.current?.checked
    if (isTicked === undefined || isTicked === toldRememberMe.current) return
    toldRememberMe.current = isTicked
    onRememberMe?.(isTicked)
  }
  // The page alone knows how the box stands: it may have been ticked before React came, or restored by the browser.
  useEffect(tellRememberMe)
  const field = signIn.status === 'error' ? signIn.field : null
  const titleId = `${props.error.id}-title`
  const watchCapsLock = (event: KeyboardEvent) => {
    const isOn = event.getModifierState('CapsLock')
    // React may render once more for a state that is set to what it is already.
    if (isOn !== capsLock) setCapsLock(isOn)
  }
  return (
    <form
      ref={form}
      {...props.form}
      onSubmit={(event) => {
        // A password manager offers to save what is a password field when the form is submitted.
        setRevealed(false)
        props.form.onSubmit?.(event)
      }}
      aria-labelledby={titleId}
      className={classNames('foyer foyer-card', className)}
      style={style}
      data-part="sign-in-form"
      data-status={signIn.status}
    >
      <CardHead
        id={titleId}
        logo={logo}
        title={<Message text={messages.title} product={product} />}
        subtitle={messages.subtitle}
      />
      <SessionEnded />
      {children && <div className="foyer-slot">{children}</div>}
      {field === null && <Problem signIn={signIn} />}

      <div className="foyer-field" data-part="field">
        <label htmlFor={props.login.id}>{messages.login}</label>
        <input {...props.login} className="foyer-input" data-part="input" />
        {field === 'login' && <Problem signIn={signIn} beside />}
      </div>

      <div className="foyer-field" data-part="field">
        <div className="foyer-row">
          <label htmlFor={props.password.id}>{messages.password}</label>
          <a className="foyer-link" href={RESET_URL} target="_blank" rel="noreferrer">
            {messages.forgotPassword}
          </a>
        </div>
        <div className="foyer-input" data-part="input">
          <input
            {...props.password}
            type={revealed ? 'text' : 'password'}
            onKeyDown={watchCapsLock}
            onKeyUp={watchCapsLock}
            onBlur={() => capsLock && setCapsLock(false)}
          />
          <button
            type="button"
            className="foyer-link"
            aria-controls={props.password.id}
            onClick={() => setRevealed(!revealed)}
          >
            <span key={String(revealed)} aria-hidden="true">
              {revealed ? messages.hide : messages.show}
            </span>
            {/* An `aria-label` in its place would be a second label with "password" for tests that look for one. */}
            <span className="foyer-spoken">{revealed ? messages.hidePassword : messages.showPassword}</span>
          </button>
        </div>
        {field === 'password' && <Problem signIn={signIn} beside />}
        <p className="foyer-hint" role="status">
          {capsLock && <span>⇪ {messages.capsLock}</span>}
        </p>
      </div>

      {askRememberMe && (
        <label className="foyer-check" data-part="remember-me">
          <input {...props.rememberMe} ref={rememberBox} onChange={tellRememberMe} />
          <span>{messages.rememberMe}</span>
        </label>
      )}
      <SubmitButton signIn={signIn} label={messages.submit} pendingLabel={messages.pending} />
      {footer && <CardFoot footer={footer} />}
    </form>
  )
}
