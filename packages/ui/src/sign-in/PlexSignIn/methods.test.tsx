import { type SessionOptions, signIn } from '@foyer/client'
import { PlexProvider } from '@foyer/hooks'
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { renderToString } from 'react-dom/server'
import { afterEach, expect, test, vi } from 'vitest'
import { sessionAtEmulator } from '../../testing/sessionAtEmulator.ts'
import { en } from '../../words/en.ts'
import { PlexSignIn, type PlexSignInProps } from './PlexSignIn.tsx'

function open(methods?: PlexSignInProps['methods'], options?: SessionOptions) {
  const stage = sessionAtEmulator(options)
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
  render(
    <PlexProvider session={stage.session}>
      <PlexSignIn methods={methods} onSignedIn={onSignedIn} className="mine" />
    </PlexProvider>,
  )
  return { ...stage, onSignedIn, opened }
}
const ways = () => ({
  popup: screen.queryByRole('button', { name: en.pin.button }) !== null,
  password: screen.queryByLabelText(en.signIn.password) !== null,
  link: document.querySelector('[data-part=link-screen]') !== null,
  code: screen.queryByRole('button', { name: en.link.instead }) !== null,
})
const lookAgain = () => act(() => void window.dispatchEvent(new Event('focus')))
afterEach(() => vi.unstubAllGlobals())

test.each<[PlexSignInProps['methods'], ReturnType<typeof ways>]>([
  [undefined, { popup: true, password: true, link: false, code: false }],
  [['popup', 'password'], { popup: true, password: true, link: false, code: false }],
  [['password', 'popup'], { popup: true, password: true, link: false, code: false }],
  [['popup'], { popup: true, password: false, link: false, code: false }],
  [['password'], { popup: false, password: true, link: false, code: false }],
  [['link'], { popup: false, password: false, link: true, code: false }],
  [['popup', 'password', 'link'], { popup: true, password: true, link: false, code: true }],
  [['link', 'popup'], { popup: true, password: false, link: false, code: true }],
  [['password', 'link'], { popup: false, password: true, link: false, code: true }],
])('%j gives these ways', async (methods, expected) => {
  const { posts } = open(methods)
  await waitFor(() => expect(ways()).toEqual(expected))
  expect(screen.queryByText(en.pin.orPassword) !== null).toBe(expected.password && (expected.popup || expected.code))
  expect(document.querySelectorAll('.mine')).toHaveLength(1)
  expect(screen.getAllByRole('heading')).toHaveLength(1)
  // Only a code is made unasked.
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
  expect(ways()).toEqual({ popup: true, password: true, link: false, code: false })
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
  const app = (
    <PlexProvider session={session}>
      <PlexSignIn methods={['password', 'link']} />
    </PlexProvider>
  )
  const container = document.body.appendChild(document.createElement('div'))
  container.innerHTML = renderToString(app)
  const [box = expect.unreachable()] = container.querySelectorAll<HTMLInputElement>('[type=checkbox]')
  box.checked = false
  render(app, { container, hydrate: true })
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
  expect(ways()).toEqual({ popup: false, password: true, link: false, code: true })
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
  expect(ways()).toEqual({ popup: true, password: true, link: false, code: true })
  plexTv.approvePin(await go(), 'plain')
  lookAgain()
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe('Signed in as Ada Lovelace.'))
  expect(onSignedIn).toHaveBeenCalledOnce()
  await act(() => session.signOut())
  expect(ways()).toEqual({ popup: true, password: true, link: false, code: true })
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
  expect(opened.closed).toBe(true)
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
