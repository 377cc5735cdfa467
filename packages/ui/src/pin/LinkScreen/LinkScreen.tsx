'use client'

import type { PlexUser } from '@foyer/client'
import { type UsePlexPinResult, usePlexCountdown, usePlexPin, usePlexSession } from '@foyer/hooks'
import { type ComponentType, type KeyboardEvent, lazy, type ReactNode, Suspense, useEffect, useId, useRef } from 'react'
import { classNames, type Styled } from '../../parts/classNames.ts'
import { clockTime } from '../../parts/clockTime.ts'
import { Filled } from '../../parts/Filled.tsx'
import { connection, link as english, error } from '../../words/english.ts'
import { useWords } from '../../words/WordsProvider.tsx'
import { explain } from '../../words/words.ts'

// Only this screen needs it, and not for its first picture. Should it not load, the code and the address are enough.
const QrCode = lazy(
  (): Promise<{ default: ComponentType<{ text: string }> }> =>
    import('./QrCode.tsx').then(
      (module) => ({ default: module.QrCode }),
      () => ({ default: () => null }),
    ),
)

interface Surroundings extends Styled {
  /** Over it all. Default: the words' own, which are for a television. */
  title?: string
  /** What people call this screen: "Living room TV". Default: the product's name stands alone. */
  deviceName?: string
  /** Puts a Back button there, and hears the remote's key: 461 on webOS, 10009 on Tizen, Escape, Backspace or GoBack. */
  onBack?: () => void
  /** What changes, in words, for a platform whose voice does not read live regions. */
  onAnnounce?: (text: string) => void
}

/** What {@link LinkScreen} takes. */
export interface LinkScreenProps extends Surroundings {
  /** Default: the session's. */
  rememberMe?: boolean
  /** Called once a sign-in, with the user. */
  onSignedIn?: (user: PlexUser) => void
}

/** A code to type on a phone or computer: signing in on a screen that has no keyboard. Its style sheet is `styles.tv.css`. */
export function LinkScreen({ rememberMe, onSignedIn, ...surroundings }: LinkScreenProps): ReactNode {
  return <LinkScreenView pin={usePlexPin({ flow: 'link', rememberMe, onSignedIn })} {...surroundings} />
}

const BACK_CODES = [461, 10009]
const BACK_KEYS = ['Escape', 'Backspace', 'GoBack', 'BrowserBack']

/** The screen as a plain view of a pin's state. */
export function LinkScreenView(props: Surroundings & { pin: UsePlexPinResult<'link'> }): ReactNode {
  const { pin, title, deviceName, onBack, onAnnounce, className, style } = props
  const { product } = usePlexSession().client
  const says = useWords('link', english)
  const errors = useWords('error', error)
  const holds = useWords('connection', connection)
  const left = usePlexCountdown(pin.status === 'waiting' ? pin.expires : null)
  const screen = useRef<HTMLElement>(null)
  const titleId = useId()

  const stopped = pin.status === 'expired' || pin.status === 'error'
  // A remote needs something to stand on: the button when there is one, else the screen, which hears its keys.
  useEffect(() => {
    const { current } = screen
    const target = stopped ? current?.querySelector('button') : current
    target?.focus()
  }, [stopped])

  const status = () => {
    switch (pin.status) {
      case 'creating':
        return says.creating
      case 'waiting':
        return holds[pin.connection] ?? says.waiting
      case 'approved':
        return says.approved
      case 'done':
        return says.done.replace('{name}', () => pin.user.title || pin.user.username)
      case 'expired':
        return says.expired
      case 'error':
        return explain(pin.error, { error: errors })
    }
  }
  const text = status()
  const code = pin.status === 'waiting' ? pin.code : null
  const spoken = code && says.spoken.replace('{code}', [...code].join(' '))
  const announce = useRef(onAnnounce)
  useEffect(() => {
    announce.current = onAnnounce
  })
  useEffect(() => announce.current?.(spoken ? `${spoken}. ${text}` : text), [spoken, text])

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

  const places = [...(code ?? '    ')].map((_, place) => place)
  const holdsUp = pin.status === 'waiting' && pin.connection !== 'ok'
  const isUnderWay = pin.status === 'creating' || pin.status === 'waiting'
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
            {title ?? says.title}
          </h1>
          <p className="foyer-tv-subtitle">
            {deviceName ? <Filled text={says.subtitle} product={product} device={deviceName} /> : <bdi>{product}</bdi>}
          </p>
          {isUnderWay && (
            <>
              <ol className="foyer-tv-steps">
                <li>
                  <Filled text={says.open} url={shortAddress(pin)} />
                </li>
                <li>{says.signIn}</li>
                <li>{says.enter}</li>
              </ol>
              <p className="foyer-tv-code" data-part="code" dir="ltr" aria-hidden="true">
                {places.map((place) => (
                  <b key={place}>{code?.[place]}</b>
                ))}
              </p>
            </>
          )}
        </div>
        {isUnderWay && (
          <div className="foyer-tv-qr" data-part="qr">
            <div>
              {pin.status === 'waiting' && (
                <Suspense>
                  <QrCode text={pin.urlWithCode} />
                </Suspense>
              )}
            </div>
            <p>{says.orScan}</p>
          </div>
        )}
      </div>
      <p className="foyer-tv-spoken" role="status">
        <span key={spoken}>{spoken}</span>
      </p>
      <div className="foyer-tv-foot">
        <p role="status" data-part="status" data-trouble={holdsUp || undefined}>
          <span key={text}>
            {pin.status === 'done' ? <Filled text={says.done} name={pin.user.title || pin.user.username} /> : text}
          </span>
        </p>
        {left && (
          <>
            <span className="foyer-tv-bar" aria-hidden="true">
              <span style={{ transform: `scaleX(${left.fraction})` }} />
            </span>
            <span>
              <Filled text={says.newCodeIn} time={clockTime(left.secondsLeft)} />
            </span>
          </>
        )}
        {stopped && (
          <button type="button" className="foyer-tv-button" data-part="new-code" onClick={pin.start}>
            {says.newCode}
          </button>
        )}
        {onBack && (
          <button type="button" className="foyer-tv-button" data-part="back" onClick={onBack}>
            {says.back}
          </button>
        )}
      </div>
    </section>
  )
}

/** As one reads it out: without `https://` and `www.`. */
function shortAddress(pin: UsePlexPinResult<'link'>): string {
  return (pin.status === 'waiting' ? pin.url : 'plex.tv/link').replace(/^https?:\/\/(www\.)?/, '')
}
