import { createPlexClient, createPlexSession } from '@foyer/client'
import { createEmulator } from '@foyer/emulator'
import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { PlexProvider } from '../PlexProvider.tsx'
import { usePlexPin } from './usePlexPin.ts'

const plexTv = createEmulator()

function Link() {
  const link = usePlexPin({ flow: 'link' })
  if (link.status === 'waiting') return <h1>{link.code}</h1>
  return <p>{link.status === 'done' ? `Welcome, ${link.user.title}` : link.status}</p>
}

test('signs in when the code is typed on plex.tv/link, with one pin under StrictMode', async () => {
  const client = createPlexClient({ product: 'Reelroom', clientIdentifier: 'test', fetch: plexTv.fetch })
  const session = createPlexSession(client, { storage: 'memory' })
  render(
    <PlexProvider session={session}>
      <Link />
    </PlexProvider>,
  )
  const { textContent } = await screen.findByRole('heading')
  plexTv.approvePin(textContent ?? '', 'plain')
  await screen.findByText('Welcome, Ada Lovelace', undefined, { timeout: 5000 })
  expect(plexTv.requests().filter(({ method }) => method === 'POST')).toHaveLength(1)
})
