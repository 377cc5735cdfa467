// What a strict app may write besides what the READMEs show.
import { createPlexClient, createPlexSession, type PlexUser } from '@foyer/client'
import { PlexProvider, usePlexPin, usePlexSignIn, usePlexUser } from '@foyer/hooks'
import {
  AccountCardView,
  LinkScreenView,
  PlexSignIn,
  Show,
  SignInButton,
  SignInButtonView,
  type SignInButtonViewProps,
} from '@foyer/ui'
import * as Checkbox from '@radix-ui/react-checkbox'
import type { ReactNode } from 'react'
import '@foyer/ui/styles.css'
import '@foyer/ui/styles.tv.css'

declare const maybe: string | undefined
declare const often: boolean | undefined
declare const told: ((user: PlexUser) => void) | undefined

const session = createPlexSession(
  createPlexClient({
    product: 'Reelroom',
    name: maybe,
    version: maybe,
    device: { name: maybe, model: maybe },
    clientIdentifier: maybe,
    baseUrl: maybe || undefined,
    appUrl: maybe,
    linkUrl: maybe,
    fetch: undefined,
    timeoutMs: undefined,
    clock: undefined,
  }),
  { remember: often, storage: undefined },
)

function Box() {
  const signIn = usePlexSignIn({ rememberMe: often, onSignedIn: told })
  if (signIn.step !== 'credentials') return null
  return (
    <>
      <input {...signIn.props.rememberMe} />
      <Checkbox.Root {...signIn.props.rememberMe} type="button">
        <Checkbox.Indicator />
      </Checkbox.Root>
    </>
  )
}

function Views({ looks }: { looks: Omit<SignInButtonViewProps, 'pin'> }): ReactNode {
  return (
    <>
      <SignInButtonView
        pin={usePlexPin({ method: 'popup', returnUrl: maybe, rememberMe: often, onSignedIn: told })}
        {...looks}
      />
      <LinkScreenView pin={usePlexPin({ method: 'link' })} title={maybe} deviceName={maybe} onBack={undefined} />
      <AccountCardView plex={usePlexUser()} className={maybe} style={undefined} />
    </>
  )
}

export const App = () => (
  <PlexProvider session={session} initialUser={undefined}>
    <Show when="signed-in" pending={undefined} fallback={<PlexSignIn methods={undefined} onSignedIn={told} />}>
      <SignInButton icon={undefined} returnUrl={maybe} rememberMe={often} onSignedIn={told} />
      <Box />
      <Views looks={{ icon: undefined, className: maybe }} />
    </Show>
  </PlexProvider>
)
