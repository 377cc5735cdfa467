import { expect, test } from './visitor.ts'

test('stays signed in over a reload, and signed out over the next', async ({ page, emulator, visitor }) => {
  const person = emulator.person('plain')
  await page.goto('/')
  await visitor.submitCredentials(person)
  await visitor.seesAccountOf(person)
  await page.reload()
  await visitor.seesAccountOf(person)
  await visitor.signOut.click()
  await visitor.seesSignIn()
  await expect(page.getByRole('main')).toBeFocused()
  await expect
    .poll(() => emulator.requests())
    .toContainEqual({ method: 'DELETE', path: '/api/v2/users/signout', status: 204 })
  await page.reload()
  await visitor.seesSignIn()
  await visitor.findsAllWell()
})

test('keeps an unremembered sign-in over a reload, and to its own tab', async ({
  page,
  emulator,
  visitor,
  openTab,
}) => {
  const person = emulator.person('plain')
  await page.goto('/')
  await visitor.staySignedIn.uncheck()
  await visitor.submitCredentials(person)
  await visitor.seesAccountOf(person)
  await page.reload()
  await visitor.seesAccountOf(person)
  const other = await openTab()
  await other.seesSignIn()
})

test('signs in and out in all tabs at once', async ({ page, emulator, visitor, openTab }) => {
  const person = emulator.person('plain')
  await page.goto('/')
  const other = await openTab()
  await other.seesSignIn()
  await visitor.submitCredentials(person)
  await visitor.seesAccountOf(person)
  await other.seesAccountOf(person)
  await other.signOut.click()
  await other.seesSignIn()
  await visitor.seesSignIn()
})

test('is signed out by plex.tv, once the token is dead', async ({ page, emulator, visitor }) => {
  const person = emulator.person('plain')
  await page.goto('/')
  await visitor.submitCredentials(person)
  await visitor.seesAccountOf(person)
  emulator.revokeTokens('plain')
  await page.reload()
  await visitor.seesSignIn()
})

test('stays signed in while plex.tv is down, and hears from it when it is back', async ({
  page,
  emulator,
  visitor,
}) => {
  const person = emulator.person('plain')
  await page.goto('/')
  await visitor.submitCredentials(person)
  await visitor.seesAccountOf(person)
  const down = emulator.fail({ kind: 'status', status: 503, endpoint: 'user' })
  await page.reload()
  await expect(page.getByText('This is what we last knew.')).toBeVisible()
  await visitor.seesAccountOf(person)
  await visitor.findsAllWell()
  down.stop()
  await page.reload()
  await visitor.seesAccountOf(person)
  await expect(page.getByText('This is what we last knew.')).toHaveCount(0)
})
