// @module-tag fault
// @module-tag protocol
import { getServerToken, getUser } from '@foyer/client'
import { type Canary, faultTest as test } from '@foyer/client/testing'
import type { PersonName } from '@foyer/emulator'
import { PlexProvider } from '@foyer/hooks'
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { type ReactNode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { expect } from 'vitest'
import { sessionAtEmulator } from '../testing/sessionAtEmulator.ts'
import { MembersOnly } from './MembersOnly/MembersOnly.tsx'
import { ServerPicker } from './ServerPicker/ServerPicker.tsx'

// React listens to the document from its first root on; that is not what a test leaves behind.
createRoot(document.createElement('div'))

/** A member's page, whose every token is a secret of the test. */
async function open(canary: Canary, name: PersonName = 'plain') {
  const { plexTv, session } = sessionAtEmulator()
  canary.after(async () => {
    canary.seePage()
    canary.see('what the tab keeps', { ...sessionStorage })
    cleanup()
    session.close()
    sessionStorage.clear()
  })
  const [attic] = plexTv.servers()
  if (!attic) throw new Error('The server is not there.')
  const token = canary.secret('token of the person', plexTv.tokenFor(name, 'test'))
  for (const { name: server, machineIdentifier, sharedWith, owner } of plexTv.servers()) {
    if (owner !== name && !sharedWith.includes(name)) continue
    const atServer = await getServerToken(session.client, token, machineIdentifier)
    canary.secret(`token at ${server}`, atServer)
  }
  await session.start({ token, user: await getUser(session.client, token) })
  const answer = (answers: 'alive' | 'dead' | 'other-server') => {
    for (const index of attic.addresses.keys()) plexTv.setAddress(attic.machineIdentifier, index, { answers })
  }
  render(
    <PlexProvider session={session}>
      <MembersOnly server={attic.machineIdentifier}>
        <p>Requests</p>
      </MembersOnly>
      <Settings />
    </PlexProvider>,
  )
  await button(/Attic/)
  return { plexTv, session, attic, answer }
}
function Settings(): ReactNode {
  const [server, setServer] = useState<string | null>(null)
  return <ServerPicker value={server} onChange={({ machineIdentifier }) => setServer(machineIdentifier)} />
}
const button = (name: RegExp) => screen.findByRole('button', { name })
/** Of the picker, in which there is a server still. */
const lookAgain = async () => {
  const [first] = await screen.findAllByRole('button', { name: 'Look again' })
  if (first) fireEvent.click(first)
}
const way = () => screen.getByRole('status').textContent

test('person is removed from the server while signed in → turned away at the next look, and still signed in', async ({
  canary,
}) => {
  const { plexTv, session, attic } = await open(canary)
  expect(screen.getByText('Requests')).toBeTruthy()
  plexTv.shareServer(attic.machineIdentifier, [])
  await lookAgain()
  await screen.findByText('This server isn’t shared with you')
  expect(screen.queryByText('Requests')).toBeNull()
  expect(session.getState().status).toBe('signed-in')
})

test('plex.tv fails when a member looks again → they stay in, and read why', async ({ canary }) => {
  const { plexTv } = await open(canary)
  plexTv.fail({ kind: 'rate-limited', endpoint: 'server' })
  await lookAgain()
  await waitFor(() => expect(screen.getByRole('alert').textContent).not.toBe(''))
  expect(screen.getByText('Requests')).toBeTruthy()
})

test('chosen server dies, or another one has its addresses → said so; found again where it comes back', async ({
  canary,
}) => {
  const { answer } = await open(canary)
  answer('other-server')
  fireEvent.click(await button(/Attic/))
  const again = await button(/Try again/)
  expect(way()).toContain('Attic can’t be reached from here.')
  answer('dead')
  fireEvent.click(again)
  await waitFor(() => expect(way()).toContain('Attic can’t be reached from here.'))
  answer('alive')
  fireEvent.click(await button(/Try again/))
  await waitFor(() => expect(way()).toContain('Attic is connected in your network.'))
})

test('chosen server is not shared any more → out of the list, and no way to it is looked for', async ({ canary }) => {
  const { plexTv, attic } = await open(canary)
  fireEvent.click(await button(/Attic/))
  await waitFor(() => expect(way()).toContain('connected'))
  plexTv.shareServer(attic.machineIdentifier, [])
  await lookAgain()
  await waitFor(() => expect(screen.queryByRole('button', { name: /Attic/ })).toBeNull())
  expect(screen.queryByRole('status')).toBeNull()
})
