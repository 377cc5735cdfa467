import { askForProfile, createPlexClient, createPlexSession, getUser } from '@foyer/client'
import { createEmulator, createTestClock } from '@foyer/emulator'
import { PlexProvider } from '@foyer/hooks'
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { AccountCard } from '../../user/AccountCard/AccountCard.tsx'
import { Show } from '../../user/Show/Show.tsx'
import { ProfilePicker } from './ProfilePicker.tsx'

const closing: (() => void)[] = []
afterEach(() => {
  cleanup()
  for (const close of closing.splice(0)) close()
})

async function open() {
  const clock = createTestClock()
  const plexTv = createEmulator({ clock })
  const client = createPlexClient({ product: 'Reelroom', clientIdentifier: 'test', fetch: plexTv.fetch, clock })
  const session = createPlexSession(client, { storage: 'memory', profiles: askForProfile() })
  closing.push(session.close)
  const token = plexTv.tokenFor('plexPass', 'test')
  await session.start({ token, user: await getUser(client, token) })
  const page = render(
    <PlexProvider session={session}>
      <Show when="choosing-profile">
        <ProfilePicker />
      </Show>
      <AccountCard />
    </PlexProvider>,
  )
  return { plexTv, session, html: () => page.container.innerHTML }
}
const button = (name: RegExp) => screen.findByRole('button', { name })

test('a profile without a PIN is a click', async () => {
  await open()
  fireEvent.click(await button(/Pip/))
  await waitFor(() => expect(screen.getByRole('region', { name: 'Pip 🦊' })).toBeTruthy())
  expect(screen.queryByText('Who’s watching?')).toBeNull()
})

test('a wrong PIN is said beside it, stays, and is mended there; no attribute has one', async () => {
  const { plexTv, html } = await open()
  fireEvent.click(await button(/نورا/))
  const field = screen.getByLabelText<HTMLInputElement>('Profile PIN')
  expect(document.activeElement).toBe(field)
  fireEvent.input(field, { target: { value: '0000' } })
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('That PIN was not right'))
  expect(screen.getByLabelText('Profile PIN')).toBe(field)
  expect(field.value).toBe('0000')
  const { profilePin } = plexTv.person('plexPass')
  fireEvent.input(field, { target: { value: profilePin } })
  expect(html()).not.toContain(profilePin)
  await waitFor(() => expect(screen.getByRole('region', { name: 'نورا حداد' })).toBeTruthy())
})

test('another profile can be chosen instead of a PIN, and the focus is not lost', async () => {
  await open()
  const noura = await button(/نورا/)
  noura.focus()
  fireEvent.click(noura)
  fireEvent.click(await button(/another profile/))
  expect(document.activeElement?.getAttribute('data-part')).toBe('profile')
})
