import { getUser } from '@foyer/client'
import type { PersonName } from '@foyer/emulator'
import { PlexProvider } from '@foyer/hooks'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { type ReactNode, useState } from 'react'
import { afterEach, expect, test } from 'vitest'
import { sessionAtEmulator } from '../../testing/sessionAtEmulator.ts'
import { MembersOnly } from '../MembersOnly/MembersOnly.tsx'
import { ServerPicker } from './ServerPicker.tsx'

afterEach(() => sessionStorage.clear())

function Settings(): ReactNode {
  const [server, setServer] = useState<string | null>(null)
  return <ServerPicker value={server} onChange={({ machineIdentifier }) => setServer(machineIdentifier)} />
}

async function open(name: PersonName, children: (server: string) => ReactNode = () => <Settings />) {
  const app = sessionAtEmulator()
  const { plexTv, session } = app
  const [attic] = plexTv.servers()
  if (!attic) throw new Error('The server is not there.')
  const token = plexTv.tokenFor(name, 'test')
  await session.start({ token, user: await getUser(session.client, token) })
  const page = render(<PlexProvider session={session}>{children(attic.machineIdentifier)}</PlexProvider>)
  return { ...app, attic, page }
}
const button = (name: RegExp) => screen.findByRole('button', { name })

test('a server is chosen, and said how it is reached', async () => {
  await open('plain')
  const row = await button(/Attic/)
  expect(row.textContent).toContain('Shared by نورا حداد · Online')
  fireEvent.click(row)
  await waitFor(() => expect(screen.getByRole('status').textContent).toContain('Attic is connected in your network.'))
  expect(row.getAttribute('aria-current')).toBe('true')
})

test('a server that nobody reaches says so, and can be tried again', async () => {
  const { plexTv, attic } = await open('plexPass')
  for (const index of attic.addresses.keys()) plexTv.setAddress(attic.machineIdentifier, index, { answers: 'dead' })
  fireEvent.click(await button(/Attic/))
  const again = await button(/Try again/)
  expect(screen.getByRole('status').textContent).toContain('Attic can’t be reached from here.')
  plexTv.setAddress(attic.machineIdentifier, 0, { answers: 'alive' })
  fireEvent.click(again)
  await waitFor(() => expect(screen.getByRole('status').textContent).toContain('connected in your network'))
})

test('somebody without a server reads by what they can be invited', async () => {
  const { plexTv, attic } = await open('uninvited')
  await screen.findByText('There is no server for you yet.')
  expect(screen.getByText('otto@example.com').tagName).toBe('BDI')
  plexTv.shareServer(attic.machineIdentifier, ['uninvited'])
  fireEvent.click(await button(/Look again/))
  await button(/Attic/)
})

test('no token of an account or of a server is in the page', async () => {
  const { page, session, plexTv } = await open('plain')
  fireEvent.click(await button(/Attic/))
  await waitFor(() => expect(screen.getByRole('status').textContent).toContain('connected'))
  const answer = await plexTv.fetch('https://plex.tv/api/v2/resources?X-Plex-Client-Identifier=test', {
    headers: { 'X-Plex-Token': await session.getToken(), Accept: 'application/json' },
  })
  const tokens = ((await answer.json()) as { accessToken: string | null }[]).map(({ accessToken }) => accessToken)
  expect(tokens.filter(Boolean)).toHaveLength(2)
  for (const token of [await session.getToken(), ...tokens]) {
    if (token) expect(page.container.innerHTML + JSON.stringify({ ...sessionStorage })).not.toContain(token)
  }
})

test('a member is let in, and turned away once the server is not theirs any more', async () => {
  const { plexTv, attic } = await open('plain', (server) => (
    <MembersOnly server={server}>
      <p>Requests</p>
      <Settings />
    </MembersOnly>
  ))
  await screen.findByText('Requests')
  plexTv.shareServer(attic.machineIdentifier, [])
  fireEvent.click(await button(/Look again/))
  await screen.findByText('This server isn’t shared with you')
  expect(screen.queryByText('Requests')).toBeNull()
})

test('a plex.tv that fails turns no member away', async () => {
  const { plexTv } = await open('plain', (server) => (
    <MembersOnly server={server} denied={<p>Denied</p>}>
      <p>Requests</p>
      <Settings />
    </MembersOnly>
  ))
  await screen.findByText('Requests')
  plexTv.fail({ kind: 'rate-limited', endpoint: 'server' })
  fireEvent.click(await button(/Look again/))
  await waitFor(() => expect(screen.getByRole('alert').textContent).not.toBe(''))
  expect(screen.getByText('Requests')).toBeTruthy()
  expect(screen.queryByText('Denied')).toBeNull()
})
