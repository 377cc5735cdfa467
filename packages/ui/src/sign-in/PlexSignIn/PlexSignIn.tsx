'use client'

import type { PlexUser } from '@foyer/client'
import { usePlexSession, usePlexSignIn, usePlexUser } from '@foyer/hooks'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { classNames, type Styled } from '../../parts/classNames.ts'
import { Filled } from '../../parts/Filled.tsx'
import { TicketIcon } from '../../parts/TicketIcon.tsx'
import { LinkScreen } from '../../pin/LinkScreen/LinkScreen.tsx'
import { SignInButton } from '../../pin/SignInButton/SignInButton.tsx'
import { account, signIn as english, link, pin } from '../../words/english.ts'
import { useWords } from '../../words/WordsProvider.tsx'
import { SignInForm } from '../SignInForm/SignInForm.tsx'
import { VerificationForm } from '../VerificationForm/VerificationForm.tsx'

/** What {@link PlexSignIn} takes. */
export interface PlexSignInProps extends Styled {
  /**
   * The ways to sign in. Default `popup` and `password`. `popup`: a window of plex.tv's; `password`: typed here, with the
   * verification code; `link`: a code for a phone or computer, for a screen without a keyboard: the screen of the code
   * alone, or, with other ways, what leads to it. It needs `styles.tv.css` too.
   */
  methods?: readonly ('popup' | 'password' | 'link')[]
  /** Called once a sign-in, with the user. */
  onSignedIn?: (user: PlexUser) => void
}

/** The whole of signing in. */
export function PlexSignIn({ methods = ['popup', 'password'], onSignedIn, ...styled }: PlexSignInProps): ReactNode {
  const { product } = usePlexSession().client
  const [approved, setApproved] = useState<PlexUser | null>(null)
  /** As the box was ticked or unticked since the form is there. */
  const [rememberMe, setRememberMe] = useState<boolean>()
  const [asCode, setAsCode] = useState(false)
  const codeButton = useRef<HTMLButtonElement>(null)
  const wasCode = useRef(asCode)
  useEffect(() => {
    if (wasCode.current) codeButton.current?.focus()
    wasCode.current = asCode
  }, [asCode])
  const isSignedIn = usePlexUser().status === 'signed-in'
  const signIn = usePlexSignIn({ onSignedIn })
  const words = useWords('signIn', english)
  const { nameless } = useWords('account', account)
  const { orPassword } = useWords('pin', pin)
  const { instead } = useWords('link', link)
  if (signIn.step === 'verification') return <VerificationForm signIn={signIn} {...styled} />
  const user = signIn.step === 'done' ? signIn.user : isSignedIn ? approved : null
  if (signIn.step === 'done' || user) {
    return (
      <p className={classNames('foyer foyer-card', styled.className)} style={styled.style} role="status">
        <Filled text={words.done} name={user?.title || nameless} />
      </p>
    )
  }
  const byPin = (user: PlexUser) => {
    setApproved(user)
    setRememberMe(undefined)
    setAsCode(false)
    onSignedIn?.(user)
  }
  const byWindow = methods.includes('popup')
  const byPassword = methods.includes('password')
  const byCode = methods.includes('link')
  if (byCode && (asCode || !(byWindow || byPassword))) {
    const ends = asCode ? { onSignedIn: byPin, onBack: () => setAsCode(false) } : { onSignedIn }
    return <LinkScreen {...ends} {...styled} />
  }
  const others = (
    <>
      {byWindow && (
        <SignInButton
          icon={<TicketIcon />}
          rememberMe={byPassword ? (rememberMe ?? signIn.props.rememberMe.defaultChecked) : undefined}
          onSignedIn={byPin}
        />
      )}
      {byCode && (
        <button
          ref={codeButton}
          type="button"
          className="foyer-button"
          data-quiet
          data-part="button"
          onClick={() => setAsCode(true)}
        >
          <span>{instead}</span>
        </button>
      )}
    </>
  )
  if (byPassword) {
    return (
      <SignInForm signIn={signIn} onRememberMe={setRememberMe} {...styled}>
        {others}
        {(byWindow || byCode) && <p className="foyer-or">{orPassword}</p>}
      </SignInForm>
    )
  }
  return (
    <section className={classNames('foyer foyer-card', styled.className)} style={styled.style}>
      <h2 className="foyer-title" data-part="title">
        <Filled text={words.title} product={product} />
      </h2>
      <p className="foyer-subtitle">{words.subtitle}</p>
      {others}
    </section>
  )
}
