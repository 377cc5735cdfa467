// These are what people write with Foyer, each block as it would stand in a file of theirs; and each is run.
import {
  createPlexClient,
  createPlexSession,
  type Deadline,
  getUser,
  type PlexUser,
  signIn as signInToPlex,
} from '@foyer/client'
import { createEmulator } from '@foyer/emulator'
import { PlexProvider, usePlexCountdown, usePlexSignIn, usePlexUser } from '@foyer/hooks'
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { Fragment, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AccountCard, PlexSignIn, Show, SignInForm, VerificationForm } from './index.ts'
import { en } from './messages/en.ts'
import { explain } from './messages/messages.ts'
import { translate } from './testing/translate.ts'
import './styles/styles.css'

// (a) Smallest drop-in: main.tsx -------------------------------------------------------------------
function main() {
  const session = createPlexSession(createPlexClient({ product: 'Reelroom' }))
  const root = createRoot(document.getElementById('root') as HTMLElement)
  root.render(
    <PlexProvider session={session}>
      <Show when="signed-in" fallback={<PlexSignIn />}>
        <AccountCard />
      </Show>
    </PlexProvider>,
  )
  return root
}

// (b) Own form with two-factor ---------------------------------------------------------------------
// The keys keep React from making one step's elements into the other's.
function Login() {
  const signIn = usePlexSignIn({ onSignedIn: () => history.pushState(null, '', '/in') })
  if (signIn.step === 'done') return <p>Welcome, {signIn.user.title}.</p>
  if (signIn.step === 'denied') return <p>{explain(signIn.error, en)}</p>
  const { props } = signIn
  return (
    <form {...props.form}>
      {signIn.step === 'credentials' ? (
        <Fragment key="credentials">
          <label>
            Username or e-mail <input {...signIn.props.login} />
          </label>
          <label>
            Password <input {...signIn.props.password} />
          </label>
          <label>
            <input {...signIn.props.rememberMe} /> Stay signed in
          </label>
        </Fragment>
      ) : (
        <Fragment key="verification">
          <input {...signIn.props.username} />
          <label>
            Code for {signIn.login} <input {...signIn.props.verificationCode} />
          </label>
          <button type="button" onClick={signIn.back}>
            Back
          </button>
        </Fragment>
      )}
      <p {...props.error}>{signIn.status === 'error' && explain(signIn.error, en)}</p>
      <button {...props.submit}>{signIn.status === 'pending' ? 'Signing in…' : 'Sign in'}</button>
      {signIn.status === 'error' && signIn.cooldown && <Wait until={signIn.cooldown} />}
    </form>
  )
}
function Wait({ until }: { until: Deadline }) {
  return <small>{usePlexCountdown(until)?.secondsLeft} s</small>
}

// … or half own: Foyer's two views on one attempt.
function HalfOwn() {
  const signIn = usePlexSignIn()
  switch (signIn.step) {
    case 'credentials':
      return <SignInForm signIn={signIn} />
    case 'verification':
      return <VerificationForm signIn={signIn} />
    case 'done':
      return null
  }
}

// (e) The user and signing out, in a header ---------------------------------------------------------
function Header() {
  const plex = usePlexUser()
  if (plex.status !== 'signed-in') return null
  return (
    <header>
      {plex.user.title}{' '}
      <button type="button" onClick={plex.signOut}>
        Sign out
      </button>
    </header>
  )
}

