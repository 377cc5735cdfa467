import { createPlexClient, createPlexSession } from '@foyer/client'
import { createEmulator } from '@foyer/emulator'
import { PlexProvider } from '@foyer/hooks'
import { AccountCard, PlexSignIn, Show } from '@foyer/ui'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'

function open() {
  const plexTv = createEmulator()
  const client = createPlexClient({ product: 'Reelroom', clientIdentifier: 'test', fetch: plexTv.fetch })
  const session = createPlexSession(client)
  render(
    <PlexProvider session={session}>
      <Show when="signed-in" fallback={<PlexSignIn />}>
        <AccountCard />
      </Show>
    </PlexProvider>,
  )
  return plexTv
}

test('signs in with a password', async () => {
  const plexTv = open()
  const { login, password, title } = plexTv.person('plain')
  await userEvent.type(screen.getByLabelText(/e-mail/i), login)
  await userEvent.type(screen.getByLabelText('Password'), password)
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
  await screen.findByText(title)
})
