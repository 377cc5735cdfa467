import { askForProfile, getUser } from '@foyer/client'
import { PlexProvider } from '@foyer/hooks'
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { en } from '../../messages/en.ts'
import { sessionAtEmulator } from '../../testing/sessionAtEmulator.ts'
import { Show } from '../../user/Show/Show.tsx'
import { ProfileScreen, type ProfileScreenProps } from './ProfileScreen.tsx'

const closing: (() => void)[] = []
afterEach(() => {
  cleanup()
  for (const close of closing.splice(0)) close()
})

async function open(props: ProfileScreenProps = {}) {
  const app = sessionAtEmulator({ storage: 'memory', profiles: askForProfile() })
  closing.push(app.session.close)
  const token = app.plexTv.tokenFor('plexPass', 'test')
  await app.session.start({ token, user: await getUser(app.session.client, token) })
  const page = render(
    <PlexProvider session={app.session}>
      <Show when="choosing-profile">
        <ProfileScreen {...props} />
      </Show>
      <Show when="signed-in">{(user) => <h1>Hello {user.title}</h1>}</Show>
    </PlexProvider>,
  )
  const switches = () => app.plexTv.requests().filter(({ path }) => path.endsWith('/switch'))
  return { ...app, switches, html: () => page.container.innerHTML }
}
async function openPin(props?: ProfileScreenProps) {
  const app = await open(props)
  await click(/نورا/)
  return app
}
const button = (name: string | RegExp) => screen.findByRole('button', { name })
const click = async (name: string | RegExp) => fireEvent.click(await button(name))
const press = (key: string, more: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more })
const type = (digits: string) => [...digits].map((digit) => press(digit))
const filled = () => document.querySelectorAll('[data-filled]').length
const problem = () => screen.getByRole('alert').textContent
const isWatching = (title: string) =>
  waitFor(() => expect(screen.getByRole('heading').textContent).toBe(`Hello ${title}`))

test('stands on whoever watched last, and one without a PIN is one press', async () => {
  const { session } = await open()
  expect((await button(/نورا/)) === document.activeElement).toBe(true)
  await click(/Pip/)
  await isWatching('Pip 🦊')
  act(session.leaveProfile)
  expect((await button(/Pip/)) === document.activeElement).toBe(true)
})

