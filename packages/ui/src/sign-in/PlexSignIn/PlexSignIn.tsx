'use client'

import type { PlexUser } from '@foyer/client'
import { usePlexSession, usePlexSignIn, usePlexUser } from '@foyer/hooks'
import { type ReactNode, useEffect, useState } from 'react'
import { classNames, type Styled } from '../../parts/classNames.ts'
import { Filled } from '../../parts/Filled.tsx'
import { Over } from '../../parts/Over.tsx'
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
   * verification code; `link`: a code for a phone or computer, alone on a screen without a keyboard, over the page where
   * there are other ways. It needs `styles.tv.css` too.
   */
  methods?: readonly ('popup' | 'password' | 'link')[]
  /** Called once a sign-in, with the user. */
  onSignedIn?: (user: PlexUser) => void
}

/** The whole of signing in. */
export function PlexSignIn({ methods = ['popup', 'password'], onSignedIn, ...styled }: PlexSignInProps): ReactNode {
  const { client, remember } = usePlexSession()
  const [rememberMe, setRememberMe] = useState(remember)
  const [asCode, setAsCode] = useState(false)
  /** By a pin; the form knows of its own. */
  const [approved, setApproved] = useState(false)
  const plex = usePlexUser()
  const signIn = usePlexSignIn({ onSignedIn })
  const words = useWords('signIn', english)
  const { nameless } = useWords('account', account)
  const { orPassword } = useWords('pin', pin)
  const { instead } = useWords('link', link)
  const { step } = signIn
  useEffect(() => {
    // The password was sent before the code was asked for.
    if (step !== 'credentials') setAsCode(false)
  }, [step])
  if (signIn.step === 'verification') return <VerificationForm signIn={signIn} {...styled} />
  const user = signIn.step === 'done' ? signIn.user : plex.status === 'signed-in' && approved ? plex.user : null
  if (signIn.step === 'done' || user) {
    return (
      <p className={classNames('foyer foyer-card', styled.className)} style={styled.style} role="status">
        <Filled text={words.done} name={user?.title || nameless} />
      </p>
    )
  }
  const byWindow = methods.includes('popup')
  const byPassword = methods.includes('password')
  const byCode = methods.includes('link')
  if (byCode && !byWindow && !byPassword) return <LinkScreen onSignedIn={onSignedIn} {...styled} />
  const back = () => setAsCode(false)
  const ends = {
    rememberMe,
    onSignedIn(user: PlexUser) {
      setApproved(true)
      setAsCode(false)
      onSignedIn?.(user)
    },
  }
  const others = (
    <>
      {plex.status === 'signed-out' && plex.reason === 'revoked' && (
        <p className="foyer-problem" role="status" data-part="revoked">
          <span>{words.revoked}</span>
        </p>
      )}
      {byWindow && <SignInButton icon={<TicketIcon />} {...ends} />}
      {byCode && (
        <button
          type="button"
          className="foyer-button"
          data-quiet
          data-part="button"
          aria-haspopup="dialog"
          onClick={() => setAsCode(true)}
        >
          <span>{instead}</span>
        </button>
      )}
    </>
  )
  return (
    <>
      {byPassword ? (
        <SignInForm signIn={signIn} onRememberMe={setRememberMe} {...styled}>
          <div className="foyer">
            {others}
            {(byWindow || byCode) && <p className="foyer-or">{orPassword}</p>}
          </div>
        </SignInForm>
      ) : (
        <section className={classNames('foyer foyer-card', styled.className)} style={styled.style}>
          <h2 className="foyer-title" data-part="title">
            <Filled text={words.title} product={client.product} />
          </h2>
          <p className="foyer-subtitle">{words.subtitle}</p>
          {others}
        </section>
      )}
      {asCode && (
        <Over label={instead} onBack={back}>
          <LinkScreen title={instead} onBack={back} {...ends} />
        </Over>
      )}
    </>
  )
}
