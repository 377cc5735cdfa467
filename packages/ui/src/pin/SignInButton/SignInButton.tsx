'use client'

import { type UsePlexPinResult, usePlexPin } from '@foyer/hooks'
import type { ReactNode } from 'react'
import { connection, denied, pin as english, error } from '../../messages/english.ts'
import { useMessages } from '../../messages/LocalizationProvider.tsx'
import { explain } from '../../messages/messages.ts'
import { classNames, type Styled } from '../../parts/classNames.ts'
import { Spinner } from '../../parts/Spinner.tsx'
import { useKeptFocus } from '../../parts/useKeptFocus.ts'
import { SessionEnded } from '../../user/SessionEnded.tsx'
import type { PinSignInProps } from '../PinSignInProps.ts'

interface Looks extends Styled {
  /** Before the button's words; neutral art, none of Plex's. */
  icon?: ReactNode | undefined
  /** The button's words. */
  children?: ReactNode | undefined
  /** Outlined instead of filled, for a way that is not the first. Default false. */
  quiet?: boolean | undefined
}

/** What {@link SignInButton} takes. */
export interface SignInButtonProps extends Looks, PinSignInProps {
  /** Default `popup`: a window of plex.tv's. `redirect`: this tab goes there and comes back. */
  method?: 'popup' | 'redirect' | undefined
  /** The page of this origin that people come back to. Default: this one. */
  returnUrl?: string | undefined
}

/** What {@link SignInButtonView} takes. */
export interface SignInButtonViewProps extends Looks {
  /** What `usePlexPin` gives. */
  pin: UsePlexPinResult<'popup' | 'redirect'>
}

/** Signs in by approval on plex.tv. Says in its own place what is going on, and what to do when a window won't open. */
export function SignInButton(props: SignInButtonProps): ReactNode {
  return (
    <>
      <SessionEnded className="foyer foyer-problem" />
      <PlexWay {...props} />
    </>
  )
}

/** The same without a word on how the last session ended, for a card that says so itself. */
export function PlexWay({ method = 'popup', returnUrl, rememberMe, onSignedIn, onError, ...looks }: SignInButtonProps) {
  const waitingText = useMessages('pin', english).opening
  const pin = usePlexPin({ method, returnUrl, rememberMe, onSignedIn, onError, waitingText })
  return <SignInButtonView pin={pin} {...looks} />
}

/** The button as a plain view of a pin's state. */
export function SignInButtonView({ pin, icon, children, quiet, className, style }: SignInButtonViewProps): ReactNode {
  const says = useMessages('pin', english)
  const errors = useMessages('error', error)
  const holds = useMessages('connection', connection)
  const { anotherAccount } = useMessages('denied', denied)
  const place = pin.status + ('window' in pin ? pin.window : '')
  const keptFocus = useKeptFocus<HTMLDivElement>(place, 'button')
  const button = (text: ReactNode, run: () => void) => (
    <button type="button" className="foyer-button" data-quiet={quiet || undefined} data-part="button" onClick={run}>
      {icon && <span className="foyer-slot">{icon}</span>}
      <span>{text}</span>
    </button>
  )
  const link = (text: string, run: () => void) => (
    <button type="button" className="foyer-link" onClick={run}>
      {text}
    </button>
  )
  const awaited = (text: string) => (
    <p className="foyer-awaited">
      <Spinner />
      <span>{text}</span>
    </p>
  )
  const hold = 'connection' in pin ? holds[pin.connection] : null
  const body = () => {
    switch (pin.status) {
      case 'idle':
        return button(children ? <span className="foyer-slot">{children}</span> : says.button, pin.start)
      case 'unavailable':
        return <p>{says.unavailable}</p>
      case 'creating':
      case 'waiting': {
        const popup = 'window' in pin ? pin : null
        const at = popup?.window ?? 'opening'
        const isStopped = at === 'blocked' || at === 'stuck'
        return (
          <>
            {isStopped ? <p>{says[at]}</p> : awaited(says[at])}
            {hold && <p className="foyer-hint">{hold}</p>}
            {popup && at === 'blocked' && button(says.continueHere, popup.continueInThisTab)}
            {popup && at === 'stuck' && button(says.openAgain, popup.showWindow)}
            {popup && at === 'external' && pin.status === 'waiting' && button(says.openExternal, popup.showWindow)}
            <span className="foyer-links">
              {popup && at === 'open' && link(says.showWindow, popup.showWindow)}
              {popup && at === 'lost' && link(says.openAgain, popup.showWindow)}
              {link(says.cancel, pin.cancel)}
            </span>
          </>
        )
      }
      case 'approved':
        return (
          <>
            {awaited(says.approved)}
            {hold && <p className="foyer-hint">{hold}</p>}
            {hold && <span className="foyer-links">{link(says.cancel, pin.cancel)}</span>}
          </>
        )
      case 'done':
        return null
      case 'denied':
        return (
          <>
            <p>{explain(pin.error, { error: errors })}</p>
            <span className="foyer-links">{link(anotherAccount, pin.cancel)}</span>
          </>
        )
      case 'expired':
      case 'error':
        return (
          <>
            <p>{pin.status === 'error' ? explain(pin.error, { error: errors }) : says.tooLong}</p>
            {button(says.tryAgain, pin.start)}
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
      {/* A page that a browser has translated survives a whole element's change. */}
      <div key={pin.status}>{body()}</div>
    </div>
  )
}
