import { createDeadline, type PinConnection, PlexError, systemClock } from '@foyer/client'
import { type LinkState, type PinMethods, PlexProvider } from '@foyer/hooks'
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { type ComponentProps, useState } from 'react'
import { describe, expect, test, vi } from 'vitest'
import { en } from '../../messages/en.ts'
import { ada } from '../../testing/ada.ts'
import { sessionAtEmulator } from '../../testing/sessionAtEmulator.ts'
import { notInvited } from '../../testing/signInAt.ts'
import { LinkScreen, LinkScreenView } from './LinkScreen.tsx'

const messages = en.link
const start = vi.fn()
const link = (state: LinkState) => ({ ...state, start }) as PinMethods['link']
const waiting = (connection: PinConnection = 'ok', code = '7RQZ') =>
  link({
    status: 'waiting',
    code,
    url: 'https://www.plex.tv/link',
    urlWithCode: `https://plex.tv/link/?pin=${code}`,
    expires: createDeadline(systemClock, 612_000),
    connection,
  })
const failed = link({ status: 'error', error: new PlexError('network', 'Could not test.') })

const part = (name: string) => document.querySelector<HTMLElement>(`[data-part=${name}]`)
const tv = () => part('link-screen') ?? expect.unreachable()
const heard = () => screen.getAllByRole('status').map((region) => region.textContent)
const focused = () => (document.activeElement === tv() ? 'the screen' : document.activeElement?.textContent)
const press = (key: string, keyCode = 0, repeat = false) =>
  fireEvent.keyDown(document.activeElement ?? tv(), { key, keyCode, repeat })

function open(pin: PinMethods['link'], props: Partial<ComponentProps<typeof LinkScreenView>> = {}) {
  const { session } = sessionAtEmulator()
  const page = (pin: PinMethods['link']) => (
    <PlexProvider session={session}>
      <LinkScreenView pin={pin} {...props} />
    </PlexProvider>
  )
  const { rerender } = render(page(pin))
  return { to: (next: PinMethods['link']) => rerender(page(next)) }
}

test('shows where to go, and the code glyph by glyph, which a voice reads letter by letter', async () => {
  open(waiting(), { deviceName: 'Living room TV' })
  expect(screen.getByRole('region', { name: messages.title })).toBe(tv())
  expect(tv().textContent).toContain('Reelroom on Living room TV')
  expect(tv().textContent).toContain('open plex.tv/link')
  const code = part('code') ?? expect.unreachable()
  expect([...code.children].map((glyph) => glyph.textContent)).toEqual(['7', 'R', 'Q', 'Z'])
  // The glyphs are for eyes; what is read aloud is the sentence, once.
  expect([code.getAttribute('aria-hidden'), code.dir]).toEqual(['true', 'ltr'])
  expect(heard()).toEqual(['The code is 7 R Q Z', messages.waiting])
  await waitFor(() =>
    expect(part('qr')?.querySelector('path')?.getAttribute('d')).toMatch(/^(M\d+ \d+h1v1h-1z){100,}$/),
  )
  expect(tv().textContent).toMatch(/New code in 10:1[12]/)
})

test('keeps the code’s room while there is none yet', () => {
  open(link({ status: 'creating' }))
  expect(part('code')?.children).toHaveLength(4)
  expect([part('code')?.textContent, part('qr')?.querySelector('svg')]).toEqual(['', null])
  expect(part('qr')?.dataset.qr).toBe('awaited')
  expect(heard()).toEqual(['', messages.creating])
})

test.each<[string, LinkState, string]>([
  ['approved', { status: 'approved', connection: 'ok' }, messages.approved],
  [
    'approved, while nobody can be asked',
    { status: 'approved', connection: 'unreachable' },
    en.connection.unreachable ?? '',
  ],
  ['denied', { status: 'denied', error: notInvited }, notInvited.denial?.message ?? ''],
  ['done', { status: 'done', user: ada }, 'Signed in as Ada Lovelace.'],
  ['expired', { status: 'expired' }, messages.expired],
  ['failed', failed, en.error.network],
])('%s it shows no code, and says so', (_when, state, said) => {
  open(link(state))
  expect([part('code'), part('qr')]).toEqual([null, null])
  expect(heard()).toEqual(['', said])
  expect(tv().dataset.status).toBe(state.status)
})