// (f) Token to one's own backend, none in the browser ------------------------------------------------
const post = async (url: string, body: object, signal: AbortSignal) => {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal })
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`)
}
const handedOver = () =>
  createPlexSession(createPlexClient({ product: 'Reelroom' }), {
    backend: {
      accept: ({ token, clientIdentifier }, { rememberMe, signal }) =>
        post('/api/session', { token, clientIdentifier, rememberMe }, signal),
      restore: async ({ signal }) => (await fetch('/api/session', { signal })).json(),
      signOut: ({ signal }) => post('/api/sign-out', {}, signal),
    },
  })
// The server's half: never believe the browser's user, ask plex.tv.
async function acceptOnServer(body: { token: string; clientIdentifier: string }) {
  const plex = createPlexClient({ product: 'Reelroom', clientIdentifier: body.clientIdentifier })
  return getUser(plex, body.token) // → own httpOnly cookie
}

// (g) The first HTML, where the server knows who it is, and where it does not --------------------------
function Plex(props: { session: ReturnType<typeof handedOver>; initialUser: PlexUser | null; children: ReactNode }) {
  return (
    <PlexProvider session={props.session} initialUser={props.initialUser}>
      {props.children}
    </PlexProvider>
  )
}
const Gate = () => (
  <Show when="signed-in" pending={<Skeleton />} fallback={<PlexSignIn />}>
    {(user) => <h1>Hello {user.title}</h1>}
  </Show>
)
const Skeleton = () => <div className="skeleton" />

// (h) A test of the app's own component against the emulator --------------------------------------------
const plexTv = createEmulator()
const testSession = () =>
  createPlexSession(createPlexClient({ product: 'Reelroom', clientIdentifier: 'test', fetch: plexTv.fetch }), {
    storage: 'memory',
  })

test('(h) greets the person and lets them leave', async () => {
  const session = testSession()
  await session.start(await signInToPlex(session.client, plexTv.person('plain'))) // begin signed in, no clicking
  render(
    <PlexProvider session={session}>
      <Header />
    </PlexProvider>,
  )
  ;(await screen.findByRole('button', { name: 'Sign out' })).click()
  await expect.poll(() => session.getState()).toEqual({ status: 'signed-out', reason: 'signed-out' })
})

// ------------------------------------------------------------------------------------------------------
/** A server of the app's own, at its origin; everything else is plex.tv. */
let cookie: PlexUser | null
const network: typeof fetch = async (input, init) => {
  const { pathname, origin } = new URL(String(input), window.location.href)
  if (origin !== window.location.origin) return plexTv.fetch(input, init)
  if (pathname === '/api/session' && init?.method !== 'POST') return Response.json(cookie)
  cookie = pathname === '/api/session' ? await acceptOnServer(JSON.parse(String(init?.body))) : null
  return new Response(null, { status: 204 })
}
beforeEach(() => {
  cookie = null
  plexTv.reset()
  vi.stubGlobal('fetch', network)
  document.body.innerHTML = '<div id="root"></div>'
})
afterEach(() => {
  vi.unstubAllGlobals()
  localStorage.clear()
  history.replaceState(null, '', '/')
})
const field = (label: RegExp) => screen.getByLabelText<HTMLInputElement>(label)
const submit = () => fireEvent.submit(document.querySelector('form') as HTMLFormElement)
const name = /e-mail/i
const password = /^password/i
function typeIn(person: { login: string; password: string }) {
  field(name).value = person.login
  field(password).value = person.password
}

test('(a) signs in, is still signed in after a reload, and signs out', async () => {
  let root: ReturnType<typeof main> | undefined
  const load = () =>
    act(() => {
      root = main()
    })
  load()
  typeIn(plexTv.person('plain'))
  submit()
  await screen.findByRole('region', { name: 'Ada Lovelace' })
  act(() => root?.unmount())
  load()
  expect(screen.getByRole('region', { name: 'Ada Lovelace' })).toBeDefined()
  act(() => screen.getByRole('button', { name: 'Sign out' }).click())
  await waitFor(() => expect(field(password).value).toBe(''))
  act(() => root?.unmount())
})

describe('(b)', () => {
  const open = () => {
    const session = testSession()
    render(
      <PlexProvider session={session}>
        <Login />
      </PlexProvider>,
    )
    return session
  }

  test.each([
    ['plain', () => {}],
    ['in another language', () => translate(document.body)],
  ])('signs in with a code, by way of a wrong one and of Back: %s', async (_, disturb) => {
    const person = plexTv.person('twoFactor')
    const session = open()
    const code = () => screen.findByLabelText<HTMLInputElement>(/Code/)
    typeIn(person)
    disturb()
    submit()
    expect((await code()).value).toBe('')
    disturb()
    act(() => screen.getByRole('button', { name: /Back/ }).click())
    expect(field(name).value).toBe(person.login)
    typeIn(person)
    disturb()
    submit()
    const input = await code()
    input.value = '000000'
    disturb()
    submit()
    await waitFor(() => expect(screen.getByRole('alert').textContent).toBe(en.error['verification-invalid']))
    expect(document.activeElement).toBe(input)
    input.value = person.currentCode()
    disturb()
    submit()
    await screen.findByText('Welcome, Tomás Vidal.')
    expect(session.getState().status).toBe('signed-in')
    expect(window.location.pathname).toBe('/in')
  })

  test('counts down while plex.tv asks to wait', async () => {
    plexTv.fail({ kind: 'rate-limited' })
    open()
    typeIn(plexTv.person('plain'))
    submit()
    expect((await screen.findByText(/^\d+ s$/)).textContent).toMatch(/^(30|29) s$/)
    expect(screen.getByRole('alert').textContent).toBe(en.error['rate-limited'])
  })
})

test('(b) half own: both views on one attempt', async () => {
  const person = plexTv.person('twoFactor')
  const session = testSession()
  const { container } = render(
    <PlexProvider session={session}>
      <HalfOwn />
    </PlexProvider>,
  )
  typeIn(person)
  submit()
  fireEvent.input(await screen.findByLabelText(en.verification.code), { target: { value: person.currentCode() } })
  await waitFor(() => expect(container.innerHTML).toBe(''))
  expect(session.getState().status).toBe('signed-in')
})

describe('(f, g)', () => {
  const open = (initialUser: PlexUser | null) => {
    const session = handedOver()
    const view = render(
      <Plex session={session} initialUser={initialUser}>
        <Gate />
        <Header />
      </Plex>,
    )
    return { session, view }
  }

  test('hands the token over, keeps none, and is known again by the server', async () => {
    const { session, view } = open(null)
    expect(field(password)).toBeDefined()
    typeIn(plexTv.person('plain'))
    submit()
    await screen.findByRole('heading', { name: 'Hello Ada Lovelace' })
    expect(cookie).toMatchObject({ username: 'ada' })
    await expect(session.getToken()).rejects.toMatchObject({ code: 'misuse' })
    const token = plexTv.tokenFor('plain', await session.client.clientIdentifier())
    expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain(token)
    view.unmount()

    const again = open(cookie)
    expect(screen.getByRole('heading', { name: 'Hello Ada Lovelace' })).toBeDefined()
    await waitFor(() => expect(again.session.getState().status).toBe('signed-in'))
    act(() => screen.getByRole('button', { name: 'Sign out' }).click())
    await waitFor(() => expect(cookie).toBeNull())
    expect(again.session.getState()).toEqual({ status: 'signed-out', reason: 'signed-out' })
  })

  test('says that it was the app’s own server that refused', async () => {
    open(null)
    plexTv.fail({ kind: 'status', status: 401, endpoint: 'user' })
    typeIn(plexTv.person('plain'))
    submit()
    await waitFor(() => expect(screen.getByRole('alert').textContent).toBe(en.error.backend))
    expect(cookie).toBeNull()
  })
})
