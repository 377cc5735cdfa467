'use client'

import type { PlexUser } from '@foyer/client'
import { usePlexSession, usePlexSignIn } from '@foyer/hooks'
import { lazy, type ReactNode, Suspense } from 'react'
import { classNames, type Styled } from '../../parts/classNames.ts'
import { Filled } from '../../parts/Filled.tsx'
import { TicketIcon } from '../../parts/TicketIcon.tsx'
import { SignInButton } from '../../pin/SignInButton/SignInButton.tsx'
import { useWords } from '../../words/WordsProvider.tsx'
import { SignInForm } from '../SignInForm/SignInForm.tsx'
import { VerificationForm } from '../VerificationForm/VerificationForm.tsx'

// A television's screen is no weight for a form to carry.
const LinkScreen = lazy(() =>
  import('../../pin/LinkScreen/LinkScreen.tsx').then((module) => ({ default: module.LinkScreen })),
)

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
  const signIn = usePlexSignIn({ onSignedIn })
  const words = useWords()
  if (signIn.step === 'verification') return <VerificationForm signIn={signIn} {...styled} />
  if (signIn.step === 'done') {
    return (
      <p className={classNames('foyer foyer-card', styled.className)} style={styled.style} role="status">
        <Filled text={words.signIn.done} name={signIn.user.title || words.account.nameless} />
      </p>
    )
  }
  if (methods.includes('link')) {
    return (
      <Suspense>
        <LinkScreen onSignedIn={onSignedIn} {...styled} />
      </Suspense>
    )
  }
  const button = methods.includes('popup') && <SignInButton icon={<TicketIcon />} onSignedIn={onSignedIn} />
  if (methods.includes('password')) {
    return (
      <SignInForm signIn={signIn} {...styled}>
        {button}
        {button && <p className="foyer-or">{words.pin.orPassword}</p>}
      </SignInForm>
    )
  }
  return (
    <section className={classNames('foyer foyer-card', styled.className)} style={styled.style}>
      <h2 className="foyer-title" data-part="title">
        <Filled text={words.signIn.title} product={product} />
      </h2>
      <p className="foyer-subtitle">{words.signIn.subtitle}</p>
      {button}
    </section>
  )
}
