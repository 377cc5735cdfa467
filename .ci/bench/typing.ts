import type { Emulator } from '@foyer/emulator'
import type { Browser, CDPSession, Page } from 'playwright'
import { type Figure, interleaved } from './figure.ts'

const SLOWDOWN = 6
const ROUNDS = 15
const KEYS = 'abcdefgh'
/** The browser tells of interactions from here on, in steps of 8 ms; a shorter one counts as this long. */
const SHORTEST_MS = 16

const names = ['form', 'react', 'bare'] as const
type Name = (typeof names)[number]
interface Tab {
  page: Page
  cdp: CDPSession
}

/** What typing and clicking cost on a slow machine: Foyer's form, the same controls in bare React, and in bare HTML. */
export async function typing(browser: Browser, urlOf: (page: Name) => string, emulator: Emulator): Promise<Figure[]> {
  const context = await browser.newContext()
  const open = async (name: Name): Promise<Tab> => {
    const page = await context.newPage()
    await page.goto(urlOf(name))
    await page.locator('[name=login]').waitFor()
    const cdp = await context.newCDPSession(page)
    await cdp.send('Performance.enable')
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
    return { page, cdp }
  }
  const tabs = { form: await open('form'), react: await open('react'), bare: await open('bare') }
  const each = <T>(rounds: number, measure: (tab: Tab) => Promise<T>) =>
    interleaved(rounds, {
      form: () => inFront(tabs.form, measure),
      react: () => inFront(tabs.react, measure),
      bare: () => inFront(tabs.bare, measure),
    })

  await each(1, keyCost)
  const costs = await each(ROUNDS, keyCost)
  const cost = (of: keyof KeyCost) => ({
    form: costs.form.map((run) => run[of]),
    react: costs.react.map((run) => run[of]),
    bare: costs.bare.map((run) => run[of]),
  })
  // Only now: the observer is a script too.
  for (const name of names) await tabs[name].page.evaluate(watchInteractions)
  const keys = await each(ROUNDS, worstKey)
  const clicks = await each(ROUNDS, (tab) => {
    // One wrong password after the other would lock the address.
    emulator.reset()
    return worstClick(tab)
  })
  await context.close()

  const figures = (name: string, samples: Record<Name, number[]>): Figure[] =>
    [
      { name: 'bare HTML', samples: samples.bare },
      { name: 'bare React', samples: samples.react },
    ].map((against) => ({ name: `${name}, CPU ${SLOWDOWN}× slower`, unit: 'ms', samples: samples.form, against }))
  return [
    ...figures('script a key', cost('scriptMs')),
    ...figures('main thread a key', cost('mainThreadMs')),
    ...figures('worst key to its paint', keys),
    ...figures('worst click to its paint', clicks),
  ]
}

async function inFront<T>(tab: Tab, measure: (tab: Tab) => Promise<T>): Promise<T> {
  await tab.page.bringToFront()
  await tab.page.evaluate(() => {
    for (const input of document.querySelectorAll<HTMLInputElement>('[name=login], [name=password]')) input.value = ''
  })
  return measure(tab)
}

interface KeyCost {
  scriptMs: number
  /** All that the page's thread did: scripts, style, layout, paint. */
  mainThreadMs: number
}

async function keyCost({ page, cdp }: Tab): Promise<KeyCost> {
  const read = async (): Promise<KeyCost> => {
    const { metrics } = await cdp.send('Performance.getMetrics')
    const ms = (wanted: string) => (metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN) * 1000
    return { scriptMs: ms('ScriptDuration'), mainThreadMs: ms('TaskDuration') }
  }
  const total = { scriptMs: 0, mainThreadMs: 0 }
  for (const field of ['login', 'password']) {
    await focusOn(page, field)
    await settled(page)
    const before = await read()
    await type(page)
    const after = await read()
    total.scriptMs += after.scriptMs - before.scriptMs
    total.mainThreadMs += after.mainThreadMs - before.mainThreadMs
  }
  const count = 2 * KEYS.length
  return { scriptMs: total.scriptMs / count, mainThreadMs: total.mainThreadMs / count }
}

async function worstKey({ page }: Tab) {
  await forget(page)
  for (const field of ['login', 'password']) {
    await focusOn(page, field)
    await settled(page)
    await type(page)
  }
  return worst(page)
}

/** Showing the password, hiding it, the box, and submitting a wrong one; the two bare pages do nothing at a click. */
async function worstClick({ page }: Tab) {
  for (const field of ['login', 'password']) await page.locator(`[name=${field}]`).fill('wrong')
  await forget(page)
  const reveal = 'form button[type=button] >> nth=-1'
  for (const control of [reveal, reveal, '[name=rememberMe]', '[type=submit]']) {
    const box = await page.locator(control).boundingBox()
    if (!box) throw new Error(`There is no ${control} on ${page.url()}.`)
    // The mouse alone: Playwright's own click looks at the page by script first.
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
    await settled(page)
  }
  return worst(page)
}

async function type(page: Page) {
  for (const key of KEYS) await page.keyboard.press(key)
}

const focusOn = (page: Page, field: string) => page.locator(`[name=${field}]`).focus()

/** Two frames and a task later. */
const settled = (page: Page) =>
  page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))),
  )

interface Watched extends Window {
  durations?: number[]
}

/** Runs in the page. */
function watchInteractions() {
  const watched: Watched = window
  watched.durations = []
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { interactionId?: number })[]) {
      if (entry.interactionId) watched.durations?.push(entry.duration)
    }
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
}

const forget = (page: Page) =>
  page.evaluate(() => {
    const watched: Watched = window
    watched.durations = []
  })

async function worst(page: Page) {
  await settled(page)
  const durations = await page.evaluate(() => (window as Watched).durations ?? [])
  return Math.max(SHORTEST_MS, ...durations)
}
