import type { Browser } from 'playwright'
import { type Figure, interleaved } from './figure.ts'

const ROUNDS = 15

/** The addresses of a page with Foyer's form, and of one with the same elements and nothing else. */
export interface HeapPages {
  readonly form: string
  readonly elements: string
  /** An earlier form. */
  readonly before?: string | undefined
}

/** What a page's scripts need once it is there, code included. */
export async function heapAfterLoad(browser: Browser, { form, elements, before }: HeapPages): Promise<Figure[]> {
  const samples = await interleaved(ROUNDS, {
    form: () => heapOf(browser, form),
    elements: () => heapOf(browser, elements),
    ...(before && { before: () => heapOf(browser, before) }),
  })
  return [
    {
      name: 'JavaScript heap after load, form',
      unit: 'kB',
      samples: samples.form,
      against: { name: 'the same elements, bare React', samples: samples.elements },
      before: samples.before,
      goal: { of: 'ratio', atMost: 1.2 },
    },
  ]
}

async function heapOf(browser: Browser, url: string): Promise<number> {
  // In a context of its own a page has a process, and a heap, of its own.
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(url)
  await page.locator('[name=login]').waitFor()
  const cdp = await context.newCDPSession(page)
  await cdp.send('Performance.enable')
  await cdp.send('HeapProfiler.collectGarbage')
  const { metrics } = await cdp.send('Performance.getMetrics')
  await context.close()
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN) / 1000
}
