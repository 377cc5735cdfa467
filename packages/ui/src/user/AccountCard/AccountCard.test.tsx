import { PlexError, type PlexUser, signIn } from '@foyer/client'
import type { PersonName } from '@foyer/emulator'
import { PlexProvider, type UsePlexUserResult } from '@foyer/hooks'
import { act, render, screen, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { en } from '../../messages/en.ts'
import { sessionAtEmulator } from '../../testing/sessionAtEmulator.ts'
import { AccountCard, AccountCardView } from './AccountCard.tsx'

async function open(name: PersonName, ...world: Parameters<typeof sessionAtEmulator>) {
  const app = sessionAtEmulator(...world)
  await app.session.start(await signIn(app.session.client, app.plexTv.person(name)))
  const view = render(
    <PlexProvider session={app.session}>
      <AccountCard />
    </PlexProvider>,
  )
  return { ...app, view }
}
const ada: PlexUser = {
  id: 1,
  uuid: 'ada',
  title: 'Ada',
  username: '',
  email: null,
  avatarUrl: null,
  kind: 'managed',
  inHome: true,
  homeAdmin: false,
  hasProfilePin: false,
  twoFactor: false,
  joinedAt: null,
  country: null,
  locale: null,
  subscription: { active: false, plan: null, since: null, features: [] },
}
const card = (plex: Partial<UsePlexUserResult>) => (
  <AccountCardView plex={{ signOut: async () => {}, ...plex } as UsePlexUserResult} />
)

test('shows who is signed in, and what they have', async () => {
  await open('plexPass')
  const region = screen.getByRole('region', { name: 'نورا حداد' })
  expect(region.querySelector('bdi')?.textContent).toBe('نورا حداد')
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    en.account.plexPass,
    en.account.homeAdmin,
  ])
})

test('signs out, once, and is gone', async () => {
  const { session, plexTv } = await open('plain')
  act(() => screen.getByRole('button', { name: en.account.signOut }).click())
  await waitFor(() => expect(session.getState()).toEqual({ status: 'signed-out', reason: 'signed-out' }))
  expect(screen.queryByRole('region')).toBeNull()
  expect(plexTv.requests().filter(({ method }) => method === 'DELETE')).toHaveLength(1)
})

test('shows a hostile name as text, and asks for no picture of another place', async () => {
  const { view, plexTv } = await open('plain', undefined, { scenario: 'hostile-names' })
  const { title } = plexTv.person('plain')
  expect(screen.getByText(title).tagName).toBe('BDI')
  expect(view.container.querySelector('img, script')).toBeNull()
})

test('a managed user has neither address nor name of their own, and a card all the same', () => {
  render(card({ status: 'signed-in', user: { ...ada, title: '' }, refreshError: null }))
  expect(screen.getByRole('region', { name: en.account.nameless }).textContent).toContain(en.account.managed)
})

test('says, where it is heard, that what it shows may be old', () => {
  const { rerender } = render(card({ status: 'signed-in', user: ada, refreshError: null }))
  const status = screen.getByRole('status')
  expect(status.textContent).toBe('')
  rerender(card({ status: 'signed-in', user: ada, refreshError: new PlexError('server', 'Could not read the user.') }))
  expect(screen.getByRole('status')).toBe(status)
  expect(status.textContent).toBe(en.account.stale)
})

test('gives the sign-out no event', () => {
  const signOut = vi.fn(async () => {})
  render(card({ status: 'signed-in', user: ada, refreshError: null, signOut }))
  act(() => screen.getByRole('button', { name: en.account.signOut }).click())
  expect(signOut).toHaveBeenCalledOnce()
})

test('shows nothing to somebody who is signed out', () => {
  const { container } = render(card({ status: 'signed-out', reason: 'never' }))
  expect(container.innerHTML).toBe('')
})

test('holds its place while it is not known', () => {
  const { container } = render(card({ status: 'pending' }))
  expect(container.querySelector('[data-status="pending"] > [aria-busy="true"]')).not.toBeNull()
  expect(screen.queryByRole('button')).toBeNull()
})
