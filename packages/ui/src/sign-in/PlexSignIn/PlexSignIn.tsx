'use client'

import type { PlexUser } from '@foyer/client'
import { usePlexSignIn } from '@foyer/hooks'
import type { ReactNode } from 'react'
import { classNames, type Styled } from '../../parts/classNames.ts'
import { Filled } from '../../parts/Filled.tsx'
import { useWords } from '../../words/WordsProvider.tsx'
import { SignInForm } from '../SignInForm/SignInForm.tsx'
import { VerificationForm } from '../VerificationForm/VerificationForm.tsx'

/** What {@link PlexSignIn} takes. */
export interface PlexSignInProps extends Styled {
  /** Called once a sign-in, with the user. */
  onSignedIn?: (user: PlexUser) => void
}

/** The whole of signing in: password, then the verification code if the account wants one. */
export function PlexSignIn({ onSignedIn, ...styled }: PlexSignInProps): ReactNode {
  const signIn = usePlexSignIn({ onSignedIn })
  const words = useWords()
  switch (signIn.step) {
    case 'credentials':
      return <SignInForm signIn={signIn} {...styled} />
    case 'verification':
      return <VerificationForm signIn={signIn} {...styled} />
    case 'done':
      return (
        <p className={classNames('foyer foyer-card', styled.className)} style={styled.style} role="status">
          <Filled text={words.signIn.done} name={signIn.user.title || words.account.nameless} />
        </p>
      )
  }
}
