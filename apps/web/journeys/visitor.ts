// A visitor of Reelroom in a browser, and the watch over every page they open.
import AxeBuilder from '@axe-core/playwright'
import type { Emulator, Person } from '@foyer/emulator'
import { en } from '@foyer/ui/messages/en'
import type { Page } from '@playwright/test'
import { test as base, expect } from '../../journey.ts'
import { type Watch, watchOver } from '../../watch.ts'

export type Visitor = ReturnType<typeof visitorOn>

export const test = base.extend<{
  watch: Watch
  /** In the first tab, with Reelroom not opened yet. */
  visitor: Visitor
  /** Opens Reelroom in another tab of the same browser. */
  openTab: () => Promise<Visitor>
}>({
  watch: [
    async ({ context }, use) => {
      const watch = watchOver(context)
      await use(watch)
      for (const page of context.pages()) await watch.findsNothing(page)
    },
    { auto: true },
  ],
  visitor: async ({ page, emulator, watch }, use) => use(visitorOn(page, emulator, watch)),
  openTab: async ({ context, emulator, watch }, use) =>
    use(async () => {
      const tab = visitorOn(await context.newPage(), emulator, watch)
      await tab.page.goto('/')
      return tab
    }),
})

export { expect }

/** What a person does on plex.tv's page. */
export async function approve(page: Page, { title }: Person) {
  await page.getByLabel(title).check()
  await page.getByRole('button', { name: 'Approve' }).click()
}

/**
 * By the browser's own buttons. Playwright's goBack waits for a load, which a page that comes out of the cache has not;
 * and the page that is left has to answer before it is gone.
 */
export const goInHistory = (page: Page, steps: number) =>
  page.evaluate((steps) => void requestAnimationFrame(() => history.go(steps)), steps)

function visitorOn(page: Page, emulator: Emulator, watch: Watch) {
  const login = page.getByLabel('E-mail or username')
  const password = page.getByLabel('Password', { exact: true })
  const submit = page.locator('[data-part="submit"]')
  const menuButton = page.getByRole('button', { name: /^Account: / })
  const problem = page.getByRole('alert')

  return {
    page,
    login,
    password,
    staySignedIn: page.getByLabel('Stay signed in on this device'),
    code: page.getByLabel('Verification code'),
    submit,
    problem,
    popupButton: page.getByRole('button', { name: en.pin.button }),
    signOut: page.getByRole('button', { name: 'Sign out' }),
    menuButton,

    async submitCredentials(person: Person, typed = person.password) {
      watch.keepSecret(typed)
      await login.fill(person.login)
      await password.fill(typed)
      await submit.click()
    },
    /** Opens Reelroom, and is in. */
    async comesIn(person: Person) {
      await page.goto('/')
      await this.submitCredentials(person)
      await this.seesAccountOf(person)
    },
    async seesAccountOf(person: Person) {
      await expect(page.getByRole('region', { name: person.title })).toContainText(person.login)
      await watch.findsTokenOf(person, emulator, page)
    },
    async choosesFromMenu(choice: string) {
      await menuButton.click()
      await page.getByRole('menuitem', { name: choice }).click()
    },
    async seesSignIn() {
      await expect(submit).toHaveText('Sign in')
    },
    /** As good for those who hear the page as for those who see it, and with no secret on it. */
    async findsAllWell() {
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
      await watch.findsNothing(page)
    },
  }
}
