import { type PlexUser, signIn } from '@foyer/client'
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { describe, expect, test } from 'vitest'
import { PlexProvider } from '../PlexProvider.tsx'
import { OwnForm, Who } from '../testing/OwnForm.tsx'
import { type SessionAtEmulator, sessionAtEmulator } from '../testing/sessionAtEmulator.ts'

const SIX_MINUTES_MS = 6 * 60_000

const at = (app: SessionAtEmulator, children: ReactNode, more: { initialUser?: PlexUser | null } = {}) => (
  <PlexProvider session={app.session} {...more}>
    {children}
  </PlexProvider>
)
const who = () => screen.getByTestId('who').textContent ?? ''
const lookAgain = () => void window.dispatchEvent(new Event('focus'))
const pass = (app: SessionAtEmulator, ms: number) => act(async () => app.clock.advance(ms))
/** The pauses between the client's tries pass, and a second more. */
const goOn = (app: SessionAtEmulator) => pass(app, 5000)
/** Signed in so long ago that it is time to ask again. */
async function signedIn(options?: Parameters<typeof sessionAtEmulator>[0]) {
  const app = sessionAtEmulator(options)
  await app.session.start(await signIn(app.session.client, app.plexTv.person('plain')))
  app.clock.advance(SIX_MINUTES_MS)
  return app
}

describe('who is signed in', () => {
  test('is asked for again at the start, once for all who want to know', async () => {
    const app = await signedIn()
    render(
      at(
        app,
        <>
          <Who />
          <OwnForm />
        </>,
      ),
    )
    expect(who()).toContain('Ada Lovelace')
    await waitFor(() => expect(app.asked()).toBeGreaterThan(0))
    const asked = app.asked()
    act(lookAgain)
    await act(async () => {})
    expect(app.asked()).toBe(asked)
  })

  test('is not asked for again right after signing in', async () => {
    const app = sessionAtEmulator()
    render(
      at(
        app,
        <>
          <OwnForm />
          <Who />
        </>,
      ),
    )
    expect(who()).toBe('nobody: never')
    screen.getByLabelText<HTMLInputElement>('Login').value = 'ada'
    screen.getByLabelText<HTMLInputElement>('Secret').value = 'ada-demo-password'
    fireEvent.submit(screen.getByRole('form'))
    await waitFor(() => expect(who()).toContain('Ada Lovelace'))
    await act(async () => {})
    expect(app.asked()).toBe(0)
  })

  test('is asked for again on focus, once in five minutes at the most', async () => {
    const app = await signedIn()
    render(at(app, <Who />))
    await waitFor(() => expect(app.plexTv.requests().at(-1)).toMatchObject({ path: '/api/v2/user', status: 200 }))
    await act(async () => {})
    const asked = app.asked()
    await pass(app, SIX_MINUTES_MS)
    act(lookAgain)
    await waitFor(() => expect(app.asked()).toBe(asked + 1))
  })

  test('is asked for once in five minutes, however often the one component that wants to know comes and goes', async () => {
    const app = await signedIn()
    for (let mounts = 0; mounts < 8; mounts++) {
      const { unmount } = render(at(app, <Who />))
      // Some leave before the answer, some after it.
      if (mounts % 2) await waitFor(() => expect(app.plexTv.requests().at(-1)).toMatchObject({ status: 200 }))
      await act(async () => app.clock.advance(8_000))
      unmount()
    }
    expect(app.asked()).toBe(1)
  })

  test('is not asked for while nobody is signed in', async () => {
    const app = sessionAtEmulator()
    render(at(app, <Who />))
    act(lookAgain)
    await act(async () => {})
    expect(app.plexTv.requests()).toEqual([])
  })

  test('leaves by the button, and the token is dead at plex.tv', async () => {
    const app = await signedIn()
    const token = await app.session.getToken()
    render(at(app, <Who />))
    await act(async () => screen.getByRole('button', { name: 'Sign out' }).click())
    expect(who()).toBe('nobody: signed-out')
    await waitFor(() => expect(app.plexTv.requests().at(-1)).toMatchObject({ method: 'DELETE', status: 204 }))
    expect(app.plexTv.tokenFor('plain', 'test')).not.toBe(token)
  })
})

