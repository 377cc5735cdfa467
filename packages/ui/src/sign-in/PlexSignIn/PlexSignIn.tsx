'use client'

import type { PlexUser } from '@foyer/client'
import { usePlexSession, usePlexSignIn, usePlexUser } from '@foyer/hooks'
import { type ReactNode, useState } from 'react'
import { classNames, type Styled } from '../../parts/classNames.ts'
import { Filled } from '../../parts/Filled.tsx'
import { TicketIcon } from '../../parts/TicketIcon.tsx'
import { LinkScreen } from '../../pin/LinkScreen/LinkScreen.tsx'
import { SignInButton } from '../../pin/SignInButton/SignInButton.tsx'
import { account, signIn as english, pin } from '../../words/english.ts'
import { useWords } from '../../words/WordsProvider.tsx'
import { SignInForm } from '../SignInForm/SignInForm.tsx'
import { VerificationForm } from '../VerificationForm/VerificationForm.tsx'

/** What {@link PlexSignIn} takes. */
export interface PlexSignInProps extends Styled {
  /**
   * The ways to sign in. Default `popup` and `password`. `popup`: a window of plex.tv's; `password`: typed here, with the
   * verification code; `link`: a code for a phone or computer, which a screen without a keyboard wants alone.
   */
  methods?: readonly ('popup' | 'password' | 'link')[]
  /** Called once a sign-in, with the user. */
  onSignedIn?: (user: PlexUser) => void
}

/** The whole of signing in. */
export function PlexSignIn({ methods = ['popup', 'password'], onSignedIn, ...styled }: PlexSignInProps): ReactNode {
  const { product } = usePlexSession().client
  const [approved, setApproved] = useState<PlexUser | null>(null)
  const isSignedIn = usePlexUser().status === 'signed-in'
  const signIn = usePlexSignIn({ onSignedIn })
  const words = useWords('signIn', english)
  const { nameless } = useWords('account', account)
  const { orPassword } = useWords('pin', pin)
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
    onSignedIn?.(user)
  }
  if (methods.includes('link')) return <LinkScreen onSignedIn={onSignedIn} {...styled} />
  const button = methods.includes('popup') && <SignInButton icon={<TicketIcon />} onSignedIn={byPin} />
  if (methods.includes('password')) {
    return (
      <SignInForm signIn={signIn} {...styled}>
        {button}
        {button && <p className="foyer-or">{orPassword}</p>}
      </SignInForm>
    )
  }
  return (
    <section className={classNames('foyer foyer-card', styled.className)} style={styled.style}>
      <h2 className="foyer-title" data-part="title">
        <Filled text={words.title} product={product} />
      </h2>
      <p className="foyer-subtitle">{words.subtitle}</p>
      {button}
    </section>
  )
}
