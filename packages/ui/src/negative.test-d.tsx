// Nothing here may compile. Each @ts-expect-error fails the check if the line below it compiles after all.
import {
  createPin,
  createPlexClient,
  createPlexSession,
  type PlexErrorCode,
  type PlexGrant,
  type PlexSession,
  type PlexUser,
  type SessionBackend,
  type SessionState,
} from '@foyer/client'
import {
  PlexProvider,
  type UsePlexPinResult,
  type UsePlexSignInResult,
  type UsePlexUserResult,
  usePlexPin,
  usePlexSignIn,
  usePlexUser,
} from '@foyer/hooks'
import { LinkScreenView, PlexSignIn, Show, SignInButton, SignInForm, VerificationForm } from './index.ts'

declare const user: PlexUser
declare const backend: SessionBackend
declare const session: PlexSession
declare const state: SessionState
const plex = createPlexClient({ product: 'Reelroom' })

// @ts-expect-error product is required
createPlexClient({})
// @ts-expect-error no secret in a user
void user.authToken
// @ts-expect-error nor in a session's state
void state.token
// @ts-expect-error nor on the session: only getToken() and call() reach it
void session.token
// @ts-expect-error a backend and a store exclude each other
createPlexSession(plex, { storage: 'memory', backend })
// @ts-expect-error a bare token starts no session: no state "signed in, but who?"
void session.start({ token: 'x' })
// @ts-expect-error a client is not a session
void (<PlexProvider session={plex} />)
// @ts-expect-error the provider needs one
void (<PlexProvider />)

export async function pins() {
  const link = await createPin(plex, 'link')
  const strong = await createPin(plex, 'strong')
  void [link.code, strong.authUrl]
  // @ts-expect-error a long code must not be shown
  void strong.code
  // @ts-expect-error a short code has no auth page
  void link.authUrl
  // @ts-expect-error two kinds only
  void createPin(plex, 'weak')
}

export function Hooks() {
  const me = usePlexUser()
  // @ts-expect-error nobody there yet
  void me.user
  if (me.status === 'signed-out') void me.reason
  // @ts-expect-error there is no error status: only 401 signs out
  if (me.status === 'error') void me

  const signIn = usePlexSignIn({
    // @ts-expect-error callbacks get the user, never the token
    onSignedIn: (grant: PlexGrant) => void grant.token,
  })
  // @ts-expect-error no error unless status is 'error'
  void signIn.error
  // @ts-expect-error props belong to a step
  void signIn.props
  // @ts-expect-error no view takes an unknown step
  void (<SignInForm signIn={signIn} />)
  if (signIn.step === 'credentials') {
    // @ts-expect-error no code field on the password step
    void signIn.props.verificationCode
    // @ts-expect-error nor its view
    void (<VerificationForm signIn={signIn} />)
  }
  if (signIn.step === 'verification') {
    void signIn.login
    // @ts-expect-error the password is not in the state
    void signIn.password
    // @ts-expect-error nor is its field on this step
    void signIn.props.password
  }
  // @ts-expect-error done cannot fail
  if (signIn.step === 'done' && signIn.status === 'error') void signIn

  const link = usePlexPin({ method: 'link' })
  const popup = usePlexPin({ method: 'popup' })
  const redirect = usePlexPin({ method: 'redirect' })
  void (popup.status === 'waiting' && popup.window === 'lost')
  // @ts-expect-error a TV has no window
  void (link.status === 'waiting' && link.window)
  // @ts-expect-error the link screen is never idle
  void (link.status === 'idle')
  // @ts-expect-error a popup has no code to show
  void (popup.status === 'waiting' && popup.code)
  // @ts-expect-error nor a pin's id, nor its page
  void (popup.status === 'waiting' && popup.pin)
  // @ts-expect-error closed cannot be known
  void (popup.status === 'waiting' && popup.window === 'closed')
  // @ts-expect-error no code before there is one
  void link.code
  // @ts-expect-error a link that renews itself is not called off, but unmounted
  void link.cancel
  // @ts-expect-error a tab that goes has no window to show
  void redirect.showWindow
  // @ts-expect-error no such method
  usePlexPin({ method: 'auto' })
  // @ts-expect-error callbacks get the user, never the token
  usePlexPin({ method: 'popup', onSignedIn: (grant: PlexGrant) => void grant.token })
  // @ts-expect-error actions take nothing, so they are safe as handlers
  popup.start({ returnUrl: '/' })
  // @ts-expect-error a button of a window is not a television's
  void (<LinkScreenView pin={popup} />)
  // @ts-expect-error a code is not for a button
  void (<SignInButton method="link" />)
  // @ts-expect-error no such way
  void (<PlexSignIn methods={['magic']} />)

  // @ts-expect-error actions take nothing, so they are safe as handlers
  void me.signOut({ revoke: false })
  // @ts-expect-error no such state
  void (<Show when="admin">x</Show>)
  // @ts-expect-error only signed-in has a user to give
  void (<Show when="signed-out">{(someone) => someone.title}</Show>)
}

// These cover every member, and no longer compile when there is a new one.
export const stepsCovered = (s: UsePlexSignInResult): string => {
  switch (s.step) {
    case 'credentials':
    case 'verification':
    case 'denied':
    case 'done':
      return s.step
    default:
      return s satisfies never
  }
}
export const usersCovered = (s: UsePlexUserResult): string => {
  switch (s.status) {
    case 'pending':
    case 'signed-out':
    case 'signed-in':
    case 'choosing-profile':
      return s.status
    default:
      return s satisfies never
  }
}
export const linksCovered = (p: UsePlexPinResult<'link'>): string => {
  switch (p.status) {
    case 'creating':
    case 'waiting':
    case 'approved':
    case 'done':
    case 'expired':
    case 'denied':
    case 'error':
      return p.status
    default:
      return p satisfies never
  }
}
// @ts-expect-error a forgotten status does not compile
export const forgotten = (p: UsePlexPinResult<'link'>): string => {
  switch (p.status) {
    case 'creating':
    case 'waiting':
      return p.status
  }
}
// @ts-expect-error words for one code are not words for all
export const messages: Record<PlexErrorCode, string> = { network: '…' }
// A user is plain JSON: what goes through a backend or RSC comes out as the same type.
type Json = string | number | boolean | null | { readonly [key: string]: Json } | readonly Json[]
export const plain = (u: PlexUser): Json => ({ ...u })
