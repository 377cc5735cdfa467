import type { Browser } from 'playwright'
import { heapStrays } from './heapStrays.ts'
import type { PinRow } from './pins.ts'

const THOUSANDS = 10

/**
 * A form and a link screen that are mounted, show a code that plex.tv has been asked about, and are taken away while it
 * lives: how far the heap strays from what it was after the first thousand.
 */
export async function mounts(browser: Browser, url: string): Promise<PinRow[]> {
  const page = await browser.newPage()
  await page.goto(url)
  const cdp = await page.context().newCDPSession(page)
  const strays = await heapStrays(cdp, THOUSANDS, () =>
    page.evaluate((times) => (window as unknown as Bench).mount(times), 1000),
  )
  const pins = await page.evaluate(() => (window as unknown as Bench).countPins())
  await page.close()
  return [
    {
      name: `heap over ${THOUSANDS},000 mounts of form and link screen, after the first 1,000`,
      unit: '%',
      value: strays,
      goal: { atMost: 2, met: strays <= 2 },
    },
    { name: `codes for ${THOUSANDS},000 mounts`, unit: 'codes', value: pins, goal: null },
  ]
}

/** What the page offers. */
interface Bench {
  mount(times: number): Promise<void>
  countPins(): number
}
