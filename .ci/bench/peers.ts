// Others' sign-in on a page, for the sizes beside which ours stand. `h` is React's createElement.

/** A page as an app would have it. `code`: what it imports and declares; `element`: what it renders. */
export interface Page {
  name: string
  code: string
  element: string
}

/** Somebody else's kit on a page. `packages`: in versions that were seen to build together. */
export interface Peer extends Page {
  packages: string[]
  /** Whether npm would bring more than the page needs, so that its peers are named here one by one. */
  byHand?: boolean
}

/** What our one button is held against. */
export const plexOauth: Peer = {
  name: 'plex-oauth: one button',
  packages: ['plex-oauth@2.2.0'],
  code: `import { PlexOauth } from 'plex-oauth'
const plex = new PlexOauth({ clientIdentifier: 'reelroom', product: 'Reelroom', device: 'Browser', version: '1',
  forwardUrl: '', platform: 'Web', urlencode: true })
async function signIn() {
  const [url, pin] = await plex.requestHostedLoginURL()
  window.open(url)
  localStorage.setItem('token', await plex.checkForAuthToken(pin, 1000, 900))
}`,
  element: "h('button', { onClick: signIn }, 'Sign in with Plex')",
}
/** What our whole sign-in is held against. */
export const supabase: Peer = {
  name: 'Supabase: its form, over its auth client',
  packages: ['@supabase/auth-ui-react@0.4.7', '@supabase/auth-ui-shared@0.1.8', '@supabase/auth-js@2.119.1'],
  code: `import { AuthClient } from '@supabase/auth-js'
import { Auth } from '@supabase/auth-ui-react'
import { ThemeSupa } from '@supabase/auth-ui-shared'
const supabaseClient = { auth: new AuthClient({ url: 'https://example.com/auth/v1' }) }`,
  element: 'h(Auth, { supabaseClient, appearance: { theme: ThemeSupa }, providers: [] })',
}
export const peers: Peer[] = [
  plexOauth,
  {
    name: 'react-oidc-context: one button',
    packages: ['react-oidc-context@3.3.1', 'oidc-client-ts@3.5.0'],
    code: `import { AuthProvider, useAuth } from 'react-oidc-context'
function Button() {
  const auth = useAuth()
  return auth.isAuthenticated ? auth.user.profile.name : h('button', { onClick: () => auth.signinRedirect() }, 'Sign in')
}`,
    element:
      "h(AuthProvider, { authority: 'https://example.com', client_id: 'a', redirect_uri: location.href }, h(Button))",
  },
  {
    name: 'input-otp: a field for a code',
    packages: ['input-otp@1.5.0'],
    code: "import { OTPInput } from 'input-otp'",
    element:
      "h(OTPInput, { maxLength: 6, render: ({ slots }) => slots.map(({ char }, key) => h('span', { key }, char)) })",
  },
  supabase,
  {
    name: 'better-auth-ui: its form',
    packages: [
      '@daveyplate/better-auth-ui@3.4.0',
      'better-auth@1.7.25',
      '@better-auth/passkey@1.7.6',
      '@daveyplate/better-auth-tanstack@1.3.6',
      '@captchafox/react@1.13.0',
      '@hookform/resolvers@7.0.7',
      '@marsidev/react-turnstile@1.6.1',
      '@radix-ui/react-avatar@1.3.1',
      '@radix-ui/react-checkbox@1.4.1',
      '@radix-ui/react-context@1.3.0',
      '@radix-ui/react-dialog@1.3.1',
      '@radix-ui/react-dropdown-menu@2.2.1',
      '@radix-ui/react-label@2.1.17',
      '@radix-ui/react-primitive@2.2.0',
      '@radix-ui/react-select@2.4.1',
      '@radix-ui/react-separator@1.2.0',
      '@radix-ui/react-slot@1.5.0',
      '@radix-ui/react-tabs@1.2.1',
      '@radix-ui/react-tooltip@1.4.1',
      '@radix-ui/react-use-callback-ref@1.1.5',
      '@radix-ui/react-use-layout-effect@1.1.4',
      '@tanstack/react-query@5.108.0',
      'class-variance-authority@0.7.1',
      'clsx@2.1.1',
      'input-otp@1.5.0',
      'lucide-react@1.79.0',
      'react-hook-form@7.92.0',
      'sonner@2.0.8',
      'tailwind-merge@3.7.0',
      'zod@4.6.7',
    ],
    byHand: true,
    code: `import { createAuthClient } from 'better-auth/react'
import { AuthUIProvider, AuthView } from '@daveyplate/better-auth-ui'
const authClient = createAuthClient()`,
    element: "h(AuthUIProvider, { authClient, navigate() {} }, h(AuthView, { pathname: 'sign-in' }))",
  },
]
