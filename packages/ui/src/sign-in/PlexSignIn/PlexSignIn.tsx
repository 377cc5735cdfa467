'use client'

import type { PlexError, PlexUser } from '@foyer/client'
import { isMethodAvailable, type PinStates, usePlexSession, usePlexSignIn, usePlexUser } from '@foyer/hooks'
import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { englishAccount, englishLink, englishPin, englishSignIn } from '../../messages/english.ts'
import { useMessages } from '../../messages/LocalizationProvider.tsx'
import { CardFoot, CardHead, type CardSlots } from '../../parts/CardHead.tsx'
import { classNames, type Styled } from '../../parts/classNames.ts'
import { Message } from '../../parts/Message.tsx'
import { TicketIcon } from '../../parts/TicketIcon.tsx'
import { LinkCard } from '../../pin/LinkCard/LinkCard.tsx'
import { BareSignInButton } from '../../pin/SignInButton/SignInButton.tsx'
import { SessionEnded } from '../../user/SessionEnded.tsx'
import { AccessDenied } from '../AccessDenied/AccessDenied.tsx'
import { SignInForm } from '../SignInForm/SignInForm.tsx'
import { VerificationForm } from '../VerificationForm/VerificationForm.tsx'

/** A way to sign in. `popup`: in a window of plex.tv's. `redirect`: in this tab, which goes there and comes back.
 * `password`: in a form, with the verification code. `link`: with a code that people type on another device.
 */
export type SignInMethod = 'popup' | 'redirect' | 'password' | 'link'

/** What {@link PlexSignIn} takes. */
export interface PlexSignInProps extends Styled, CardSlots {
  /**
   * The ways to sign in. Where plex.tv's page can't lead back (a file, an app with a scheme of its own, a frame of
   * another site), a code is offered in place of the window or the tab.
   *
   * @default ['popup', 'password']
   */
  methods?: readonly SignInMethod[] | undefined
  /**
   * Stands before the words of the first button; use neutral art, none of Plex's.
   *
   * @default a ticket
   */
  icon?: ReactNode | undefined
  /**
   * Stands in place of the form while who of a Plex Home is watching is to be said, in a session with
   * `profiles: askForProfile()`: a `<ProfilePicker />`, or what you have for it. It is given as it is, without
   * `className` and `style`, so that a form that has none does not bring the picker along.
   *
   * @default nothing, or whom this form has just signed in
   */
  profiles?: ReactNode | undefined
  /**
   * The page of this origin that people come back to from plex.tv.
   *
   * @default the page they left
   */
  returnUrl?: string | undefined
  /** Called once a sign-in, with the user. */
  onSignedIn?: ((user: PlexUser) => void) | undefined
  /** Called once for each sign-in that was refused, failed or denied. */
  onError?: ((error: PlexError) => void) | undefined
}

/**
 * Is the whole of signing in: the button, the form, the verification code, and the app's no.
 *
 * @example
 * ```tsx
 * import { AccountCard, PlexSignIn, Show } from '@foyer/ui'
 * import '@foyer/ui/styles.css'
 *
 * export const Account = () => (
 *   <Show when="signed-in" fallback={<PlexSignIn methods={['popup', 'password', 'link']} />}>
 *     <AccountCard />
 *   </Show>
 * )
 * ```
 *
 * In a session that asks who is watching, with the picker in the form's place:
 *
 * @example
 * ```tsx
 * import { AccountCard, PlexSignIn, ProfilePicker, Show } from '@foyer/ui'
 * import '@foyer/ui/styles.css'
 *
 * export const Household = () => (
 *   <Show when="signed-in" fallback={<PlexSignIn profiles={<ProfilePicker />} />}>
 *     <AccountCard />
 *   </Show>
 * )
 * ```
 */
