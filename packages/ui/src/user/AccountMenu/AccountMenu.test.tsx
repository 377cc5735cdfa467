import { askForProfile, type PlexUser, type SessionOptions, signIn } from '@foyer/client'
import type { PersonName } from '@foyer/emulator'
import { PlexProvider, type UsePlexUserResult } from '@foyer/hooks'
import { act, render, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { renderToString } from 'react-dom/server'
import { describe, expect, test, vi } from 'vitest'
import { en } from '../../messages/en.ts'
import { ada } from '../../testing/ada.ts'
import { sessionAtEmulator } from '../../testing/sessionAtEmulator.ts'
import { AccountMenu, type AccountMenuProps, AccountMenuView } from './AccountMenu.tsx'

const button = (name: string) => screen.findByRole('button', { name: en.accountMenu.button.replace('{name}', name) })
const choices = async () => within(await screen.findByRole('menu')).getAllByRole('menuitem')
const words = async () => (await choices()).map(({ textContent }) => textContent)

/** Is in the app, with its header and a page below. */
async function comeIn(name: PersonName, props: AccountMenuProps = {}, options?: SessionOptions) {
  const app = sessionAtEmulator(options)
  const grant = await signIn(app.session.client, app.plexTv.person(name))
  await app.session.start(grant)
  render(
    <PlexProvider session={app.session}>
      <AccountMenu {...props} />
      <input aria-label="Search" />
    </PlexProvider>,
  )
  return { ...app, user: userEvent.setup() }
}
const view = (plex: Partial<UsePlexUserResult>) => (
  <AccountMenuView plex={{ signOut: async () => {}, ...plex } as UsePlexUserResult} />
)

test('shows nothing to whoever is not in, and holds its place while that is not known', () => {
  const { container, rerender } = render(view({ status: 'signed-out', reason: 'never' }))
  expect(container.innerHTML).toBe('')
  rerender(view({ status: 'choosing-profile', account: ada, refreshError: null }))
  expect(container.innerHTML).toBe('')
  rerender(view({ status: 'pending' }))
  const place = container.querySelector('[data-status="pending"]:has(> [aria-busy="true"])')
  expect(place?.textContent).toBe(en.account.pending)
  expect(screen.queryByRole('button')).toBeNull()
  rerender(view({ status: 'signed-in', user: ada, refreshError: null }))
  expect(container.querySelector('[data-status="signed-in"]')?.className).toBe(place?.className)
})

describe('the menu', () => {
  test('has who is signed in, in text, and the way out', async () => {
    const { session, plexTv, user } = await comeIn('plain')
    await user.click(await button('Ada Lovelace'))
    expect(await words()).toEqual([en.account.signOut])
    const menu = screen.getByRole('menu', { name: 'Account: Ada Lovelace' })
    expect(menu.textContent).toContain('ada@example.com')
    await user.click(screen.getByRole('menuitem', { name: en.account.signOut }))
    await waitFor(() => expect(session.getState()).toEqual({ status: 'signed-out', reason: 'signed-out' }))
    expect(screen.queryByRole('button')).toBeNull()
    await waitFor(() => expect(plexTv.requests().filter(({ method }) => method === 'DELETE')).toHaveLength(1))
  })

  test('leads to another profile where the session asks for them', async () => {
    const { session, plexTv, user } = await comeIn('plexPass', {}, { storage: 'memory', profiles: askForProfile() })
    expect(screen.queryByRole('button')).toBeNull()
    const { uuid, title } = plexTv.person('managed')
    await act(() => session.chooseProfile({ uuid }))
    await user.click(await button(title))
    expect(await words()).toEqual([en.accountMenu.switchProfile, en.account.signOut])
    await user.click(screen.getByRole('menuitem', { name: en.accountMenu.switchProfile }))
    expect(session.getState().status).toBe('choosing-profile')
    expect(screen.queryByRole('button')).toBeNull()
  })

  test('says nothing of profiles where the session does not ask, nor to somebody without a Home', async () => {
    const { user, plexTv } = await comeIn('plexPass')
    await user.click(await button(plexTv.person('plexPass').title))
    expect(await words()).toEqual([en.account.signOut])
    await user.keyboard('{Escape}')
    await comeIn('plain', {}, { storage: 'memory', profiles: askForProfile() })
    await user.click(await button('Ada Lovelace'))
    expect(await words()).toEqual([en.account.signOut])
  })

  test.each([
    ['Attic', 'Server: Attic'],
    [null, en.accountMenu.chooseServer],
    [undefined, en.accountMenu.chooseServer],
  ])('leads to the servers, from %s, where the app has a place for it', async (serverName, expected) => {
    const onChooseServer = vi.fn()
    const { user } = await comeIn('plain', { serverName, onChooseServer })
    await user.click(await button('Ada Lovelace'))
    expect(await words()).toEqual([expected, en.account.signOut])
    await user.click(screen.getByRole('menuitem', { name: expected }))
    expect(onChooseServer.mock.calls).toEqual([[]])
    expect(screen.queryByRole('menu')).toBeNull()
  })

  test('says nothing of a server that nobody can change', async () => {
    const { user } = await comeIn('plain', { serverName: 'Attic' })
    await user.click(await button('Ada Lovelace'))
    expect(await words()).toEqual([en.account.signOut])
  })

  test('has the app’s own choices, and leaves the focus where one of them puts it', async () => {
    const onSelect = vi.fn(() => screen.getByLabelText('Search').focus())
    const { user } = await comeIn('plain', { items: [{ label: 'Search', onSelect }] })
    await user.click(await button('Ada Lovelace'))
    expect(await words()).toEqual(['Search', en.account.signOut])
    await user.click(screen.getByRole('menuitem', { name: 'Search' }))
    expect(onSelect.mock.calls).toEqual([[]])
    expect(screen.queryByRole('menu')).toBeNull()
    await user.keyboard('the kid')
    expect(screen.getByLabelText<HTMLInputElement>('Search').value).toBe('the kid')
  })

  test('is gone through by keys alone', async () => {
    const items = ['Settings', 'Shortcuts', 'History'].map((label) => ({ label, onSelect: vi.fn() }))
    const { user } = await comeIn('plain', { items })
    const trigger = await button('Ada Lovelace')
    await user.tab()
    expect(document.activeElement).toBe(trigger)
    await user.keyboard('{Enter}')
    await waitFor(async () => expect(document.activeElement).toBe((await choices())[0]))
    expect(trigger.getAttribute('aria-expanded')).toBe('true')
    await user.keyboard('{ArrowDown}')
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Shortcuts'))
    await user.keyboard('h')
    await waitFor(() => expect(document.activeElement?.textContent).toBe('History'))
    await user.keyboard('{End}')
    await waitFor(() => expect(document.activeElement?.textContent).toBe(en.account.signOut))
    await user.keyboard('{Escape}')
    await waitFor(() => expect(document.activeElement).toBe(trigger))
    expect(trigger.getAttribute('aria-expanded')).toBe('false')
    await user.keyboard(' ')
    await waitFor(async () => expect(document.activeElement).toBe((await choices())[0]))
    await user.keyboard('{Enter}')
    expect(items[0]?.onSelect).toHaveBeenCalledOnce()
    await waitFor(() => expect(document.activeElement).toBe(trigger))
  })

  test('closes on Tab, on a press outside, and on another press of its button', async () => {
    const { user } = await comeIn('plain')
    const trigger = await button('Ada Lovelace')
    for (const close of [
      () => user.tab(),
      () => user.click(screen.getByLabelText('Search')),
      () => user.click(trigger),
    ]) {
      await user.click(trigger)
      await screen.findByRole('menu')
      await close()
      await waitFor(() => expect(screen.queryByRole('menu')).toBeNull())
      expect(trigger.getAttribute('aria-expanded')).toBe('false')
    }
  })

  test('follows the direction of the page that it stands in', async () => {
    const { user } = await comeIn('plain')
    const trigger = await button('Ada Lovelace')
    if (trigger.parentElement) trigger.parentElement.dir = 'rtl'
    await user.click(trigger)
    expect((await screen.findByRole('menu')).dir).toBe('rtl')
  })
})

test('a name is shown as text, and a person without one has a menu all the same', async () => {
  const user = userEvent.setup()
  const nobody: PlexUser = { ...ada, title: '', username: '', email: null }
  const { rerender } = render(view({ status: 'signed-in', user: { ...ada, title: '<b>Ada</b>' }, refreshError: null }))
  await user.click(await button('<b>Ada</b>'))
  const menu = await screen.findByRole('menu')
  expect(menu.querySelector('b')).toBeNull()
  expect(within(menu).getByText('<b>Ada</b>').tagName).toBe('BDI')
  rerender(view({ status: 'signed-in', user: nobody, refreshError: null }))
  expect(await screen.findByRole('menu', { name: `Account: ${en.account.nameless}` })).toBeTruthy()
})

test('the first HTML has the button of whoever the server knows, and opens once React has taken it over', async () => {
  const { session, plexTv } = sessionAtEmulator()
  const grant = await signIn(session.client, plexTv.person('plain'))
  await session.start(grant)
  const page = (
    <PlexProvider session={session} initialUser={grant.user}>
      <AccountMenu />
    </PlexProvider>
  )
  const container = document.body.appendChild(document.createElement('div'))
  container.innerHTML = renderToString(page)
  const trigger = within(container).getByRole('button', { name: 'Account: Ada Lovelace' })
  render(page, { container, hydrate: true })
  await userEvent.setup().click(trigger)
  expect(within(container).getByRole('menu', { name: 'Account: Ada Lovelace' })).toBeTruthy()
})
