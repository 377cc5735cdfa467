import { createDeadline, createPlexClient, createPlexSession } from '@foyer/client'
import { createTestClock } from '@foyer/emulator'
import { type PinMethods, PlexProvider } from '@foyer/hooks'
import { act, render, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { LinkCardView } from './LinkCard/LinkCard.tsx'
import { LinkScreenView } from './LinkScreen/LinkScreen.tsx'

test.each([
  ['LinkScreen', LinkScreenView],
  ['LinkCard', LinkCardView],
])('a second that passes renders the countdown, and nothing else of the view: %s', async (_name, View) => {
  const clock = createTestClock()
  const client = createPlexClient({ product: 'Reelroom', clientIdentifier: 'test', clock })
  let renders = 0
  const pin = {
    get status() {
      renders++
      return 'waiting' as const
    },
    code: '7RQZ',
    url: 'https://plex.tv/link',
    urlWithCode: 'https://plex.tv/link/?pin=7RQZ',
    expires: createDeadline(clock, 600_000),
    connection: 'ok',
    start() {},
  } satisfies PinMethods['link']
  render(
    <PlexProvider session={createPlexSession(client, { storage: 'memory' })}>
      <View pin={pin} />
    </PlexProvider>,
  )
  await waitFor(() => expect(document.querySelector('[data-qr="drawn"] path')).not.toBeNull())
  expect(screen.getByText('10:00')).toBeDefined()
  const before = renders
  for (const left of ['9:59', '9:58', '9:57']) {
    act(() => clock.advance(1000))
    expect(screen.getByText(left)).toBeDefined()
  }
  expect([before > 0, renders - before]).toEqual([true, 0])
})
