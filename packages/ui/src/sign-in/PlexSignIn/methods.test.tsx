import { denyAccess, type SessionOptions, signIn } from '@foyer/client'
import { PlexProvider } from '@foyer/hooks'
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { renderToString } from 'react-dom/server'
import { afterEach, expect, test, vi } from 'vitest'
import { en } from '../../messages/en.ts'
import { sessionAtEmulator } from '../../testing/sessionAtEmulator.ts'
import { PlexSignIn, type PlexSignInProps } from './PlexSignIn.tsx'

function open(methods?: PlexSignInProps['methods'], options?: SessionOptions) {
  const app = sessionAtEmulator(options)
  const onSignedIn = vi.fn()
  const opened = {
    closed: false,
    document: { title: '', body: { textContent: '' } },
    location: { replace: vi.fn() },
    focus() {},
    close() {
      opened.closed = true
    },
  }
  vi.stubGlobal('open', () => opened)
  const { unmount } = render(
    <PlexProvider session={app.session}>
      <PlexSignIn methods={methods} onSignedIn={onSignedIn} className="mine" />
    </PlexProvider>,
  )
  return { ...app, onSignedIn, opened, unmount }
}
const ways = () => ({
  /** Whether the first button is there, which opens a window or, where there is none, uses this tab. */
  popup: screen.queryByRole('button', { name: en.pin.button }) !== null,
  redirect: screen.queryByRole('button', { name: en.pin.buttonHere }) !== null,
  password: screen.queryByLabelText(en.signIn.password) !== null,
  link: document.querySelector('[data-part=link-card]') !== null,
  code: screen.queryByRole('button', { name: en.link.instead }) !== null,
})
const lookAgain = () => act(() => void window.dispatchEvent(new Event('focus')))
afterEach(() => vi.unstubAllGlobals())

test.each<[PlexSignInProps['methods'], ReturnType<typeof ways>]>([
  [undefined, { popup: true, redirect: false, password: true, link: false, code: false }],
  [['popup', 'password'], { popup: true, redirect: false, password: true, link: false, code: false }],
  [['password', 'popup'], { popup: true, redirect: false, password: true, link: false, code: false }],
  [['popup'], { popup: true, redirect: false, password: false, link: false, code: false }],
  [['password'], { popup: false, redirect: false, password: true, link: false, code: false }],
  [['link'], { popup: false, redirect: false, password: false, link: true, code: false }],
  [['popup', 'password', 'link'], { popup: true, redirect: false, password: true, link: false, code: true }],
  [['link', 'popup'], { popup: true, redirect: false, password: false, link: false, code: true }],
  [['redirect'], { popup: true, redirect: false, password: false, link: false, code: false }],
  [['redirect', 'password', 'popup'], { popup: true, redirect: true, password: true, link: false, code: false }],
  [['password', 'link'], { popup: false, redirect: false, password: true, link: false, code: true }],
])('%j gives these ways', async (methods, expected) => {
  const { posts } = open(methods)
  await waitFor(() => expect(ways()).toEqual(expected))
  expect(screen.queryByText(en.pin.orPassword) !== null).toBe(expected.password && (expected.popup || expected.code))
  expect(document.querySelectorAll('.mine')).toHaveLength(1)
  expect(screen.getAllByRole('heading')).toHaveLength(1)
  // Only a code is made before anybody asks for it.
  await waitFor(() => expect(posts()).toBe(expected.link ? 1 : 0))
})

const keepsSession = (storage: Storage) => Object.keys(storage).some((key) => key.startsWith('foyer.session.'))

