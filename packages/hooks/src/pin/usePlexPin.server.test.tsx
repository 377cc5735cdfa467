// @vitest-environment node
import { createPlexClient, createPlexSession } from '@foyer/client'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { PlexProvider } from '../PlexProvider.tsx'
import type { PinStates } from './pinState.ts'
import { usePlexPin } from './usePlexPin.ts'

const session = createPlexSession(createPlexClient({ product: 'Reelroom', clientIdentifier: 'test' }))

function Pin({ method }: { method: keyof PinStates }) {
  return <p>{usePlexPin({ method }).status}</p>
}

test.each([
  ['link', 'creating'],
  ['popup', 'idle'],
  ['redirect', 'idle'],
] as const)('the first HTML of %s is %s, where there is no window', (method, status) => {
  expect(typeof window).toBe('undefined')
  const html = renderToString(
    <PlexProvider session={session}>
      <Pin method={method} />
    </PlexProvider>,
  )
  expect(html).toBe(`<p>${status}</p>`)
})
