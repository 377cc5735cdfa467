// A visitor of Reelroom, and the watch over every page they open.
//
// Each journey ends red if a password, a code or a token that it used turns up where it has no business: in a URL or a
// referrer, in a title, a text or an attribute, in the console, in storage beyond the one record, or at another host.
import AxeBuilder from '@axe-core/playwright'
import type { Emulator, Person } from '@foyer/emulator'
import type { BrowserContext, Page } from '@playwright/test'
import { test as base, expect } from '../../journey.ts'

const IDENTIFIER = 'foyer.client-identifier.Reelroom'
const RECORD = 'foyer.session.Reelroom'

export type Visitor = ReturnType<typeof visitorOn>
type Watch = ReturnType<typeof watchOver>

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

function visitorOn(page: Page, emulator: Emulator, watch: Watch) {
  const login = page.getByLabel('E-mail or username')
  const password = page.getByLabel('Password', { exact: true })
  const submit = page.locator('[data-part="submit"]')
  const problem = page.getByRole('alert')

  return {
    page,
    login,
    password,
    staySignedIn: page.getByLabel('Stay signed in on this device'),
    code: page.getByLabel('Verification code'),
    submit,
    problem,
    signOut: page.getByRole('button', { name: 'Sign out' }),

    async submitCredentials(person: Person, typed = person.password) {
      watch.keepSecret(typed)
      await login.fill(person.login)
      await password.fill(typed)
      await submit.click()
    },
    async seesAccountOf(person: Person) {
      await expect(page.getByRole('region', { name: person.title })).toContainText(person.login)
      const { identifier, record } = await page.evaluate(
        ([identifierKey, recordKey]) => ({
          identifier: localStorage.getItem(identifierKey) ?? '',
          record: sessionStorage.getItem(recordKey) ?? localStorage.getItem(recordKey),
        }),
        [IDENTIFIER, RECORD] as const,
      )
      const token = emulator.tokenFor(person.name, identifier)
      expect(record).toContain(token)
      watch.keepSecret(token)
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

function watchOver(context: BrowserContext) {
  const secrets = new Set<string>()
  const said: string[] = []
  const addresses: string[] = []
  context.on('console', (message) => {
    if (!message.text().startsWith('Failed to load resource')) said.push(message.text())
  })
  context.on('request', (request) => addresses.push(request.url(), request.headers().referer ?? ''))

  return {
    keepSecret: (secret: string) => void secrets.add(secret),
    async findsNothing(page: Page) {
      const { left, kept } = await page.evaluate(tracesIn)
      const { [RECORD]: _, ...keptByTab } = kept.tab
      const { [RECORD]: __, [IDENTIFIER]: identifier = '', ...keptByAll } = kept.local
      expect([keptByTab, keptByAll, kept.databases, await context.cookies()]).toEqual([{}, {}, [], []])
      const records = [kept.tab[RECORD] ?? '', kept.local[RECORD] ?? ''].map(withoutToken)
      const places = [...left, ...addresses, identifier, ...records]
      expect(places.filter((place) => [...secrets].some((secret) => place.includes(secret)))).toEqual([])
      expect(said).toEqual([])
      const hosts = new Set(addresses.filter((address) => address !== '').map((address) => new URL(address).hostname))
      expect([...hosts].filter((host) => host !== 'localhost' && host !== '127.0.0.1')).toEqual([])
    },
  }
}

/** The one place where the token belongs. */
function withoutToken(record: string) {
  return record && JSON.stringify({ ...JSON.parse(record), token: undefined })
}

/** Runs in the page: whatever it could have left somewhere. */
async function tracesIn() {
  const elements = [...document.querySelectorAll('*')]
  // The note shows a password on purpose.
  const shown = document.body.cloneNode(true) as HTMLElement
  shown.querySelector('.demo-note')?.remove()
  return {
    left: [
      location.href,
      document.referrer,
      document.title,
      JSON.stringify(history.state),
      shown.textContent ?? '',
      ...elements.flatMap((element) => [...element.attributes].map(({ value }) => value)),
    ],
    kept: { local: { ...localStorage }, tab: { ...sessionStorage }, databases: await indexedDB.databases() },
  }
}
