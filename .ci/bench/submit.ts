import type { Emulator } from '@foyer/emulator'
import type { Browser } from 'playwright'
import { type Figure, interleaved } from './figure.ts'

const ROUNDS = 25

/** The addresses of a page with Foyer's form, and of one that asks plex.tv by a form of the app's own. */
export interface SubmitPages {
  readonly form: string
  readonly asking: string
  /** An earlier form. */
  readonly before?: string | undefined
}

/** What the page's thread does from a click on the button to the words about a wrong password, twice a visit. */
export async function submit(browser: Browser, pages: SubmitPages, emulator: Emulator): Promise<Figure[]> {
  const visit = (url: string) => () => {
    // One wrong password after the other would lock the address.
    emulator.reset()
    return submitTwice(browser, url)
  }
  const { form, asking, before } = pages
  const tasks = { form: visit(form), asking: visit(asking), ...(before && { before: visit(before) }) }
  await interleaved(1, tasks)
  const visits = await interleaved(ROUNDS, tasks)
  return (['first', 'second'] as const).map((time) => ({
    name: `${time} submit to its error on the screen, main thread`,
    unit: 'ms',
    samples: visits.form.map((costs) => costs[time]),
    against: { name: 'bare React that asks and tells', samples: visits.asking.map((costs) => costs[time]) },
    before: visits.before?.map((costs) => costs[time]),
    goal: { of: 'ratio', atMost: 1.3 },
  }))
}

async function submitTwice(browser: Browser, url: string) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(url)
  const cdp = await context.newCDPSession(page)
  await cdp.send('Performance.enable')
  const busyMs = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000
  }

  async function submitOnce() {
    await page.locator('[name=login]').fill('ada@example.com')
    await page.locator('[name=password]').fill('wrong')
    const box = await page.locator('[type=submit]').boundingBox()
    if (!box) throw new Error(`There is no button to submit with on ${url}.`)
    await page.locator('[type=submit]').focus()
    await page.evaluate(waitForError)
    const before = await busyMs()
    // The mouse alone: Playwright's own click looks at the page by script first.
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
    await page.evaluate(() => (window as Watched).errorShown)
    return (await busyMs()) - before
  }

  const costs = { first: await submitOnce(), second: await submitOnce() }
  await context.close()
  return costs
}

interface Watched extends Window {
  errorShown?: Promise<void>
}

/** Runs in the page: notes when the error has its words, the password has the focus again, and both are painted. */
function waitForError() {
  const watched: Watched = window
  watched.errorShown = new Promise((resolve, reject) => {
    // The button that was clicked had the focus: it comes to the password once there is something to mend.
    const onFocus = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLInputElement) || target.name !== 'password') return
      document.removeEventListener('focusin', onFocus)
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          const words = document.querySelector('[role=alert]')?.textContent
          setTimeout(() => (words ? resolve() : reject(new Error('No word says why the focus came to the password.'))))
        }),
      )
    }
    document.addEventListener('focusin', onFocus)
  })
}