describe('a PIN', () => {
  test('is typed on the pad, and nothing in the page depends on which digits they are', async () => {
    const { plexTv, html } = await openPin()
    const clickEach = async (digits: string) => {
      for (const digit of digits) await click(digit)
    }
    await clickEach('888')
    const withThree = html()
    for (let digit = 0; digit < 3; digit++) await click(en.profiles.remove)
    const { profilePin } = plexTv.person('plexPass')
    await clickEach(profilePin.slice(0, 3))
    expect(html()).toBe(withThree)
    await clickEach(profilePin.slice(3))
    await isWatching('نورا حداد')
  })

  test('that is wrong clears the cells, is said, and another is typed at once', async () => {
    const { plexTv, switches } = await openPin()
    const first = document.activeElement
    type('9876')
    expect(filled()).toBe(4)
    expect(screen.getByText(en.profiles.pending)).toBeTruthy()
    type('5')
    await waitFor(() => expect(problem()).toBe(en.error['profile-pin-invalid']))
    expect([filled(), document.activeElement]).toEqual([0, first])
    type(plexTv.person('plexPass').profilePin)
    await isWatching('نورا حداد')
    expect(switches()).toHaveLength(2)
  })

  test('that was tried too often is said in words, and can be typed again', async () => {
    const { plexTv } = await openPin()
    plexTv.fail({ kind: 'rate-limited', endpoint: 'home', times: 1 })
    type(plexTv.person('plexPass').profilePin)
    await waitFor(() => expect(problem()).toBe(en.error['rate-limited']))
    expect(filled()).toBe(0)
    type(plexTv.person('plexPass').profilePin)
    await isWatching('نورا حداد')
  })

  test('loses its last digit by the pad, and by Backspace until none is left: then that is Back', async () => {
    await openPin()
    type('12')
    await click(en.profiles.remove)
    expect(filled()).toBe(1)
    expect(screen.getByText('1 of 4 digits')).toBeTruthy()
    press('Backspace')
    expect(filled()).toBe(0)
    press('Backspace', { repeat: true })
    expect(screen.queryByText(en.profiles.title)).toBeNull()
    press('Backspace')
    expect(screen.getByText(en.profiles.title)).toBeTruthy()
  })

  test.each<[string, KeyboardEventInit]>([
    ['a set’s own', { key: 'Unidentified', keyCode: 52 }],
    ['Arabic', { key: '٤' }],
    ['with the focus nowhere', { key: '4' }],
  ])('takes number keys: %s', async (how, init) => {
    await openPin()
    if (how.startsWith('with')) act(() => (document.activeElement as HTMLElement).blur())
    expect(press(init.key ?? '', init)).toBe(false)
    expect(filled()).toBe(1)
  })

  test.each<[string, KeyboardEventInit]>([
    ['a letter', { key: 'a' }],
    ['a shortcut', { key: '1', ctrlKey: true }],
    ['a key of a name', { key: 'F1' }],
    ['a key without one', { key: '' }],
    ['a space', { key: ' ' }],
  ])('leaves other keys alone: %s', async (_what, init) => {
    await openPin()
    expect(press(init.key ?? '', init)).toBe(true)
    expect(filled()).toBe(0)
  })

  test('takes a key that is held down once, and none from a field beside it', async () => {
    await openPin()
    press('1')
    press('1', { repeat: true })
    expect(filled()).toBe(1)
    const field = document.body.appendChild(document.createElement('input'))
    field.focus()
    expect(press('2')).toBe(true)
    expect(filled()).toBe(1)
    field.remove()
  })
})

describe('Back', () => {
  const keys: KeyboardEventInit[] = [{ keyCode: 461 }, { keyCode: 10009 }, { key: 'Escape' }, { key: 'GoBack' }]

  test.each(keys)('leads from a PIN to the profile that asked for it, past an app that hears too: %o', async (init) => {
    const [onBack, ofApp] = [vi.fn(), vi.fn()]
    // An app's own remote, which was there before the screen.
    const hear = (event: KeyboardEvent) => event.defaultPrevented || ofApp()
    window.addEventListener('keydown', hear)
    closing.push(() => window.removeEventListener('keydown', hear))
    await openPin({ onBack })
    type('12')
    press('Unidentified', init)
    expect((await button(/نورا/)) === document.activeElement).toBe(true)
    expect(onBack).not.toHaveBeenCalled()
    ofApp.mockClear()
    expect(press('Unidentified', init)).toBe(false)
    expect([onBack.mock.calls.length, ofApp.mock.calls.length]).toEqual([1, 0])
    await click(/نورا/)
    expect(filled()).toBe(0)
  })

  test('is left to the app where it gave none', async () => {
    await open()
    await button(/Pip/)
    expect(press('Escape')).toBe(true)
  })
})

test('messages each change to a platform that has a voice of its own, and no digit', async () => {
  const said: string[] = []
  await openPin({ onAnnounce: (text) => said.push(text) })
  type('9876')
  await waitFor(() => expect(said).toContain(en.error['profile-pin-invalid']))
  // StrictMode runs the first effect twice.
  expect([...new Set(said)]).toEqual([
    en.profiles.loading,
    en.profiles.title,
    'PIN of نورا حداد',
    en.profiles.pending,
    en.error['profile-pin-invalid'],
  ])
})

test('has the app’s own below the profiles, and nothing of it beside a PIN', async () => {
  await open({ footer: <button type="button">Sign out</button> })
  await button('Sign out')
  await click(/نورا/)
  expect(screen.queryByRole('button', { name: 'Sign out' })).toBeNull()
})