test.each(['offline', 'unreachable', 'rate-limited'] as const)(
  'says what is wrong while it waits, and goes on showing the code: %s',
  (connection) => {
    const { to } = open(waiting())
    to(waiting(connection))
    expect(heard()).toEqual(['The code is 7 R Q Z', en.connection[connection]])
    expect(part('code')?.textContent).toBe('7RQZ')
    to(waiting())
    expect(heard()[1]).toBe(messages.waiting)
  },
)

test('messages each change once to a platform that has a voice of its own', () => {
  const onAnnounce = vi.fn()
  const { to } = open(link({ status: 'creating' }), { onAnnounce })
  const said = () => {
    const texts = onAnnounce.mock.calls.map(([text]) => text)
    onAnnounce.mockClear()
    // StrictMode runs the first effect twice.
    return [...new Set(texts)]
  }
  expect(said()).toEqual([messages.creating])
  to(waiting())
  expect(said()).toEqual([`The code is 7 R Q Z. ${messages.waiting}`])
  to(waiting())
  expect(said()).toEqual([])
  to(waiting('offline'))
  expect(said()).toEqual([`The code is 7 R Q Z. ${en.connection.offline}`])
  to(waiting('ok', 'AB12'))
  expect(said()).toEqual([`The code is A B 1 2. ${messages.waiting}`])
  to(link({ status: 'done', user: ada }))
  expect(said()).toEqual(['Signed in as Ada Lovelace.'])
})

test.each<[string, (text: string) => unknown]>([
  ['an object, as a voice’s handle is', () => ({ spoken: true })],
  ['a promise', () => Promise.resolve('spoken')],
  ['a function', () => () => expect.unreachable('nobody asked for it to be called')],
])('takes no notice of what the voice returns: %s', (_what, onAnnounce) => {
  const { to } = open(link({ status: 'creating' }), { onAnnounce })
  to(waiting())
  to(waiting('offline'))
  expect(part('code')?.textContent).toBe('7RQZ')
})

test('stays as it is when the voice throws, and reports that', () => {
  const reportError = vi.fn()
  vi.stubGlobal('reportError', reportError)
  const mute = new Error('no voice here')
  open(waiting(), {
    onAnnounce() {
      throw mute
    },
  })
  expect(part('code')?.textContent).toBe('7RQZ')
  expect(reportError).toHaveBeenCalledWith(mute)
  vi.unstubAllGlobals()
})

