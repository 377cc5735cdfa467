'use client'

import type { Deadline } from '@foyer/client'
import { type UsePlexPinResult, usePlexCountdown, usePlexPin } from '@foyer/hooks'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { englishDenied, englishLink } from '../../messages/english.ts'
import { useMessages } from '../../messages/LocalizationProvider.tsx'
import { CardFoot, CardHead, type CardSlots } from '../../parts/CardHead.tsx'
import { classNames, type Styled } from '../../parts/classNames.ts'
import { clockTime } from '../../parts/clockTime.ts'
import { Message } from '../../parts/Message.tsx'
import { Spinner } from '../../parts/Spinner.tsx'
import { useKeptFocus } from '../../parts/useKeptFocus.ts'
import { SessionEnded } from '../../user/SessionEnded.tsx'
import type { PinSignInProps } from '../PinSignInProps.ts'
import { useLinkContent } from '../useLinkContent.ts'
import { useQrCode } from '../useQrCode.ts'

interface CommonProps extends Styled, CardSlots {
  /** Called by the Back link, which is there only with it: for a page with other ways to sign in. */
  onBack?: (() => void) | undefined
  /**
   * Whether the card takes the focus when it appears: for one in the place of a button that was pressed.
   *
   * @default false
   */
  autoFocus?: boolean | undefined
}

/** What {@link LinkCard} takes. */
export interface LinkCardProps extends CommonProps, PinSignInProps {}

/** What {@link LinkCardView} takes. */
export interface LinkCardViewProps extends CommonProps {
  /** What `usePlexPin` gives. */
  pin: UsePlexPinResult<'link'>
}

/**
 * Signs in with a code that people type on another device, as a card in a page. (On a television use `LinkScreen`.)
 *
 * @example
 * ```tsx
 * import { LinkCard, Show } from '@foyer/ui'
 * import '@foyer/ui/styles.css'
 *
 * export const Login = () => (
 *   <Show when="signed-out">
 *     <LinkCard footer={<a href="/help">Help</a>} />
 *   </Show>
 * )
 * ```
 */
export function LinkCard({ rememberMe, onSignedIn, onError, ...viewProps }: LinkCardProps): ReactNode {
  return <LinkCardView pin={usePlexPin({ method: 'link', rememberMe, onSignedIn, onError })} {...viewProps} />
}

/** Shows the card as a plain view of a pin's state. */
export function LinkCardView(props: LinkCardViewProps): ReactNode {
  const { pin, onBack, autoFocus = false, logo, footer, className, style } = props
  const content = useLinkContent(pin)
  const { messages, code, cells, spokenCode, statusText, isDelayed, shortUrl, urlWithCode, expires } = content
  const { isCodeShown, canRestart } = content
  const deniedMessages = useMessages('denied', englishDenied)
  const qr = useQrCode(urlWithCode)
  const titleId = useId()
  const isDenied = pin.status === 'denied'
  const isAwaited = pin.status === 'creating' || (pin.status === 'approved' && !isDelayed)
  const card = useRef<HTMLElement>(null)
  useEffect(() => {
    if (autoFocus) card.current?.focus()
  }, [autoFocus])
  // A card without its button takes the focus itself: from "Back", the next press would leave the new code.
  const keptFocus = useKeptFocus<HTMLElement>(`${pin.status} ${canRestart}`, '[data-part="new-code"]')
  return (
    <section
      ref={card}
      tabIndex={-1}
      {...keptFocus}
      className={classNames('foyer foyer-card', className)}
      style={style}
      aria-labelledby={titleId}
      data-part="link-card"
      data-status={pin.status}
    >
      <CardHead
        id={titleId}
        logo={logo}
        title={<span key={String(isDenied)}>{isDenied ? deniedMessages.title : messages.instead}</span>}
        subtitle={isCodeShown && <Hint text={messages.hint} shortUrl={shortUrl} url={urlWithCode} />}
      />
      {!isDenied && <SessionEnded />}
      {isCodeShown && (
        <>
          <p className="foyer-link-code" data-part="code" dir="ltr" translate="no" aria-hidden="true">
            {cells.map((index) => (
              <b key={index}>{code?.[index]}</b>
            ))}
          </p>
          <div className="foyer-qr" data-part="qr" data-qr={qr.status}>
            <div>{qr.QrCode && urlWithCode && <qr.QrCode text={urlWithCode} />}</div>
            <p className="foyer-hint">{messages.scan}</p>
          </div>
        </>
      )}
      <p className="foyer-spoken" role="status">
        <span key={spokenCode}>{spokenCode}</span>
      </p>
      <p className="foyer-awaited" role="status" data-part="status" data-trouble={isDelayed || undefined}>
        {isAwaited && <Spinner />}
        <span key={statusText}>{statusText}</span>
      </p>
      {expires && <TimeLeft expires={expires} />}
      {canRestart && (
        <button
          type="button"
          className="foyer-button"
          data-quiet={isDelayed || undefined}
          data-part="new-code"
          onClick={pin.start}
        >
          {isDenied ? deniedMessages.anotherAccount : messages.newCode}
        </button>
      )}
      {onBack && (
        <div className="foyer-links">
          <button type="button" className="foyer-link" data-part="back" onClick={onBack}>
            {messages.back}
          </button>
        </div>
      )}
      {footer && <CardFoot footer={footer} />}
    </section>
  )
}

/** Counts down to the next code. It stands by itself so that a second that passes renders nothing else. */
function TimeLeft({ expires }: { expires: Deadline }) {
  const messages = useMessages('link', englishLink)
  const left = usePlexCountdown(expires)
  if (!left) return null
  return (
    <p className="foyer-hint" data-part="time-left">
      <Message text={messages.newCodeIn} time={clockTime(left.secondsLeft)} />
    </p>
  )
}

/** Shows the hint with its address: as a link to where the code is filled in, or as text while there is no code. */
function Hint({ text, shortUrl, url }: { text: string; shortUrl: string; url: string | null }) {
  const [before, after] = text.split('{url}')
  return (
    <span>
      {before}
      <bdi translate="no">
        {url ? (
          <a className="foyer-link" href={url} target="_blank" rel="noreferrer">
            {shortUrl}
          </a>
        ) : (
          shortUrl
        )}
      </bdi>
      {after}
    </span>
  )
}
