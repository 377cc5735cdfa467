import { createPlexClient, createPlexSession, getServers, type PlexServer, type TriedAddress } from '@foyer/client'
import { createEmulator, createTestClock, type ServerAddressOptions } from '@foyer/emulator'
import { act, render, screen, waitFor } from '@testing-library/react'
import { type ReactNode, StrictMode } from 'react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { PlexProvider } from '../PlexProvider.tsx'
import { isPermissionWanted } from './connectionState.ts'
import { usePlexConnection } from './usePlexConnection.ts'

afterEach(() => {
  sessionStorage.clear()
  vi.unstubAllGlobals()
})

/** What an app may show of the way to a server. */
function Way({ server }: { server: PlexServer | null }): ReactNode {
  const way = usePlexConnection(server)
  return (
    <>
      <p data-testid="way">{way.status === 'connected' ? way.connection.reach : way.status}</p>
      <button type="button" onClick={way.search}>
        Again
      </button>
      {isPermissionWanted(way) && (
        <button type="button" onClick={way.allowLocalNetwork}>
          Allow
        </button>
      )}
    </>
  )
}
const seen = () => screen.getAllByTestId('way').map(({ textContent }) => textContent)
const press = (name: string) => act(() => screen.getByRole('button', { name }).click())

async function setUp(addresses: readonly ServerAddressOptions[]) {
  const clock = createTestClock()
  const plexTv = createEmulator({ clock, servers: [{ name: 'Loft', owner: 'plain', addresses }] })
  const plex = createPlexClient({ product: 'Reelroom', clientIdentifier: 'test', fetch: plexTv.fetch, clock })
  const session = createPlexSession(plex, { storage: 'memory' })
  const [server] = await getServers(plex, plexTv.tokenFor('plain', 'test'))
  if (!server) throw new Error('The server is not there.')
  const at = (children: ReactNode) => (
    <StrictMode>
      <PlexProvider session={session}>{children}</PlexProvider>
    </StrictMode>
  )
  const asked = () => plexTv.requests().filter(({ path }) => path === '/identity').length
  const answer = (index: number, answers: 'alive' | 'dead' | 'silent') =>
    plexTv.setAddress(server.machineIdentifier, index, { answers })
  const pass = (ms: number) => act(() => clock.pass(ms))
  const lookAgain = () => act(async () => void window.dispatchEvent(new Event('focus')))
  return { clock, plexTv, session, server, at, asked, answer, pass, lookAgain }
}
const both = [{ reach: 'local' }, { reach: 'remote' }] as const

describe('the way to a server', () => {
  test('is looked for once for all who want to know', async () => {
    const { server, at, asked } = await setUp(both)
    render(
      at(
        <>
          <Way server={server} />
          <Way server={server} />
        </>,
      ),
    )
    expect(seen()).toEqual(['searching', 'searching'])
    await waitFor(() => expect(seen()).toEqual(['local', 'local']))
    expect(asked()).toBe(1)
  })

  test('is none while there is no server', async () => {
    const { server, at, asked } = await setUp(both)
    const page = render(at(<Way server={null} />))
    press('Again')
    expect(seen()).toEqual(['idle'])
    expect(asked()).toBe(0)
    page.rerender(at(<Way server={server} />))
    await waitFor(() => expect(seen()).toEqual(['local']))
  })

  test('is another when the server dies there, and somebody says so', async () => {
    const { server, at, answer } = await setUp(both)
    render(at(<Way server={server} />))
    await waitFor(() => expect(seen()).toEqual(['local']))
    answer(0, 'dead')
    press('Again')
    await waitFor(() => expect(seen()).toEqual(['remote']))
    answer(1, 'dead')
    press('Again')
    await waitFor(() => expect(seen()).toEqual(['unreachable']))
    answer(1, 'alive')
    press('Again')
    await waitFor(() => expect(seen()).toEqual(['remote']))
  })

  test('is looked for again when somebody comes back to the page, and not at every glance', async () => {
    const { server, at, asked, answer, pass, lookAgain } = await setUp(both)
    render(at(<Way server={server} />))
    await waitFor(() => expect(seen()).toEqual(['local']))
    answer(0, 'dead')
    await lookAgain()
    expect(asked()).toBe(1)
    await pass(30_000)
    await lookAgain()
    await waitFor(() => expect(seen()).toEqual(['remote']))
  })

  test('is kept while plex.tv lists it, and looked for elsewhere when it does not', async () => {
    const { server, at, asked } = await setUp(both)
    const page = render(at(<Way server={server} />))
    await waitFor(() => expect(seen()).toEqual(['local']))
    const other = { uri: 'https://relay.example:8443', reach: 'relay' } as const
    page.rerender(at(<Way server={{ ...server, addresses: [...server.addresses, other] }} />))
    await act(async () => {})
    expect(asked()).toBe(1)
    page.rerender(at(<Way server={{ ...server, addresses: server.addresses.slice(1) }} />))
    await waitFor(() => expect(seen()).toEqual(['remote']))
  })

  test('leaves no request and no timer behind', async () => {
    const { server, at, clock } = await setUp([{ reach: 'local', answers: 'silent' }])
    const page = render(at(<Way server={server} />))
    expect(seen()).toEqual(['searching'])
    await act(() => clock.settled())
    page.unmount()
    await act(() => clock.settled())
    expect(clock.waiting).toBe(0)
  })
})

test('the browser’s question comes of a click, is a state of its own, and holds for all servers', async () => {
  const { server, at, answer, asked, clock } = await setUp([{ reach: 'local', answers: 'silent' }, { reach: 'remote' }])
  const permission = Object.assign(new EventTarget(), { state: 'prompt' })
  vi.stubGlobal('navigator', { onLine: true, permissions: { query: async () => permission } })
  vi.stubGlobal('origin', 'https://reelroom.example')
  render(at(<Way server={server} />))
  await waitFor(() => expect(seen()).toEqual(['remote']))
  press('Allow')
  expect(seen()).toEqual(['asking-permission'])
  await act(() => clock.settled())
  const before = asked()
  answer(0, 'alive')
  permission.state = 'granted'
  await act(async () => void permission.dispatchEvent(new Event('change')))
  await waitFor(() => expect(seen()).toEqual(['local']))
  expect(asked()).toBeGreaterThan(before)
  expect(screen.queryByRole('button', { name: 'Allow' })).toBeNull()
})

test.each([
  ['connected', 'remote', 'permission-required', true],
  ['connected', 'local', 'permission-required', false],
  ['unreachable', '', 'permission-required', true],
  ['unreachable', '', 'permission-denied', false],
] as const)('%s %s with an address %s: is there something to allow? %s', (status, reach, outcome, expected) => {
  const tried: TriedAddress[] = [{ uri: 'https://192-168-1-2.plex.direct:32400', reach: 'local', outcome }]
  const connection = { machineIdentifier: 'loft', uri: 'https://loft.example', reach: reach || 'remote' } as const
  expect(isPermissionWanted(status === 'connected' ? { status, connection, tried } : { status, tried })).toBe(expected)
})
