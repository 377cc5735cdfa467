// What goes over the wire, the browser's own questions counted: plex.tv sees those as well.
import type { Emulator } from '@foyer/emulator'
import { approve, expect, test } from './visitor.ts'

/** Those of signing in; this app also asks which servers somebody has. */
const sent = (emulator: Emulator) =>
  emulator
    .requests()
    .filter(({ path }) => path.startsWith('/api/') && path !== '/api/v2/resources')
    .map(({ method, path }) => `${method} ${path.replace(/\d{3,}/, '1')}`)

test('a sign-in with a password is one request', async ({ emulator, visitor }) => {
  await visitor.comesIn(emulator.person('plain'))
  expect(sent(emulator)).toEqual(['POST /api/v2/users/signin'])
})

test('a pin is one request, and so is each look at it', async ({ page, emulator, visitor }) => {
  const person = emulator.person('plain')
  await page.goto('/')
  const opening = page.waitForEvent('popup')
  await visitor.popupButton.click()
  const popup = await opening
  await expect.poll(() => sent(emulator).length).toBeGreaterThan(1)
  await page.bringToFront()
  await expect.poll(() => sent(emulator).length).toBeGreaterThan(2)
  await approve(popup, person)
  await visitor.seesAccountOf(person)
  const [first, ...others] = sent(emulator)
  expect(first).toBe('POST /api/v2/pins')
  // Whose the token is can only be asked with it, in a header, for which a browser asks first.
  expect(others.splice(-2)).toEqual(['OPTIONS /api/v2/user', 'GET /api/v2/user'])
  expect(new Set(others)).toEqual(new Set(['GET /api/v2/pins/1']))
})