describe('a remote', () => {
  test.each(['creating', 'waiting'] as const)('stands on the screen, which hears its keys: %s', (status) => {
    open(status === 'waiting' ? waiting() : link({ status }))
    expect(focused()).toBe('the screen')
  })

  test.each([
    ['expired', link({ status: 'expired' })],
    ['error', failed],
  ])('stands on the button when there is one, and Enter presses it: %s', async (_status, pin) => {
    start.mockClear()
    const { to } = open(waiting())
    to(pin)
    expect(focused()).toBe(messages.newCode)
    act(() => (document.activeElement as HTMLElement).click())
    expect(start).toHaveBeenCalledOnce()
    to(link({ status: 'creating' }))
    expect(focused()).toBe('the screen')
  })

  test('goes from button to button with the arrows, and round', () => {
    open(link({ status: 'expired' }), { onBack: () => {} })
    const ways = [
      ['ArrowRight', messages.back],
      ['ArrowRight', messages.newCode],
      ['ArrowLeft', messages.back],
      ['ArrowUp', messages.newCode],
      ['ArrowDown', messages.back],
    ] as const
    for (const [key, to] of ways) {
      expect(press(key)).toBe(false)
      expect(focused()).toBe(to)
    }
  })

  test.each(['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown'])('finds the one button from the screen: %s', (key) => {
    open(waiting(), { onBack: () => {} })
    expect(focused()).toBe('the screen')
    press(key)
    expect(focused()).toBe(messages.back)
  })

  test('has nowhere to go where there is no button', () => {
    open(waiting())
    expect(press('ArrowRight')).toBe(true)
    expect(focused()).toBe('the screen')
  })

  test.each<[string, string, number]>([
    ['webOS', 'Unidentified', 461],
    ['Tizen', 'Unidentified', 10009],
    ['Escape', 'Escape', 27],
    ['Backspace', 'Backspace', 8],
    ['GoBack', 'GoBack', 0],
    ['BrowserBack', 'BrowserBack', 166],
  ])('goes back once by the key of %s, which then does nothing else', (_platform, key, keyCode) => {
    const onBack = vi.fn()
    open(waiting(), { onBack })
    expect(press(key, keyCode)).toBe(false)
    expect(onBack).toHaveBeenCalledOnce()
  })

  test.each<[string, string, number]>([
    ['webOS', 'Unidentified', 461],
    ['Tizen', 'Unidentified', 10009],
    ['Escape', 'Escape', 27],
    ['Backspace', 'Backspace', 8],
  ])('goes back wherever the focus is: %s', (_platform, key, keyCode) => {
    const onBack = vi.fn()
    open(waiting(), { onBack })
    act(() => (document.activeElement as HTMLElement).blur())
    expect(document.activeElement).toBe(document.body)
    expect(press(key, keyCode)).toBe(false)
    expect(onBack).toHaveBeenCalledOnce()
  })

  test('finds the buttons again when a pointer has taken the focus to nowhere', () => {
    open(link({ status: 'expired' }))
    act(() => (document.activeElement as HTMLElement).blur())
    expect(press('ArrowDown')).toBe(false)
    expect(focused()).toBe(messages.newCode)
  })

  test('leaves a Back that somebody has answered, and the Backspace of a field', () => {
    const onBack = vi.fn()
    open(waiting(), { onBack })
    const field = document.body.appendChild(document.createElement('input'))
    field.focus()
    expect(press('Backspace', 8)).toBe(true)
    field.addEventListener('keydown', (event) => event.preventDefault())
    expect(press('Escape', 27)).toBe(false)
    expect(onBack).not.toHaveBeenCalled()
    field.remove()
  })

  test.each<[string, string, number]>([
    ['OK', 'Enter', 13],
    ['Back', 'Unidentified', 461],
  ])('does nothing more while a key is held down: %s', (_key, key, keyCode) => {
    const onBack = vi.fn()
    start.mockClear()
    open(link({ status: 'expired' }), { onBack })
    // The browser presses the button in focus with each Enter that nobody has prevented.
    expect(press(key, keyCode, true)).toBe(false)
    expect([start.mock.calls, onBack.mock.calls]).toEqual([[], []])
  })

  test('leaves its Back to the platform where there is no way back', () => {
    open(waiting())
    expect(press('Unidentified', 461)).toBe(true)
    expect(press('Escape', 27)).toBe(true)
    expect(screen.queryByRole('button')).toBeNull()
  })

  test('goes back by the button on the screen, too', () => {
    const onBack = vi.fn()
    open(waiting(), { onBack })
    act(() => screen.getByRole('button', { name: messages.back }).click())
    expect(onBack).toHaveBeenCalledOnce()
  })

  test.each(['Enter', 'a', 'MediaPlay'])('leaves every other key alone: %s', (key) => {
    const onBack = vi.fn()
    open(waiting(), { onBack })
    expect(press(key)).toBe(true)
    expect(onBack).not.toHaveBeenCalled()
  })
})

function Tv({ onSignedIn }: { onSignedIn(): void }) {
  const [isLinking, setLinking] = useState(true)
  return isLinking ? <LinkScreen onSignedIn={onSignedIn} onBack={() => setLinking(false)} /> : <p>films</p>
}

test('alone it makes its code, signs in, and goes when it is sent back', async () => {
  const { plexTv, session, posts } = sessionAtEmulator()
  const onSignedIn = vi.fn()
  render(
    <PlexProvider session={session}>
      <Tv onSignedIn={onSignedIn} />
    </PlexProvider>,
  )
  await waitFor(() => expect(part('code')?.textContent).toMatch(/^\w{4}$/))
  plexTv.approvePin(part('code')?.textContent ?? '', 'plain')
  act(() => void window.dispatchEvent(new Event('focus')))
  await waitFor(() => expect(heard()).toContain('Signed in as Ada Lovelace.'))
  expect([posts(), onSignedIn.mock.calls]).toEqual([1, [[expect.objectContaining({ username: 'ada' })]]])
  press('Escape', 27)
  expect(screen.getByText('films')).toBeDefined()
})
