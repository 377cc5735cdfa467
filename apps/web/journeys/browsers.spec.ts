// Browsers that lack something, refuse something, or do something by themselves.
import { approve, expect, test } from './visitor.ts'

test('signs in where nothing may be stored, for as long as the page lives', async ({
  page,
  emulator,
  visitor,
  watch,
}) => {
  const person = emulator.person('plain')
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('Access is denied for this document.', 'SecurityError')
        },
      })
    }
  })
  watch.mayHear(/^PlexError: Could not use (local|session)Storage: blocked or full\./)
  await page.goto('/')
  await visitor.submitCredentials(person)
  await expect(page.getByRole('region', { name: person.title })).toContainText(person.login)
  await visitor.findsAllWell()
  await page.reload()
  await visitor.seesSignIn()
})

for (const way of ['a password', 'a window'] as const) {
  test(`signs in by ${way} on plain http, where crypto has next to nothing`, async ({ page, emulator, visitor }) => {
    const person = emulator.person('plain')
    await page.addInitScript(() => {
      Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })
      Object.defineProperty(Crypto.prototype, 'randomUUID', { value: undefined })
      Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })
    })
    await page.goto('/')
    if (way === 'a password') await visitor.submitCredentials(person)
    else {
      const popup = page.waitForEvent('popup')
      await visitor.popupButton.click()
      await approve(await popup, person)
    }
    await visitor.seesAccountOf(person)
  })
}

test('reads what a password manager filled in without a word', async ({ page, emulator, visitor, watch }) => {
  const person = emulator.person('plain')
  watch.keepSecret(person.password)
  await page.goto('/')
  const fill = (input: SVGElement | HTMLElement, text: string) => {
    if (input instanceof HTMLInputElement) input.value = text
  }
  await visitor.login.evaluate(fill, person.login)
  await visitor.password.evaluate(fill, person.password)
  await visitor.submit.click()
  await visitor.seesAccountOf(person)
})

test('shows a managed user, who has neither e-mail nor username', async ({ page, emulator, visitor, watch }) => {
  const managed = emulator.person('managed')
  await page.goto('/')
  await visitor.submitCredentials(emulator.person('plexPass'))
  const identifier = await page.evaluate(() => localStorage.getItem('foyer.client-identifier.Reelroom') ?? '')
  watch.keepSecret(emulator.tokenFor('managed', identifier))
  await page.getByRole('button', { name: managed.title }).click()
  await expect(page.getByRole('region', { name: managed.title })).toContainText('Managed profile')
  await visitor.findsAllWell()
  await visitor.signOut.click()
  await visitor.seesSignIn()
})