export function PlexSignIn({
  methods = ['popup', 'password'],
  icon = <TicketIcon />,
  profiles,
  returnUrl,
  onSignedIn,
  onError,
  ...card
}: PlexSignInProps): ReactNode {
  const { client, remember } = usePlexSession()
  const [rememberMe, setRememberMe] = useState(remember)
  const [asCode, setAsCode] = useState(false)
  /** Whether a pin has signed somebody in; the form's own state has what a password did. */
  const [approved, setApproved] = useState(false)
  const plex = usePlexUser()
  const signIn = usePlexSignIn({ onSignedIn, onError })
  const messages = useMessages('signIn', englishSignIn)
  const { nameless } = useMessages('account', englishAccount)
  const pinMessages = useMessages('pin', englishPin)
  const { instead } = useMessages('link', englishLink)
  const canOpenWindow = useAvailable('popup')
  const canLeave = useAvailable('redirect')
  const codeButton = useRef<HTMLButtonElement>(null)
  const cameBack = useRef(false)
  const { step } = signIn
  useEffect(() => {
    // A password that was sent before the code was asked for has led on, and the code is not needed.
    if (step !== 'credentials') setAsCode(false)
  }, [step])
  useEffect(() => {
    if (cameBack.current && !asCode) codeButton.current?.focus()
    cameBack.current = asCode
  }, [asCode])

  const { className, style, logo, footer } = card
  const isChoosing = plex.status === 'choosing-profile'
  if (isChoosing && profiles) return <InPlaceOfForm takesFocus={step === 'done' || approved}>{profiles}</InPlaceOfForm>
  if (signIn.step === 'verification') return <VerificationForm signIn={signIn} {...card} />
  if (signIn.step === 'denied') return <AccessDenied signIn={signIn} {...card} />
  const account = plex.status === 'signed-in' ? plex.user : isChoosing ? plex.account : null
  const user = signIn.step === 'done' ? signIn.user : approved ? account : null
  if (signIn.step === 'done' || user) {
    return (
      <p className={classNames('foyer foyer-card', className)} style={style} role="status">
        <Message text={messages.done} name={user?.title || nameless} />
      </p>
    )
  }
  // Whoever is to say who is watching has signed in, in another tab perhaps.
  if (isChoosing) return null
  const offers = (method: SignInMethod) => methods.includes(method)
  const byWindow = offers('popup') && canOpenWindow
  const byTab = offers('redirect') && canLeave
  const byPassword = offers('password')
  const byCode = offers('link') || ((offers('popup') || offers('redirect')) && !byWindow && !byTab)
  const pinProps = {
    rememberMe,
    onSignedIn(user: PlexUser) {
      setApproved(true)
      setAsCode(false)
      onSignedIn?.(user)
    },
    onError,
  }
  if (byCode && !byWindow && !byTab && !byPassword) return <LinkCard {...pinProps} {...card} />
  const ways = (
    <>
      {byWindow && <BareSignInButton icon={icon} returnUrl={returnUrl} {...pinProps} />}
      {byTab && (
        <BareSignInButton
          method="redirect"
          icon={!byWindow && icon}
          quiet={byWindow}
          returnUrl={returnUrl}
          {...pinProps}
        >
          {byWindow ? pinMessages.buttonHere : pinMessages.button}
        </BareSignInButton>
      )}
      {byCode && (
        <button
          ref={codeButton}
          type="button"
          className="foyer-button"
          data-quiet
          data-part="code-button"
          onClick={() => setAsCode(true)}
        >
          <span>{instead}</span>
        </button>
      )}
    </>
  )
  // The form is hidden and not taken away, so that what was typed is still there after the code.
  const outerProps = asCode ? { className, style: { ...style, display: 'none' } } : { className, style }
  return (
    <>
      {asCode && <LinkCard autoFocus {...pinProps} {...card} onBack={() => setAsCode(false)} />}
      {byPassword ? (
        <SignInForm signIn={signIn} onRememberMe={setRememberMe} logo={logo} footer={footer} {...outerProps}>
          {(byWindow || byTab || byCode) && (
            <div className="foyer">
              <div className="foyer-ways">{ways}</div>
              <p className="foyer-or">{pinMessages.orPassword}</p>
            </div>
          )}
        </SignInForm>
      ) : (
        <section {...outerProps} className={classNames('foyer foyer-card', className)}>
          <CardHead
            logo={logo}
            title={<Message text={messages.title} product={client.product} />}
            subtitle={messages.subtitle}
          />
          <SessionEnded />
          <div className="foyer-ways">{ways}</div>
          {footer && <CardFoot footer={footer} />}
        </section>
      )}
    </>
  )
}

/** Takes the focus over from the form that it replaces. */
function InPlaceOfForm({ takesFocus, children }: { takesFocus: boolean; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (takesFocus && document.activeElement === document.body) place.current?.focus()
  }, [takesFocus])
  return (
    <div ref={place} tabIndex={-1} style={{ outline: 0 }}>
      {children}
    </div>
  )
}

const neverChanges = () => () => {}

/** Tells whether a method works on this page. On a server, and so in the first HTML, each is taken to work. */
function useAvailable(method: keyof PinStates): boolean {
  return useSyncExternalStore(
    neverChanges,
    () => isMethodAvailable(method),
    () => true,
  )
}