describe('a user who cannot be asked for', () => {
  test('stays while plex.tv fails, with the reason, until it is back', async () => {
    const app = await signedIn()
    const fault = app.plexTv.fail({ kind: 'status', status: 503, endpoint: 'user' })
    render(at(app, <Who />))
    for (let tries = 0; tries < 3; tries++) await goOn(app)
    await waitFor(() => expect(who()).toBe('Ada Lovelace, not asked again: serverSign out'))

    // The error stays while plex.tv is asked again, and after.
    await goOn(app)
    const asked = app.asked()
    act(lookAgain)
    await waitFor(() => expect(app.asked()).toBe(asked + 1))
    expect(who()).toContain('not asked again: server')
    for (let tries = 0; tries < 3; tries++) await goOn(app)
    expect(who()).toContain('not asked again: server')

    fault.stop()
    await goOn(app)
    act(lookAgain)
    await waitFor(() => expect(who()).toBe('Ada LovelaceSign out'))
  })

  test('is not asked for before the time that plex.tv asked to wait for, whoever looks', async () => {
    const app = await signedIn()
    app.plexTv.fail({ kind: 'rate-limited', retryAfter: '60', endpoint: 'user', times: 1 })
    const { rerender } = render(at(app, <Who key="one" />))
    await waitFor(() => expect(who()).toContain('not asked again: rate-limited'))
    const asked = app.asked()
    act(lookAgain)
    rerender(at(app, <Who key="another" />))
    await act(async () => app.clock.advance(59_999))
    act(lookAgain)
    await act(async () => {})
    expect(app.asked()).toBe(asked)
    app.clock.advance(1)
    act(lookAgain)
    await waitFor(() => expect(who()).toBe('Ada LovelaceSign out'))
    expect(app.asked()).toBe(asked + 1)
  })

  test('stays while the network is gone', async () => {
    const app = await signedIn()
    app.plexTv.fail({ kind: 'offline', endpoint: 'user' })
    render(at(app, <Who />))
    for (let tries = 0; tries < 3; tries++) await goOn(app)
    await waitFor(() => expect(who()).toContain('not asked again: network'))
  })

  test('is signed out, once, when plex.tv says that the token is dead', async () => {
    const app = await signedIn()
    app.plexTv.revokeTokens('plain')
    const states: string[] = []
    app.session.subscribe(() => states.push(JSON.stringify(app.session.getState())))
    render(at(app, <Who />))
    await waitFor(() => expect(who()).toBe('nobody: revoked'))
    act(lookAgain)
    await act(async () => {})
    expect(states).toEqual(['{"status":"signed-out","reason":"revoked"}'])
    expect(app.plexTv.requests().filter(({ method }) => method === 'DELETE')).toEqual([])
  })
})

describe('what the server said stands in while the session is not read', () => {
  const ada: PlexUser = {
    id: 1,
    uuid: 'ada',
    title: 'Ada of the server',
    username: 'ada',
    email: null,
    avatarUrl: null,
    kind: 'account',
    inHome: false,
    homeAdmin: false,
    hasProfilePin: false,
    twoFactor: false,
    joinedAt: null,
    country: null,
    locale: null,
    subscription: { active: false, plan: null, since: null, features: [] },
  }
  const slow = () => {
    let answer: (user: PlexUser | null) => void = () => {}
    const restored = new Promise<PlexUser | null>((resolve) => {
      answer = resolve
    })
    const app = sessionAtEmulator({
      backend: { accept: async () => {}, restore: () => restored, signOut: async () => {} },
    })
    return { app, answer: (user: PlexUser | null) => act(async () => answer(user)) }
  }

  test.each([
    [ada, 'Ada of the serverSign out'],
    [null, 'nobody: never'],
    [undefined, 'pending'],
  ])('%o', async (initialUser, first) => {
    const { app, answer } = slow()
    render(at(app, <Who />, { initialUser }))
    expect(who()).toBe(first)
    await answer({ ...ada, title: 'Ada of the backend' })
    await waitFor(() => expect(who()).toContain('Ada of the backend'))
  })

  test('and says nothing after it', async () => {
    const { app, answer } = slow()
    render(at(app, <Who />, { initialUser: ada }))
    await answer(null)
    expect(who()).toBe('nobody: never')
  })
})

test('nobody asks any more once the provider is gone', async () => {
  const app = await signedIn()
  const { unmount } = render(at(app, <Who />))
  await waitFor(() => expect(app.asked()).toBeGreaterThan(0))
  unmount()
  const asked = app.asked()
  app.clock.advance(SIX_MINUTES_MS)
  act(lookAgain)
  await act(async () => {})
  expect(app.asked()).toBe(asked)
  expect(app.clock.waiting).toBe(0)
})
