'use client'

import { type UsePlexPinResult, usePlexPin, usePlexSession } from '@foyer/hooks'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { englishDenied } from '../../messages/english.ts'
import { useMessages } from '../../messages/LocalizationProvider.tsx'
import { classNames, type Styled } from '../../parts/classNames.ts'
import { Message } from '../../parts/Message.tsx'
import { useAnnouncement } from '../../parts/useAnnouncement.ts'
import { useRemote } from '../../parts/useRemote.ts'
import { SessionEnded } from '../../user/SessionEnded.tsx'
import type { PinSignInProps } from '../PinSignInProps.ts'
import { useLinkContent } from '../useLinkContent.ts'
import { useQrCode } from '../useQrCode.ts'
import { stepRound } from './stepRound.ts'
import { TimeLeft } from './TimeLeft.tsx'

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
   * Called by the Back button, which is there only with it, and by the remote's key wherever the focus is: 461 on webOS,
   * 10009 on Tizen, Escape, Backspace, GoBack or BrowserBack. Once a press, however long a key is held.
   */
  onBack?: (() => void) | undefined
  /**
   * Called with each change in words, for a platform whose voice does not read live regions. What it returns is not
   * used; what it throws is reported as an uncaught error.
   */
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

/** Shows the screen as a plain view of a pin's state. */
export function LinkScreenView(props: LinkScreenViewProps): ReactNode {
  const { pin, note, title, deviceName, onBack, onAnnounce, className, style } = props
  const { product } = usePlexSession().client
  const content = useLinkContent(pin)
  const { messages, code, cells, spokenCode, statusText, isDelayed, shortUrl, urlWithCode, expires } = content
  const { isCodeShown, canRestart } = content
  const deniedMessages = useMessages('denied', englishDenied)
  const isDenied = pin.status === 'denied'
  const qr = useQrCode(urlWithCode)
  const screen = useRef<HTMLElement>(null)
  const titleId = useId()
  useRemote(screen, onBack, stepRound)

  // A remote needs something that has the focus: the button when there is one, else the screen, which hears its keys.
  useEffect(() => {
    const { current } = screen
    const target = canRestart ? current?.querySelector('button') : current
    target?.focus()
  }, [canRestart])

  useAnnouncement(onAnnounce, spokenCode ? `${spokenCode}. ${statusText}` : statusText)

  return (
    <section
      ref={screen}
      tabIndex={-1}
      className={classNames('foyer-tv', className)}
      style={style}
      aria-labelledby={titleId}
      data-part="link-screen"
      data-status={pin.status}
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
          <div className="foyer-tv-qr" data-part="qr" data-qr={qr.status}>
            <div>{qr.QrCode && urlWithCode && <qr.QrCode text={urlWithCode} />}</div>
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
        {expires && <TimeLeft expires={expires} />}
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
