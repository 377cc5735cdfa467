// Somebody on the sofa with a remote, somebody with a phone, and the watch over every page that they open.
import AxeBuilder from '@axe-core/playwright'
import type { Person } from '@foyer/emulator'
import type { Page } from '@playwright/test'
import { test as base, expect } from '../../journey.ts'
import { type Watch, watchOver } from '../../watch.ts'

type Viewer = Awaited<ReturnType<typeof viewerAt>>
interface Phone {
  /** Types a code where the TV says, in a browser of its own, and presses the button. */
  link(code: string, person: Person): Promise<void>
}

export const test = base.extend<{ watch: Watch; viewer: Viewer; phone: Phone }>({
  watch: [
    async ({ context }, use) => {
      const watch = watchOver(context)
      await use(watch)
      for (const page of context.pages()) await watch.findsNothing(page)
    },
    { auto: true },
  ],
  viewer: async ({ page, watch }, use) => use(await viewerAt(page, watch)),
  phone: async ({ browser, plexTv }, use) => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await use({
      async link(code, { title }) {
        await page.goto(plexTv.linkUrl)
        await page.getByLabel('Code').fill(code.toLowerCase())
        await page.getByLabel(title).check()
        await page.getByRole('button', { name: 'Link' }).click()
        await expect(page.getByRole('status')).toContainText('Reelroom is now signed in as')
      },
    })
    await context.close()
  },
})

export { expect }

async function viewerAt(page: Page, watch: Watch) {
  const screen = page.locator('[data-part="link-screen"]')
  // Only the browser's own door gives an event such a code: `keyboard.press` knows no remote.
  const devtools = await page.context().newCDPSession(page)
  return {
    page,
    screen,
    films: page.getByRole('region', { name: 'On Friday’s ballot' }),
    account: page.getByRole('navigation', { name: 'Account' }).getByRole('button'),

    async seesCode() {
      await expect(screen).toHaveAttribute('data-status', 'waiting')
      return (await screen.locator('[data-part="code"]').textContent()) ?? ''
    },
    async press(...keys: string[]) {
      for (const key of keys) await page.keyboard.press(key)
    },
    async pressCode(windowsVirtualKeyCode: number) {
      for (const type of ['rawKeyDown', 'keyUp'] as const)
        await devtools.send('Input.dispatchKeyEvent', { type, windowsVirtualKeyCode })
    },
    /** As good for those who hear the page as for those who see it from afar, and with no secret on it. */
    async findsAllWell() {
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
      expect(await page.evaluate(smallTexts)).toEqual([])
      await watch.findsNothing(page)
    },
  }
}

/** Runs in the page: texts that a sofa is too far away for. Those inside a drawing are scaled with it. */
function smallTexts() {
  const small = [...document.querySelectorAll<HTMLElement>('body *')].filter((element) => {
    const hasText = [...element.childNodes].some((node) => node instanceof Text && node.data.trim() !== '')
    const { width, height } = element.getBoundingClientRect()
    const scale = element instanceof SVGElement ? (element.ownerSVGElement?.getScreenCTM()?.a ?? 1) : 1
    const size = Number.parseFloat(getComputedStyle(element).fontSize) * scale
    return hasText && width > 1 && height > 1 && size < (24 * innerWidth) / 1920
  })
  return small.map((element) => element.textContent)
}
