// What Playwright can start: a Chromium of today, and where no Debian has them its own Firefox and WebKit.
import type { BrowserType, LaunchOptions, Page } from '@playwright/test'
import type { Engine, TabDriver } from './Engine.ts'

/** Starts a browser of Playwright's. */
export async function startOverPlaywright(type: BrowserType, options: LaunchOptions): Promise<Engine> {
  const browser = await type.launch(options)
  const context = await browser.newContext()
  const ids = new Map<Page, string>()
  const driverOf = (page: Page) => {
    const id = ids.get(page) ?? String(ids.size)
    ids.set(page, id)
    return driverAt(page, id)
  }
  await context.newPage()
  return {
    version: browser.version(),
    tabs: async () => context.pages().map(driverOf),
    openTab: async () => driverOf(await context.newPage()),
    close: () => browser.close(),
  }
}

const driverAt = (page: Page, id: string): TabDriver => ({
  id,
  evaluate: (expression) => page.evaluate(expression),
  navigate: async (url) => void (await page.goto(url, { waitUntil: 'commit' })),
  async click(x, y) {
    await page.bringToFront()
    await page.mouse.click(x, y)
  },
  press: (key) => page.keyboard.press(key),
})