test('a window signs in beside the form, once', async () => {
  const { plexTv, onSignedIn, opened, session } = open()
  act(() => screen.getByRole('button', { name: en.pin.button }).click())
  expect(opened.document.body.textContent).toBe(en.pin.opening)
  await waitFor(() => expect(opened.location.replace).toHaveBeenCalledOnce())
  plexTv.approvePin(plexTv.pins()[0]?.code ?? '', 'plain')
  lookAgain()
  await waitFor(() => expect(session.getState().status).toBe('signed-in'))
  await waitFor(() => expect(onSignedIn).toHaveBeenCalledOnce())
  expect(opened.closed).toBe(true)
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe('Signed in as Ada Lovelace.'))
  await act(() => session.signOut())
  expect(ways()).toEqual({ popup: true, redirect: false, password: true, link: false, code: false })
})

test.each([true, false])('the box holds for the window too: %s', async (remembered) => {
  const { plexTv, opened, session } = open(undefined, { storage: 'browser', remember: !remembered })
  act(() => screen.getByLabelText<HTMLInputElement>(en.signIn.rememberMe).click())
  act(() => screen.getByRole('button', { name: en.pin.button }).click())
  await waitFor(() => expect(opened.location.replace).toHaveBeenCalledOnce())
  plexTv.approvePin(plexTv.pins()[0]?.code ?? '', 'plain')
  lookAgain()
  await waitFor(() => expect(session.getState().status).toBe('signed-in'))
  const kept = [localStorage, sessionStorage].map(keepsSession)
  expect(kept).toEqual([remembered, !remembered])
  session.close()
})

test('the box of the next form is the one that holds', async () => {
  const { plexTv, opened, session } = open(undefined, { storage: 'browser' })
  const byWindow = async () => {
    opened.closed = false
    act(() => screen.getByRole('button', { name: en.pin.button }).click())
    await waitFor(() => expect(opened.location.replace).toHaveBeenCalledOnce())
    plexTv.approvePin(plexTv.pins().at(-1)?.code ?? '', 'plain')
    lookAgain()
    await waitFor(() => expect(session.getState().status).toBe('signed-in'))
    opened.location.replace.mockClear()
  }
  act(() => screen.getByLabelText<HTMLInputElement>(en.signIn.rememberMe).click())
  await byWindow()
  expect(keepsSession(localStorage)).toBe(false)
  await act(() => session.signOut())
  expect(screen.getByLabelText<HTMLInputElement>(en.signIn.rememberMe).checked).toBe(true)
  await byWindow()
  expect(keepsSession(localStorage)).toBe(true)
  session.close()
})

test('the box holds for the code too, and as it was before React took the form over', async () => {
  const { session, plexTv } = sessionAtEmulator({ storage: 'browser' })
  const shown = (
    <PlexProvider session={session}>
      <PlexSignIn methods={['password', 'link']} />
    </PlexProvider>
  )
  const container = document.body.appendChild(document.createElement('div'))
  container.innerHTML = renderToString(shown)
  const [box = expect.unreachable()] = container.querySelectorAll<HTMLInputElement>('[type=checkbox]')
  box.checked = false
  render(shown, { container, hydrate: true })
  act(() => screen.getByRole('button', { name: en.link.instead }).click())
  expect(screen.getByRole('heading', { name: en.link.instead })).toBeTruthy()
  const code = await screen.findByText(/^The code is \w \w \w \w$/)
  plexTv.approvePin(code.textContent?.slice(-7).replaceAll(' ', '') ?? '', 'plain')
  lookAgain()
  await waitFor(() => expect(session.getState().status).toBe('signed-in'))
  expect(keepsSession(localStorage)).toBe(false)
  await act(() => session.signOut())
  session.close()
})

test('a password that was sent before the code was asked for ends the code', async () => {
  const { plexTv, session, posts } = open(['password', 'link'])
  const { login, password } = plexTv.person('plain')
  screen.getByLabelText<HTMLInputElement>(en.signIn.login).value = login
  screen.getByLabelText<HTMLInputElement>(en.signIn.password).value = password
  fireEvent.submit(screen.getByRole('form'))
  act(() => screen.getByRole('button', { name: en.link.instead }).click())
  await waitFor(() => expect(session.getState().status).toBe('signed-in'))
  // The form hears of its own success a moment after everyone else.
  await act(async () => {})
  const asked = posts()
  await act(() => session.signOut())
  expect(ways()).toEqual({ popup: false, redirect: false, password: true, link: false, code: true })
  expect(posts()).toBe(asked)
})

