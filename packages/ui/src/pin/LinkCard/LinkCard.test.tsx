import { createDeadline, systemClock } from '@foyer/client'
import { type LinkState, type PinMethods, PlexProvider } from '@foyer/hooks'
import { act, render, screen, waitFor } from '@testing-library/react'
import { describe, expect, test, vi } from 'vitest'
import { en } from '../../messages/en.ts'
import { sessionAtEmulator } from '../../testing/sessionAtEmulator.ts'
import { notInvited } from '../../testing/signInAt.ts'
import { LinkCardView } from './LinkCard.tsx'

const start = vi.fn()
const waiting = (address: string): LinkState => ({
  status: 'waiting',
  code: '7RQZ',
  url: address,
  urlWithCode: `${address}/?pin=7RQZ`,
  expires: createDeadline(systemClock, 612_000),
  connection: 'ok',
})
function open(state: LinkState, onBack?: () => void) {
  const { session } = sessionAtEmulator()
  const card = (state: LinkState) => (
    <PlexProvider session={session}>
      <LinkCardView pin={{ ...state, start } as PinMethods['link']} onBack={onBack} />
    </PlexProvider>
  )
  const { rerender } = render(card(state))
  return { to: (next: LinkState) => rerender(card(next)) }
}

test('is a card of the page, whose address is a link with the code in it', () => {
  open(waiting('https://www.plex.tv/link'))
  expect(screen.getByRole('region', { name: en.link.instead }).className).toContain('foyer-card')
  expect(screen.getByRole('link').textContent).toBe('plex.tv/link')
  expect(screen.getByRole('link').getAttribute('href')).toBe('https://www.plex.tv/link/?pin=7RQZ')
  expect(document.querySelector('[data-part=code]')?.getAttribute('translate')).toBe('no')
  expect(screen.getByText('The code is 7 R Q Z').closest('[role=status]')).not.toBeNull()
})

test.each(['https://plex.tv/link', `https://a-very-long-name.example/${'link'.repeat(30)}`])(
  'leaves four modules empty around the QR code, however long the address: %s',
  async (address) => {
    open(waiting(address))
    const path = await waitFor(() => document.querySelector('[data-part=qr] path') ?? expect.unreachable())
    const modules = [...(path.getAttribute('d') ?? '').matchAll(/M(\d+) (\d+)/g)].flatMap(([, x, y]) => [
      Number(x),
      Number(y),
    ])
    const [left = 0, top = 0, width = 0, height = 0] = (path.parentElement?.getAttribute('viewBox') ?? '')
      .split(' ')
      .map(Number)
    const [first, last] = [Math.min(...modules), Math.max(...modules) + 1]
    for (const quiet of [first - left, first - top, left + width - last, top + height - last]) expect(quiet).toBe(4)
  },
)

test.each<[string, LinkState, string]>([
  ['has expired', { status: 'expired' }, en.link.newCode],
  ['is held up after the approval', { status: 'approved', connection: 'unreachable' }, en.link.newCode],
  ['was denied', { status: 'denied', error: notInvited }, en.denied.anotherAccount],
])('one that %s begins anew when somebody wants to', (_what, state, label) => {
  start.mockClear()
  open(state)
  act(() => screen.getByRole('button', { name: label }).click())
  expect(start).toHaveBeenCalledOnce()
})

test('goes back where there is something to go back to', () => {
  const onBack = vi.fn()
  open(waiting('https://plex.tv/link'), onBack)
  act(() => screen.getByRole('button', { name: en.link.back }).click())
  expect(onBack).toHaveBeenCalledOnce()
})

describe('the focus', () => {
  const expireAndPress = () => {
    const { to } = open({ status: 'expired' }, () => {})
    const button = screen.getByRole('button', { name: en.link.newCode })
    act(() => button.focus())
    act(() => button.click())
    return { to }
  }

  test('goes from the pressed button to the card, whose next button would lead back, and stays there', () => {
    const { to } = expireAndPress()
    to({ status: 'creating' })
    const card = screen.getByRole('region')
    expect(document.activeElement).toBe(card)
    to(waiting('https://plex.tv/link'))
    expect(document.activeElement).toBe(card)
  })

  test('goes from the address that is no longer there to the button that makes a new code', () => {
    const { to } = open(waiting('https://plex.tv/link'))
    act(() => screen.getByRole('link').focus())
    to({ status: 'expired' })
    expect(document.activeElement?.textContent).toBe(en.link.newCode)
  })

  test('is never taken from elsewhere', () => {
    const elsewhere = document.body.appendChild(document.createElement('input'))
    const { to } = expireAndPress()
    act(() => elsewhere.focus())
    to({ status: 'creating' })
    expect(document.activeElement).toBe(elsewhere)
    elsewhere.remove()
  })

  test('of a page that has just been opened stays where it is', () => {
    const { to } = open({ status: 'creating' })
    to(waiting('https://plex.tv/link'))
    to({ status: 'expired' })
    expect(document.activeElement).toBe(document.body)
  })
})
