'use client'

import { type UsePlexPinResult, usePlexPin } from '@foyer/hooks'
import type { ReactNode } from 'react'
import { englishConnection, englishDenied, englishError, englishPin } from '../../messages/english.ts'
import { useMessages } from '../../messages/LocalizationProvider.tsx'
import { explain } from '../../messages/messages.ts'
import { classNames, type Styled } from '../../parts/classNames.ts'
import { Spinner } from '../../parts/Spinner.tsx'
import { useKeptFocus } from '../../parts/useKeptFocus.ts'
import { SessionEnded } from '../../user/SessionEnded.tsx'
import type { PinSignInProps } from '../PinSignInProps.ts'

interface CommonProps extends Styled {
  /** Stands before the button's words; use neutral art, none of Plex's. */
  icon?: ReactNode | undefined
  /**
   * The button's words.
   *
   * @default the language's `pin.button`, "Sign in with Plex"
   */
  children?: ReactNode | undefined
  /**
   * Whether the button is outlined instead of filled, for a way that is not the first.
   *
   * @default false
   */
  quiet?: boolean | undefined
}

/** What {@link SignInButton} takes. */
export interface SignInButtonProps extends CommonProps, PinSignInProps {
  /**
   * Where plex.tv's page opens. `popup`: in a window. `redirect`: in this tab, which comes back.
   *
   * @default 'popup'
   */
  method?: 'popup' | 'redirect' | undefined
  /**
   * The page of this origin that people come back to.
   *
   * @default the page they left
   */
  returnUrl?: string | undefined
}

/** What {@link SignInButtonView} takes. */
export interface SignInButtonViewProps extends CommonProps {
  /** What `usePlexPin` gives. */
  pin: UsePlexPinResult<'popup' | 'redirect'>
}

/**
 * Signs in by approval on plex.tv. In the button's own place people read what is going on, and what to do when a window
 * won't open.
 *
 * @example
 * ```tsx
 * import { SignInButton } from '@foyer/ui'
 * import '@foyer/ui/styles.css'
 *
 * export const Login = () => (
 *   <SignInButton method="redirect" returnUrl="/home" onError={(error) => console.warn(error.code)}>
 *     Continue with Plex
 *   </SignInButton>
 * )
 * ```
 */
export function SignInButton(props: SignInButtonProps): ReactNode {
  return (
    <>
      <SessionEnded className="foyer foyer-problem" />
      <BareSignInButton {...props} />
    </>
  )
}

/** Is the same without a word on how the last session ended, for a card that says so itself. */
export function BareSignInButton({
  method = 'popup',
  returnUrl,
  rememberMe,
  onSignedIn,
  onError,
  ...viewProps
}: SignInButtonProps) {
  const waitingText = useMessages('pin', englishPin).opening
  const pin = usePlexPin({ method, returnUrl, rememberMe, onSignedIn, onError, waitingText })
  return <SignInButtonView pin={pin} {...viewProps} />
}

/** Shows the button as a plain view of a pin's state. */
export function SignInButtonView({ pin, icon, children, quiet, className, style }: SignInButtonViewProps): ReactNode {
  const messages = useMessages('pin', englishPin)
  const errorMessages = useMessages('error', englishError)
  const connectionMessages = useMessages('connection', englishConnection)
  const { anotherAccount } = useMessages('denied', englishDenied)
  const place = pin.status + ('window' in pin ? pin.window : '')
  const keptFocus = useKeptFocus<HTMLDivElement>(place, 'button')
  const renderButton = (text: ReactNode, run: () => void) => (
    <button type="button" className="foyer-button" data-quiet={quiet || undefined} data-part="button" onClick={run}>
      {icon && <span className="foyer-slot">{icon}</span>}
      <span>{text}</span>
    </button>
  )
  const renderLink = (text: string, run: () => void) => (
    <button type="button" className="foyer-link" onClick={run}>
      {text}
    </button>
  )
  const renderAwaited = (text: string) => (
    <p className="foyer-awaited">
      <Spinner />
      <span>{text}</span>
    </p>
  )
  const delayMessage = 'connection' in pin ? connectionMessages[pin.connection] : null
  const renderBody = () => {
    switch (pin.status) {
      case 'idle':
        return renderButton(children ? <span className="foyer-slot">{children}</span> : messages.button, pin.start)
      case 'unavailable':
        return <p>{messages.unavailable}</p>
      case 'creating':
      case 'waiting': {
        const popup = 'window' in pin ? pin : null
        const at = popup?.window ?? 'opening'
        const isStopped = at === 'blocked' || at === 'stuck'
        return (
          <>
            {isStopped ? <p>{messages[at]}</p> : renderAwaited(messages[at])}
            {delayMessage && <p className="foyer-hint">{delayMessage}</p>}
            {popup && at === 'blocked' && renderButton(messages.continueHere, popup.continueInThisTab)}
            {popup && at === 'stuck' && renderButton(messages.openAgain, popup.showWindow)}
            {popup &&
              at === 'external' &&
              pin.status === 'waiting' &&
              renderButton(messages.openExternal, popup.showWindow)}
            <span className="foyer-links">
              {popup && at === 'open' && renderLink(messages.showWindow, popup.showWindow)}
              {popup && at === 'lost' && renderLink(messages.openAgain, popup.showWindow)}
              {renderLink(messages.cancel, pin.cancel)}
            </span>
          </>
        )
      }
      case 'approved':
        return (
          <>
            {renderAwaited(messages.approved)}
            {delayMessage && <p className="foyer-hint">{delayMessage}</p>}
            {delayMessage && <span className="foyer-links">{renderLink(messages.cancel, pin.cancel)}</span>}
          </>
        )
      case 'done':
        return null
      case 'denied':
        return (
          <>
            <p>{explain(pin.error, { error: errorMessages })}</p>
            <span className="foyer-links">{renderLink(anotherAccount, pin.cancel)}</span>
          </>
        )
      case 'expired':
      case 'error':
        return (
          <>
            <p>{pin.status === 'error' ? explain(pin.error, { error: errorMessages }) : messages.tooLong}</p>
            {renderButton(messages.tryAgain, pin.start)}
          </>
        )
    }
  }
  return (
    <div
      className={classNames('foyer foyer-pin', className)}
      style={style}
      role="status"
      data-part="sign-in-button"
      data-status={pin.status}
      {...keptFocus}
    >
      {/* React can't change a text that a browser has translated: the whole element is replaced. */}
      <div key={pin.status}>{renderBody()}</div>
    </div>
  )
}