test('says who is signed in now, whoever it was before', async () => {
  const { plexTv, opened, session } = open()
  act(() => screen.getByRole('button', { name: en.pin.button }).click())
  await waitFor(() => expect(opened.location.replace).toHaveBeenCalledOnce())
  plexTv.approvePin(plexTv.pins()[0]?.code ?? '', 'plain')
  lookAgain()
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe('Signed in as Ada Lovelace.'))
  await act(() => session.signOut())
  const noura = await signIn(session.client, plexTv.person('plexPass'))
  await act(() => session.start(noura))
  expect(screen.getByRole('status').textContent).toContain(noura.user.title)
})

test('a code beside the other ways is gone to, come back from, and signed in by', async () => {
  const { plexTv, onSignedIn, session } = open(['popup', 'password', 'link'])
  const go = async () => {
    act(() => screen.getByRole('button', { name: en.link.instead }).click())
    return (await screen.findByText(/^The code is \w \w \w \w$/)).textContent?.slice(-7).replaceAll(' ', '') ?? ''
  }
  await go()
  act(() => screen.getByRole('button', { name: en.link.back }).click())
  expect(ways()).toEqual({ popup: true, redirect: false, password: true, link: false, code: true })
  plexTv.approvePin(await go(), 'plain')
  lookAgain()
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe('Signed in as Ada Lovelace.'))
  expect(onSignedIn).toHaveBeenCalledOnce()
  await act(() => session.signOut())
  expect(ways()).toEqual({ popup: true, redirect: false, password: true, link: false, code: true })
})

test('the code’s card takes the focus in a pressed button’s place, and none where it comes first', async () => {
  const beside = open(['password', 'link'])
  act(() => screen.getByRole('button', { name: en.link.instead }).click())
  expect(document.activeElement).toBe(screen.getByRole('region', { name: en.link.instead }))
  beside.unmount()
  open(['link'])
  await screen.findByText(/^The code is \w \w \w \w$/)
  expect(document.activeElement).toBe(document.body)
})

test('the button does not submit the form that it is in', () => {
  const { posts } = open()
  const submitted = vi.fn()
  document.querySelector('form')?.addEventListener('submit', submitted)
  act(() => screen.getByRole('button', { name: en.pin.button }).click())
  act(() => screen.getByRole('button', { name: en.pin.cancel }).click())
  expect(submitted).not.toHaveBeenCalled()
  expect(posts()).toBeLessThanOrEqual(1)
})

test('a password that is sent while a window waits closes it', async () => {
  const { plexTv, onSignedIn, opened, session } = open()
  act(() => screen.getByRole('button', { name: en.pin.button }).click())
  await waitFor(() => expect(opened.location.replace).toHaveBeenCalledOnce())
  const { login, password } = plexTv.person('plexPass')
  screen.getByLabelText<HTMLInputElement>(en.signIn.login).value = login
  screen.getByLabelText<HTMLInputElement>(en.signIn.password).value = password
  fireEvent.submit(screen.getByRole('form'))
  await waitFor(() => expect(opened.closed).toBe(true))
  await waitFor(() => expect(session.getState()).toMatchObject({ user: { username: 'noura' } }))
  expect(onSignedIn).toHaveBeenCalledOnce()
})

test('the code, typed elsewhere, signs in once', async () => {
  const { plexTv, onSignedIn, session } = open(['link'])
  const code = await screen.findByText(/^The code is \w \w \w \w$/)
  plexTv.approvePin(code.textContent?.slice(-7).replaceAll(' ', '') ?? '', 'plain')
  lookAgain()
  await waitFor(() => expect(session.getState().status).toBe('signed-in'))
  await waitFor(() => expect(onSignedIn).toHaveBeenCalledOnce())
})

