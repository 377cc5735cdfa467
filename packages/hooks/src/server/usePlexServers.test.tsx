import { askForProfile, getUser } from '@foyer/client'
import type { PersonName } from '@foyer/emulator'
import { act, render, screen, waitFor } from '@testing-library/react'
import { type ReactNode, StrictMode } from 'react'
import { describe, expect, test } from 'vitest'
import { PlexProvider } from '../PlexProvider.tsx'
import { type SessionAtEmulator, sessionAtEmulator } from '../testing/sessionAtEmulator.ts'
import { usePlexServers } from './usePlexServers.ts'

const SIX_MINUTES_MS = 6 * 60_000

/** What an app may show of them. */
function Servers(): ReactNode {
  const plex = usePlexServers()
  const error = plex.status === 'failed' ? plex.error : plex.status === 'ready' ? plex.refreshError : null
  return (
    <>
      <p data-testid="servers">
        {'servers' in plex ? plex.servers.map(({ name, access }) => `${name}: ${access}`).join(', ') : plex.status}
        {error && `, ${error.code}`}
      </p>
      <button type="button" onClick={plex.reload}>
        Again
      </button>
    </>
  )
}
const seen = () => screen.getAllByTestId('servers').map(({ textContent }) => textContent)
const lookAgain = () => act(async () => void window.dispatchEvent(new Event('focus')))

async function signIn(app: SessionAtEmulator, name: PersonName) {
  const token = app.plexTv.tokenFor(name, 'test')
  await act(async () => void (await app.session.start({ token, user: await getUser(app.session.client, token) })))
}
function open(app = sessionAtEmulator(), children: ReactNode = <Servers />) {
  const page = render(
    <StrictMode>
      <PlexProvider session={app.session}>{children}</PlexProvider>
    </StrictMode>,
  )
  const asked = () => app.plexTv.requests().filter(({ path }) => path === '/api/v2/resources').length
  return { ...app, page, asked }
}
async function opened(name: PersonName = 'plain') {
  const app = sessionAtEmulator()
  await signIn(app, name)
  const world = open(app)
  await waitFor(() => expect(seen()[0]).toContain(': '))
  return world
}

describe('the servers of whoever is watching', () => {
  test('are read once for all who want to know', async () => {
    const app = sessionAtEmulator()
    await signIn(app, 'plain')
    const { asked } = open(
      app,
      <>
        <Servers />
        <Servers />
      </>,
    )
    expect(seen()).toEqual(['loading', 'loading'])
    await waitFor(() => expect(seen()).toEqual(Array(2).fill('Attic: shared, Cellar: owner')))
    expect(asked()).toBe(1)
  })

  test('are nobody’s while nobody is signed in, and others’ when others are', async () => {
    const world = open()
    expect(seen()).toEqual(['unavailable'])
    await signIn(world, 'uninvited')
    await waitFor(() => expect(seen()).toEqual(['']))
    await signIn(world, 'plain')
    await waitFor(() => expect(seen()).toEqual(['Attic: shared, Cellar: owner']))
    await act(() => world.session.signOut())
    expect(seen()).toEqual(['unavailable'])
  })

  test('are those of the profile, and of nobody while that is to be said', async () => {
    const app = sessionAtEmulator({ storage: 'memory', profiles: askForProfile() })
    await signIn(app, 'plexPass')
    open(app)
    expect(seen()).toEqual(['unavailable'])
    await act(() => app.session.chooseProfile({ uuid: app.plexTv.person('managed').uuid }))
    await waitFor(() => expect(seen()).toEqual(['Attic: home']))
  })

  test('are in no DOM with a token', async () => {
    const { page, session, plexTv } = await opened()
    const [attic] = plexTv.servers()
    expect(attic).toBeDefined()
    expect(page.container.innerHTML).not.toContain(await session.getToken())
  })
})

describe('they are asked for again', () => {
  test('when somebody looks, not within five minutes, and without a word', async () => {
    const { asked, clock, plexTv } = await opened()
    await lookAgain()
    expect(asked()).toBe(1)
    plexTv.shareServer(plexTv.servers()[0]?.machineIdentifier ?? '', [])
    await act(async () => clock.advance(SIX_MINUTES_MS))
    await lookAgain()
    await waitFor(() => expect(seen()).toEqual(['Cellar: owner']))
    expect(asked()).toBe(2)
  })

  test('by reload, and stay when plex.tv fails meanwhile', async () => {
    const { plexTv } = await opened()
    const fault = plexTv.fail({ kind: 'rate-limited', retryAfter: '60', endpoint: 'server' })
    act(() => screen.getByRole('button', { name: 'Again' }).click())
    await waitFor(() => expect(seen()).toEqual(['Attic: shared, Cellar: owner, rate-limited']))
    fault.stop()
    act(() => screen.getByRole('button', { name: 'Again' }).click())
    await waitFor(() => expect(seen()).toEqual(['Attic: shared, Cellar: owner']))
  })

  test('by reload, when they never came', async () => {
    const app = sessionAtEmulator()
    await signIn(app, 'plain')
    const fault = app.plexTv.fail({ kind: 'rate-limited', retryAfter: '60', endpoint: 'server' })
    open(app)
    await waitFor(() => expect(seen()).toEqual(['failed, rate-limited']))
    fault.stop()
    act(() => screen.getByRole('button', { name: 'Again' }).click())
    await waitFor(() => expect(seen()).toEqual(['Attic: shared, Cellar: owner']))
  })

  test('after a component came and went, only when it is time', async () => {
    const { page, session, plexTv, asked, clock } = await opened()
    page.unmount()
    expect(clock.waiting).toBe(0)
    open({ session, plexTv, clock } as SessionAtEmulator)
    expect(seen()).toEqual(['Attic: shared, Cellar: owner'])
    expect(asked()).toBe(1)
  })
})

test('a session that plex.tv ended ends by this question too', async () => {
  const { session, plexTv } = await opened()
  plexTv.revokeTokens('plain')
  act(() => screen.getByRole('button', { name: 'Again' }).click())
  await waitFor(() => expect(seen()).toEqual(['unavailable']))
  expect(session.getState()).toEqual({ status: 'signed-out', reason: 'revoked' })
})
