import type { Browser } from 'playwright'
import { heapStrays } from './heapStrays.ts'
import type { PinRow } from './pins.ts'

const HOURS = 8

/** A code on a screen that nobody uses for a working day: how far the heap strays from what it was after an hour. */
export async function renewals(browser: Browser, url: string): Promise<PinRow[]> {
  const page = await browser.newPage()
  await page.goto(url)
  await page.locator('[data-part=link-screen]').waitFor()
  const cdp = await page.context().newCDPSession(page)
  const strays = await heapStrays(cdp, HOURS, () =>
    page.evaluate((ms) => (window as unknown as Bench).pass(ms), 3_600_000),
  )
  const pins = await page.evaluate(() => (window as unknown as Bench).countPins())
  await page.close()
  return [
    {
      name: `heap over ${HOURS} hours of codes, after the first`,
      unit: '%',
      value: strays,
      goal: { atMost: 5, met: strays <= 5 },
    },
    { name: `codes in ${HOURS} hours`, unit: 'codes', value: pins, goal: null },
  ]
}

/** What the page offers. */
interface Bench {
  pass(ms: number): Promise<void>
  countPins(): number
}
