import { type SessionBackend, signIn } from '@foyer/client'
import { PlexProvider } from '@foyer/hooks'
import { act, render } from '@testing-library/react'
import { expect, test } from 'vitest'
import { sessionAtEmulator } from '../../testing/sessionAtEmulator.ts'
import { Show } from './Show.tsx'

const gates = (
  <>
    <Show when="signed-in" pending="… " fallback="stranger ">
      {(user) => `${user.title} `}
    </Show>
    <Show when="signed-in">member </Show>
    <Show when="signed-out">out </Show>
    <Show when="pending">pending </Show>
  </>
)

test('shows each part to whom it is for, as they come and go', async () => {
  let answer: (user: null) => void = () => {}
  const backend: SessionBackend = {
    accept: async () => {},
    restore: () =>
      new Promise<null>((resolve) => {
        answer = resolve
      }),
    signOut: async () => {},
  }
  const { plexTv, session } = sessionAtEmulator({ backend })
  const { container } = render(<PlexProvider session={session}>{gates}</PlexProvider>)
  expect(container.textContent).toBe('… pending ')
  await act(async () => answer(null))
  expect(container.textContent).toBe('stranger out ')
  const grant = await signIn(session.client, plexTv.person('plain'))
  await act(() => session.start(grant))
  expect(container.textContent).toBe('Ada Lovelace member ')
  await act(() => session.signOut())
  expect(container.textContent).toBe('stranger out ')
})
