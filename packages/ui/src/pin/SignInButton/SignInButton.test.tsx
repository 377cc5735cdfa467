import { createDeadline, PlexError, systemClock } from '@foyer/client'
import type { AuthWindowStatus, PinMethods, PopupState, RedirectState } from '@foyer/hooks'
import { act, render, screen } from '@testing-library/react'
import { describe, expect, test, vi } from 'vitest'
import { en } from '../../messages/en.ts'
import { ada } from '../../testing/ada.ts'
import { notInvited } from '../../testing/signInAt.ts'
import { SignInButtonView } from './SignInButton.tsx'

const messages = en.pin
const expires = createDeadline(systemClock, 1_800_000)
const actions = { start: vi.fn(), cancel: vi.fn(), showWindow: vi.fn(), continueInThisTab: vi.fn() }
const popup = (state: PopupState) => ({ ...state, ...actions }) as PinMethods['popup']
const redirect = (state: RedirectState) =>
  ({ ...state, start: actions.start, cancel: actions.cancel }) as PinMethods['redirect']
const waiting = (window: AuthWindowStatus, connection: keyof typeof en.connection = 'ok') =>
  popup({ status: 'waiting', window, expires, connection })
const creating = (window: AuthWindowStatus) => popup({ status: 'creating', window })
const failed = new PlexError('server', 'Could not test.')

const outer = () => document.querySelector<HTMLElement>('[data-part=sign-in-button]') ?? expect.unreachable()
const text = () => [...outer().querySelectorAll('p')].map((p) => p.textContent)
const buttons = () => screen.queryAllByRole('button').map((button) => button.textContent)
function open(pin: PinMethods['popup'] | PinMethods['redirect']) {
  for (const action of Object.values(actions)) action.mockClear()
  const { rerender } = render(<SignInButtonView pin={pin} />)
  return { to: (next: typeof pin) => rerender(<SignInButtonView pin={next} />) }
}

test.each<[string, PinMethods['popup'] | PinMethods['redirect'], string[], [string, keyof typeof actions][]]>([
  ['at first', popup({ status: 'idle' }), [], [[messages.button, 'start']]],
  [
    'while a pin is made',
    creating('open'),
    [messages.open],
    [
      [messages.showWindow, 'showWindow'],
      [messages.cancel, 'cancel'],
    ],
  ],
  [
    'while it waits',
    waiting('open'),
    [messages.open],
    [
      [messages.showWindow, 'showWindow'],
      [messages.cancel, 'cancel'],
    ],
  ],
  ...(['creating', 'waiting'] as const).map(
    (status): [string, PinMethods['popup'], string[], [string, keyof typeof actions][]] => [
      `blocked, ${status}`,
      status === 'creating' ? creating('blocked') : waiting('blocked'),
      [messages.blocked],
      [
        [messages.continueHere, 'continueInThisTab'],
        [messages.cancel, 'cancel'],
      ],
    ],
  ),
  [
    'lost',
    waiting('lost'),
    [messages.lost],
    [
      [messages.openAgain, 'showWindow'],
      [messages.cancel, 'cancel'],
    ],
  ],
  [
    'on iOS’s home screen, while a pin is made',
    creating('external'),
    [messages.external],
    [[messages.cancel, 'cancel']],
  ],
  [
    'on iOS’s home screen, while it waits',
    waiting('external'),
    [messages.external],
    [
      [messages.openExternal, 'showWindow'],
      [messages.cancel, 'cancel'],
    ],
  ],
  ['approved', popup({ status: 'approved', connection: 'ok' }), [messages.approved], []],
  [
    'approved, while nobody can be asked',
    popup({ status: 'approved', connection: 'unreachable' }),
    [messages.approved, en.connection.unreachable ?? ''],
    [[messages.cancel, 'cancel']],
  ],
  [
    'denied',
    popup({ status: 'denied', error: notInvited }),
    [notInvited.denial?.message ?? ''],
    [[en.denied.anotherAccount, 'cancel']],
  ],
  ['unavailable', popup({ status: 'unavailable' }), [messages.unavailable], []],
  [
    'stuck',
    waiting('stuck'),
    [messages.stuck],
    [
      [messages.openAgain, 'showWindow'],
      [messages.cancel, 'cancel'],
    ],
  ],
  ['done', popup({ status: 'done', user: ada }), [], []],
  ['expired', popup({ status: 'expired' }), [messages.tooLong], [[messages.tryAgain, 'start']]],
  ['failed', popup({ status: 'error', error: failed }), [en.error.server], [[messages.tryAgain, 'start']]],
  ['at first, in this tab', redirect({ status: 'idle' }), [], [[messages.button, 'start']]],
  ['on the way, in this tab', redirect({ status: 'creating' }), [messages.opening], [[messages.cancel, 'cancel']]],
])('%s it says how it stands, and what to do', (_when, pin, said, offers) => {
  open(pin)
  expect(text()).toEqual(said)
  expect(buttons()).toEqual(offers.map(([name]) => name))
  for (const [name, action] of offers) {
    act(() => screen.getByRole('button', { name }).click())
    expect(actions[action]).toHaveBeenCalledOnce()
  }
  expect(outer().dataset.status).toBe(pin.status)
  expect(outer().getAttribute('role')).toBe('status')
})