test.each<[PlexSignInProps['methods'], Partial<ReturnType<typeof ways>>]>([
  [undefined, { password: true, code: true }],
  [['redirect', 'password', 'link'], { password: true, code: true }],
  [['popup'], { link: true }],
  [['password'], { password: true }],
])('on a page that plex.tv’s can’t lead back to, %j gives the ways that work', async (methods, expected) => {
  vi.stubGlobal('location', { href: 'file:///srv/app/index.html', origin: 'null' })
  open(methods)
  const none = { popup: false, redirect: false, password: false, link: false, code: false }
  await waitFor(() => expect(ways()).toEqual({ ...none, ...expected }))
})

test('the first HTML offers what was asked for', () => {
  const { session } = sessionAtEmulator()
  vi.stubGlobal('location', { href: 'file:///srv/app/index.html', origin: 'null' })
  const html = renderToString(
    <PlexProvider session={session}>
      <PlexSignIn />
    </PlexProvider>,
  )
  expect(html).toContain(en.pin.button)
})

test('what was typed is still there after a look at the code', async () => {
  open(['password', 'link'])
  const password = screen.getByLabelText<HTMLInputElement>(en.signIn.password)
  password.value = 'open sesame'
  act(() => screen.getByRole('button', { name: en.link.instead }).click())
  expect(screen.queryByLabelText(en.signIn.password)).not.toBe(null)
  expect(screen.queryByRole('button', { name: en.signIn.submit })).toBe(null)
  act(() => screen.getByRole('button', { name: en.link.back }).click())
  expect(screen.getByLabelText<HTMLInputElement>(en.signIn.password).value).toBe('open sesame')
  await waitFor(() => expect(document.activeElement?.textContent).toBe(en.link.instead))
})

test('the app’s own logo, icon and footer have their places, at each step', async () => {
  const { session, plexTv } = sessionAtEmulator()
  render(
    <PlexProvider session={session}>
      <PlexSignIn logo={<i>L</i>} icon={<i>I</i>} footer={<i>F</i>} />
    </PlexProvider>,
  )
  const texts = () => [...document.querySelectorAll('i')].map((slot) => slot.textContent).join('')
  expect(texts()).toBe('LIF')
  const { login, password } = plexTv.person('twoFactor')
  screen.getByLabelText<HTMLInputElement>(en.signIn.login).value = login
  screen.getByLabelText<HTMLInputElement>(en.signIn.password).value = password
  fireEvent.submit(screen.getByRole('form'))
  await screen.findByLabelText(en.verification.code)
  expect(texts()).toBe('LF')
})

test('an app that says no is heard in its own words, and another account may be used', async () => {
  const denial = { code: 'not-invited', message: 'Ask Mara to let you in.' }
  const onError = vi.fn()
  const { session, plexTv } = sessionAtEmulator({ storage: 'memory', authorize: () => denyAccess(denial) })
  render(
    <PlexProvider session={session}>
      <PlexSignIn onError={onError} />
    </PlexProvider>,
  )
  const { login, password } = plexTv.person('plain')
  screen.getByLabelText<HTMLInputElement>(en.signIn.login).value = login
  screen.getByLabelText<HTMLInputElement>(en.signIn.password).value = password
  fireEvent.submit(screen.getByRole('form'))
  expect((await screen.findByText(denial.message)).getAttribute('role')).toBe('alert')
  expect(document.body.textContent).not.toMatch(/try again/i)
  expect(onError.mock.calls).toEqual([[expect.objectContaining({ code: 'access-denied', denial })]])
  act(() => screen.getByRole('button', { name: en.denied.anotherAccount }).click())
  expect(screen.getByLabelText<HTMLInputElement>(en.signIn.login).value).toBe('')
})

test('there is one element that is labelled as the password', () => {
  open()
  expect(screen.getAllByLabelText(/password/i)).toHaveLength(1)
})
