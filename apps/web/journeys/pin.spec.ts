import type { Emulator } from '@foyer/emulator'
import { en } from '@foyer/ui/messages/en'
import type { Page } from '@playwright/test'
import { approve, expect, test, type Visitor } from './visitor.ts'

const made = (emulator: Emulator) =>
  emulator.requests().filter(({ method, path }) => method === 'POST' && path === '/api/v2/pins')

test('signs in by a window of plex.tv’s, which comes back and closes itself', async ({ page, emulator, visitor }) => {
  const person = emulator.person('plain')
  await page.goto('/')
  const popup = await opened(visitor)
  await expect(page.getByText(en.pin.open)).toBeVisible()
  await visitor.findsAllWell()
  const closed = popup.waitForEvent('close')
  await approve(popup, person)
  await closed
  await visitor.seesAccountOf(person)
  await visitor.findsAllWell()
  expect(made(emulator)).toHaveLength(1)
})

test('takes a second click for a wish to see the window', async ({ page, emulator, visitor, context }) => {
  await page.goto('/')
  await visitor.popupButton.dblclick()
  await expect(page.getByText(en.pin.open)).toBeVisible()
  await page.getByRole('button', { name: en.pin.showWindow }).click()
  expect(context.pages()).toHaveLength(2)
  expect(made(emulator)).toHaveLength(1)
  await page.getByRole('button', { name: en.pin.cancel }).click()
  await expect.poll(() => context.pages().length).toBe(1)
  await expect(visitor.popupButton).toBeFocused()
})

test('still signs in who closed the window and approved elsewhere', async ({ page, emulator, visitor }) => {
  const person = emulator.person('plain')
  await page.goto('/')
  const popup = await opened(visitor)
  await popup.close()
  await expect(page.getByText(en.pin.lost)).toBeVisible()
  await visitor.findsAllWell()
  for (const { code } of emulator.pins()) emulator.approvePin(code, 'plain')
  await visitor.seesAccountOf(person)
  expect(made(emulator)).toHaveLength(1)
})

test('opens a closed window again, on the same pin', async ({ page, emulator, visitor }) => {
  const person = emulator.person('plain')
  await page.goto('/')
  await (await opened(visitor)).close()
  const again = page.waitForEvent('popup')
  await page.getByRole('button', { name: en.pin.openAgain }).click()
  await approve(await again, person)
  await visitor.seesAccountOf(person)
  expect(made(emulator)).toHaveLength(1)
})

test('goes on in this tab where the window is blocked', async ({ page, emulator, visitor }) => {
  const person = emulator.person('plain')
  await page.addInitScript(() => {
    window.open = () => null
  })
  await page.goto('/')
  await visitor.popupButton.click()
  await expect(page.getByText(en.pin.blocked)).toBeVisible()
  await visitor.findsAllWell()
  await page.getByRole('button', { name: en.pin.continueHere, exact: true }).click()
  await approve(page, person)
  await visitor.seesAccountOf(person)
  expect(new URL(page.url()).search).toBe('')
  expect(made(emulator)).toHaveLength(1)
})

test('opens plex.tv outside an app on iOS’s home screen, and signs in who comes back', async ({
  page,
  emulator,
  visitor,
}) => {
  const person = emulator.person('plain')
  await page.addInitScript(() => Object.defineProperty(navigator, 'standalone', { value: true }))
  await page.goto('/')
  await visitor.popupButton.click()
  await expect(page.getByText(en.pin.external)).toBeVisible()
  await visitor.findsAllWell()
  const outside = page.waitForEvent('popup')
  await page.getByRole('button', { name: en.pin.openExternal }).click()
  const plexTv = await outside
  await approve(plexTv, person)
  await expect(plexTv.getByText(/close this window/)).toBeVisible()
  await page.bringToFront()
  await visitor.seesAccountOf(person)
  expect(made(emulator)).toHaveLength(1)
})

test('goes to plex.tv in this tab and comes back, and leaves another tab alone', async ({
  page,
  emulator,
  visitor,
  openTab,
}) => {
  const person = emulator.person('plain')
  await page.goto('/?from=mail#programme')
  const other = await openTab()
  await page.getByRole('button', { name: en.pin.buttonHere }).click()
  await page.waitForURL(/\/auth#/)
  await other.seesSignIn()
  await expect(other.popupButton).toBeVisible()
  expect(new URL(other.page.url()).search).toBe('')
  await approve(page, person)
  await visitor.seesAccountOf(person)
  const { search, hash } = new URL(page.url())
  expect([search, hash]).toEqual(['?from=mail', '#programme'])
  // A remembered sign-in is every tab's.
  await other.seesAccountOf(person)
  expect(made(emulator)).toHaveLength(1)
})

test('signs nobody in who comes back without having gone, and who comes back in another tab', async ({
  page,
  emulator,
  visitor,
  openTab,
}) => {
  await page.goto('/')
  await page.getByRole('button', { name: en.pin.buttonHere }).click()
  await page.waitForURL(/\/auth#/)
  const forward = new URLSearchParams(new URL(page.url()).hash.replace(/^#!?\??/, '')).get('forwardUrl') ?? ''
  expect(forward).toMatch(/\?foyer=[0-9a-f]{24}$/)
  for (const { code } of emulator.pins()) emulator.approvePin(code, 'plain')
  const other = await openTab()
  await other.page.goto(forward)
  await other.seesSignIn()
  await page.goto(forward)
  await visitor.seesAccountOf(emulator.person('plain'))
})

// What the app's page can see of its window, whose page plex.tv may cut off from whoever opened it.
const coop = [
  { opener: 'unset', auth: 'unset', window: 'open' },
  { opener: 'unset', auth: 'same-origin', window: 'lost' },
  { opener: 'same-origin', auth: 'unset', window: 'lost' },
  { opener: 'same-origin', auth: 'same-origin', window: 'lost' },
  { opener: 'same-origin-allow-popups', auth: 'unset', window: 'open' },
  { opener: 'same-origin-allow-popups', auth: 'same-origin', window: 'lost' },
] as const

for (const { opener, auth, window } of coop) {
  test(`signs in where the app’s COOP is ${opener} and plex.tv’s ${auth}, though the window seems ${window}`, async ({
    page,
    emulator,
    visitor,
    siteHeaders,
  }) => {
    const person = emulator.person('plain')
    if (opener !== 'unset') siteHeaders.set('Cross-Origin-Opener-Policy', opener)
    emulator.pages.set({ coop: auth })
    await page.clock.install()
    await page.goto('/')
    const popup = await opened(visitor)
    await expect(popup.getByRole('button', { name: 'Approve' })).toBeVisible()
    // Once a second the page looks at its window.
    await page.clock.runFor(1500)
    const words = { open: en.pin.open, lost: en.pin.lost }
    await expect(page.getByText(words[window])).toBeVisible()
    const closed = popup.waitForEvent('close')
    await approve(popup, person)
    await closed
    await visitor.seesAccountOf(person)
    expect(made(emulator)).toHaveLength(1)
  })
}

async function opened({ page, popupButton }: Visitor): Promise<Page> {
  const popup = page.waitForEvent('popup')
  await popupButton.click()
  return popup
}
