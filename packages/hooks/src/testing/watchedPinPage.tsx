import type { Canary } from '@foyer/client/testing'
import { act } from '@testing-library/react'
import { createRoot } from 'react-dom/client'
import { vi } from 'vitest'
import type { PinStates } from '../pin/pinState.ts'
import { pinPageAtEmulator } from './pinPageAtEmulator.tsx'
import { stubWindows } from './stubWindows.ts'

// React listens to the document from its first root on; that is not what a test leaves behind.
createRoot(document.createElement('div'))

/** A component with a pin in it; all that it is ever given is searched. */
export function watchedPinPage<F extends keyof PinStates>(
  canary: Canary,
  method: F,
  options?: Parameters<typeof pinPageAtEmulator>[0],
) {
  const browser = stubWindows()
  const page = pinPageAtEmulator(options, canary.after)
  for (const { name, password } of page.plexTv.people()) {
    if (password) canary.secret(`password of ${name}`, password)
    canary.secret(`token of ${name}`, page.plexTv.tokenFor(name, 'test'))
  }
  const told = vi.fn((user: unknown) => canary.see('what is told', user))
  const { result, unmount } = page.use<keyof PinStates>({ method, onSignedIn: told })
  const look = () => canary.see('the state', result.current)
  canary.after(look)
  return {
    ...page,
    browser,
    result,
    unmount,
    told,
    status: () => result.current.status,
    async start() {
      act(() => result.current.start())
      await page.settle()
      look()
    },
    async pass(ms: number) {
      await page.pass(ms)
      look()
    },
  }
}
/** The same, with a pin that waits. */
export async function waitingPinPage<F extends keyof PinStates>(...given: Parameters<typeof watchedPinPage<F>>) {
  const page = watchedPinPage(...given)
  if (given[1] === 'link') await page.settle()
  else await page.start()
  // A person sees the short code; the long one is nobody's to see.
  if (given[1] === 'popup') given[0].secret('code', page.code())
  return page
}