test.each(['offline', 'unreachable', 'rate-limited'] as const)('says what holds it up: %s', (connection) => {
  open(waiting('lost', connection))
  expect(text()).toEqual([messages.lost, en.connection[connection]])
})

test('has the app’s own words and picture on its button', () => {
  render(
    <SignInButtonView pin={popup({ status: 'idle' })} icon={<i>*</i>} className="mine" style={{ opacity: 0.5 }}>
      Let me in
    </SignInButtonView>,
  )
  expect(buttons()).toEqual(['*Let me in'])
  expect([outer().className, outer().style.opacity]).toEqual(['foyer foyer-pin mine', '0.5'])
})

describe('the focus', () => {
  const press = (name: string) => {
    const button = screen.getByRole('button', { name })
    act(() => button.focus())
    act(() => button.click())
  }
  const focused = () => document.activeElement?.textContent

  test('goes from the pressed button to the one that takes its place, at each step', () => {
    const { to } = open(popup({ status: 'idle' }))
    press(messages.button)
    to(creating('open'))
    expect(focused()).toBe(messages.showWindow)
    to(waiting('open'))
    expect(focused()).toBe(messages.showWindow)
    to(waiting('lost'))
    expect(focused()).toBe(messages.openAgain)
    to(popup({ status: 'expired' }))
    expect(focused()).toBe(messages.tryAgain)
    press(messages.tryAgain)
    to(creating('blocked'))
    expect(focused()).toBe(messages.continueHere)
    to(popup({ status: 'error', error: failed }))
    expect(focused()).toBe(messages.tryAgain)
    to(popup({ status: 'idle' }))
    expect(focused()).toBe(messages.button)
  })

  test('goes on past a moment without a button', () => {
    const { to } = open(waiting('open'))
    press(messages.showWindow)
    to(popup({ status: 'approved', connection: 'ok' }))
    to(popup({ status: 'error', error: failed }))
    expect(focused()).toBe(messages.tryAgain)
  })

  test('is never taken from elsewhere', () => {
    const elsewhere = document.body.appendChild(document.createElement('input'))
    const { to } = open(popup({ status: 'idle' }))
    elsewhere.focus()
    to(creating('open'))
    to(waiting('blocked'))
    to(popup({ status: 'expired' }))
    expect(document.activeElement).toBe(elsewhere)
    elsewhere.remove()
  })

  test('that somebody took elsewhere after the press stays there', () => {
    const elsewhere = document.body.appendChild(document.createElement('input'))
    const { to } = open(popup({ status: 'idle' }))
    press(messages.button)
    to(creating('open'))
    act(() => elsewhere.focus())
    to(waiting('blocked'))
    expect(document.activeElement).toBe(elsewhere)
    elsewhere.remove()
  })
})
