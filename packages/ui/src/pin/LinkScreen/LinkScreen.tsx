'use client'

import { type UsePlexPinResult, usePlexCountdown, usePlexPin, usePlexSession } from '@foyer/hooks'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react'
import { englishDenied } from '../../messages/english.ts'
import { useMessages } from '../../messages/LocalizationProvider.tsx'
import { classNames, type Styled } from '../../parts/classNames.ts'
import { clockTime } from '../../parts/clockTime.ts'
import { Message } from '../../parts/Message.tsx'
import { SessionEnded } from '../../user/SessionEnded.tsx'
import { LazyQrCode } from '../LazyQrCode.tsx'
import type { PinSignInProps } from '../PinSignInProps.ts'
import { useLinkContent } from '../useLinkContent.ts'

interface CommonProps extends Styled {
  /**
   * Stands over everything else.
   *
   * @default the language's `link.title`, "Link this TV"
   */
  title?: string | undefined
  /**
   * What people call this screen, "Living room TV" say.
   *
   * @default none: the product's name stands alone
   */
  deviceName?: string | undefined
  /**
   * Called by the Back button, which is there only with it, and by the remote's key: 461 on webOS, 10009 on Tizen,
   * Escape, Backspace or GoBack.
   */
  onBack?: (() => void) | undefined
  /** Called with each change in words, for a platform whose voice does not read live regions. */
  onAnnounce?: ((text: string) => void) | undefined
}

/** What {@link LinkScreen} takes. */
export interface LinkScreenProps extends CommonProps, PinSignInProps {}

/** What {@link LinkScreenView} takes. */
export interface LinkScreenViewProps extends CommonProps {
  /** What `usePlexPin` gives. */
  pin: UsePlexPinResult<'link'>
  /** Stands above the steps. */
  note?: ReactNode | undefined
}

/**
 * Signs in on a television, with a code that people type on a phone or computer. It fills the screen; its style sheet
 * is `styles.tv.css`. (In a page use `LinkCard`, or `PlexSignIn` with `link` among its methods.)
 *
 * @example
 * ```tsx
 * import { LinkScreen, Show } from '@foyer/ui'
 * import '@foyer/ui/styles.tv.css'
 *
 * export const Tv = () => (
 *   <Show when="signed-in" fallback={<LinkScreen deviceName="Living room TV" />}>
 *     {(user) => <h1>Hello {user.title}</h1>}
 *   </Show>
 * )
 * ```
 */
export function LinkScreen({ rememberMe, onSignedIn, onError, ...viewProps }: LinkScreenProps): ReactNode {
  const pin = usePlexPin({ method: 'link', rememberMe, onSignedIn, onError })
  return <LinkScreenView pin={pin} note={<SessionEnded className="foyer-tv-note" />} {...viewProps} />
}

const BACK_CODES = [461, 10009]
const BACK_KEYS = ['Escape', 'Backspace', 'GoBack', 'BrowserBack']

/** Shows the screen as a plain view of a pin's state. */
export function LinkScreenView(props: LinkScreenViewProps): ReactNode {
  const { pin, note, title, deviceName, onBack, onAnnounce, className, style } = props
  const { product } = usePlexSession().client
  const { messages, code, cells, spokenCode, statusText, isDelayed, shortUrl, isCodeShown, canRestart, expires } =
    useLinkContent(pin)
  const deniedMessages = useMessages('denied', englishDenied)
  const isDenied = pin.status === 'denied'
  const left = usePlexCountdown(expires)
  const screen = useRef<HTMLElement>(null)
  const titleId = useId()

  // A remote needs something that has the focus: the button when there is one, else the screen, which hears its keys.
  useEffect(() => {
    const { current } = screen
    const target = canRestart ? current?.querySelector('button') : current
    target?.focus()
  }, [canRestart])

  const announce = useRef(onAnnounce)
  useEffect(() => {
    announce.current = onAnnounce
  })
  useEffect(
    () => announce.current?.(spokenCode ? `${spokenCode}. ${statusText}` : statusText),
    [spokenCode, statusText],
  )

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (BACK_CODES.includes(event.keyCode) || BACK_KEYS.includes(event.key)) {
      if (!onBack) return
      event.preventDefault()
      return onBack()
    }
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key]
    const buttons = [...event.currentTarget.querySelectorAll('button')]
    if (!step || buttons.length === 0) return
    event.preventDefault()
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    buttons[(at + step + buttons.length) % buttons.length]?.focus()
  }

  return (
    <section
      ref={screen}
      tabIndex={-1}
      className={classNames('foyer-tv', className)}
      style={style}
      aria-labelledby={titleId}
      data-part="link-screen"
      data-status={pin.status}
      onKeyDown={onKeyDown}
    >
      <div className="foyer-tv-main">
        <div>
          <h1 id={titleId} className="foyer-tv-title" data-part="title">
            <span key={String(isDenied)}>{isDenied ? deniedMessages.title : (title ?? messages.title)}</span>
          </h1>
          <p className="foyer-tv-subtitle">
            {deviceName ? (
              <Message text={messages.subtitle} product={product} device={deviceName} />
            ) : (
              <bdi>{product}</bdi>
            )}
          </p>
          {!isDenied && note}
          {isCodeShown && (
            <>
              <ol className="foyer-tv-steps">
                <li>
                  <Message text={messages.open} url={shortUrl} />
                </li>
                <li>{messages.signIn}</li>
                <li>{messages.enter}</li>
              </ol>
              <p className="foyer-tv-code" data-part="code" dir="ltr" translate="no" aria-hidden="true">
                {cells.map((index) => (
                  <b key={index}>{code?.[index]}</b>
                ))}
              </p>
            </>
          )}
        </div>
        {isCodeShown && (
          <div className="foyer-tv-qr" data-part="qr">
            <div>{pin.status === 'waiting' && <LazyQrCode text={pin.urlWithCode} />}</div>
            <p>{messages.orScan}</p>
          </div>
        )}
      </div>
      <p className="foyer-tv-spoken" role="status">
        <span key={spokenCode}>{spokenCode}</span>
      </p>
      <div className="foyer-tv-foot">
        <p role="status" data-part="status" data-trouble={isDelayed || undefined}>
          <span key={statusText}>
            {pin.status === 'done' ? (
              <Message text={messages.done} name={pin.user.title || pin.user.username} />
            ) : (
              statusText
            )}
          </span>
        </p>
        {left && (
          <>
            <span className="foyer-tv-bar" aria-hidden="true">
              <span style={{ transform: `scaleX(${left.fraction})` }} />
            </span>
            <span>
              <Message text={messages.newCodeIn} time={clockTime(left.secondsLeft)} />
            </span>
          </>
        )}
        {canRestart && (
          <button type="button" className="foyer-tv-button" data-part="new-code" onClick={pin.start}>
            {isDenied ? deniedMessages.anotherAccount : messages.newCode}
          </button>
        )}
        {onBack && (
          <button type="button" className="foyer-tv-button" data-part="back" onClick={onBack}>
            {messages.back}
          </button>
        )}
      </div>
    </section>
  )
}
