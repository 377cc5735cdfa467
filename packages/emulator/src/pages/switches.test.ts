import { expect, test } from 'vitest'
import { createEmulator } from '../createEmulator.ts'
import type { PageSwitches } from './switches.ts'

test.each([
  [{ coop: 'none' }, 'coop must be unset, same-origin or same-origin-allow-popups.'],
  [{ checkForwardUrl: 1 }, 'checkForwardUrl must be true or false.'],
  [{ approvalMs: -1 }, 'approvalMs must be ms from 0, or held.'],
  [{ approvalMs: null }, 'approvalMs must be ms from 0, or held.'],
  [{ viewerAddress: '' }, 'viewerAddress must be an address, or null.'],
  [{ toString: 1 }, 'No switch "toString". There are: coop, checkForwardUrl, approvalMs, viewerAddress.'],
])('there is no switch for %j', (some, words) => {
  const pages = some as Partial<PageSwitches>
  expect(() => createEmulator({ pages })).toThrow(new RangeError(words))
  expect(() => createEmulator().pages.set(pages)).toThrow(new RangeError(words))
})

test('reset turns the switches to where they began', () => {
  const { pages, reset } = createEmulator({ pages: { coop: 'same-origin' } })
  pages.set({ coop: 'unset', approvalMs: 'held' })
  reset()
  expect(pages.switches).toEqual({ coop: 'same-origin', checkForwardUrl: true, approvalMs: 0, viewerAddress: null })
})
