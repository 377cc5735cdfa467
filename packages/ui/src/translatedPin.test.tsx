import { createDeadline, PlexError, systemClock } from '@foyer/client'
import { type PinMethods, PlexProvider } from '@foyer/hooks'
import { act, render, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { LinkScreenView } from './index.ts'
import { en } from './messages/en.ts'
import { SignInButtonView } from './pin/SignInButton/SignInButton.tsx'
import { ada } from './testing/ada.ts'
import { sessionAtEmulator } from './testing/sessionAtEmulator.ts'
import { translate } from './testing/translate.ts'

const expires = createDeadline(systemClock, 2500)
const nothing = () => {}
const error = new PlexError('network', 'Could not test.')
const connections = ['ok', 'offline', 'unreachable', 'rate-limited', 'ok'] as const

test('a page translated by the browser shows a button through all its states, and back', () => {
  const popup = (state: object) =>
    ({
      ...state,
      start: nothing,
      cancel: nothing,
      showWindow: nothing,
      continueInThisTab: nothing,
    }) as PinMethods['popup']
  const waiting = (window: string, connection = 'ok') => popup({ status: 'waiting', window, expires, connection })
  const { container, rerender } = render(<SignInButtonView pin={popup({ status: 'idle' })} />)
  const states: [PinMethods['popup'], string][] = [
    [popup({ status: 'creating', window: 'open' }), en.pin.open],
    [waiting('open'), en.pin.open],
    ...connections.map((connection): [PinMethods['popup'], string] => [
      waiting('open', connection),
      en.connection[connection] ?? en.pin.open,
    ]),
    [waiting('lost'), en.pin.openAgain],
    [waiting('lost', 'offline'), en.connection.offline ?? ''],
    [waiting('blocked'), en.pin.continueHere],
    [waiting('open'), en.pin.showWindow],
    [popup({ status: 'approved' }), en.pin.approved],
    [popup({ status: 'error', error }), en.error.network],
    [popup({ status: 'expired' }), en.pin.tooLong],
    [popup({ status: 'done', user: ada }), ''],
    [popup({ status: 'idle' }), en.pin.button],
  ]
  for (const [pin, said] of states) {
    translate(container)
    rerender(<SignInButtonView pin={pin} />)
    expect(container.textContent).toContain(said)
  }
})

test('a translated television shows each code, what holds it up, and the seconds that are left', async () => {
  const { session } = sessionAtEmulator()
  const link = (state: object) => ({ ...state, start: nothing }) as PinMethods['link']
  const waiting = (code: string, connection = 'ok') =>
    link({
      status: 'waiting',
      code,
      url: 'https://plex.tv/link',
      urlWithCode: 'https://plex.tv/link/',
      expires,
      connection,
    })
  const page = (pin: PinMethods['link']) => (
    <PlexProvider session={session}>
      <LinkScreenView pin={pin} deviceName="Living room TV" onBack={nothing} />
    </PlexProvider>
  )
  const { container, rerender } = render(page(link({ status: 'creating' })))
  const states: [PinMethods['link'], string][] = [
    [waiting('7RQZ'), '7RQZ'],
    [waiting('AB12'), 'The code is A B 1 2'],
    ...connections.map((connection): [PinMethods['link'], string] => [
      waiting('AB12', connection),
      en.connection[connection] ?? en.link.waiting,
    ]),
    [link({ status: 'approved' }), en.link.approved],
    [link({ status: 'done', user: ada }), 'Signed in as Ada Lovelace.'],
    [link({ status: 'expired' }), en.link.newCode],
    [link({ status: 'creating' }), en.link.creating],
    [link({ status: 'error', error }), en.error.network],
    [waiting('7RQZ'), '7RQZ'],
  ]
  for (const [pin, said] of states) {
    translate(container)
    act(() => rerender(page(pin)))
    expect(container.textContent).toContain(said)
  }
  translate(container)
  await waitFor(() => expect(container.textContent).toMatch(/0:01|0:00/))
})
