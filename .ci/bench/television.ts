import CDP from 'chrome-remote-interface'
import { startChromium } from '../../apps/engines/overDevTools.ts'
import { type Figure, interleaved } from './figure.ts'

const SLOWDOWN = 6
const ROUNDS = 15
/** How long a code is watched that nobody types: plex.tv is asked about it once. */
const WAITING_MS = 4000

/** A Chromium of a set's age. */
export interface Television {
  readonly name: string
  readonly executable: string
  readonly args: string[]
}

/** The addresses of pages that show a code. */
export interface CodePages {
  readonly foyer: string
  /** The same picture, with a code that is always the same and no script. */
  readonly still: string
  /** Foyer as it was before, if there is something to compare with. */
  readonly before?: string | undefined
}

/** What a page did. Times are since it began to load. */
interface Loading {
  firstPictureMs: number
  codeMs: number
  /** All scripts that had come by then, unpacked. */
  scriptKb: number
}

/** From a set that opens the app to a code on its screen, and what it costs to wait for somebody. */
export async function television(set: Television, pages: CodePages, reset: () => void): Promise<Figure[]> {
  const chromium = await startChromium(set.executable, set.args)
  try {
    const withTab = <T>(url: string, task: (tab: Tab) => Promise<T>) => {
      // Many codes of one installation would meet the rate limit.
      reset()
      return inTab(chromium.port, url, task)
    }
    const loaded = (url: string) => () => withTab(url, (tab) => load(tab, url !== pages.still))
    const waited = (url: string) => () => withTab(url, wait)
    const { before } = pages
    const loads = await interleaved(ROUNDS, {
      foyer: loaded(pages.foyer),
      still: loaded(pages.still),
      before: before === undefined ? undefined : loaded(before),
    })
    const waits = await interleaved(ROUNDS, {
      foyer: waited(pages.foyer),
      before: before === undefined ? undefined : waited(before),
    })
    const samples = (page: keyof CodePages, of: keyof Loading) => loads[page]?.map((run) => run[of]) ?? []
    const figure = (name: string, of: keyof Loading, unit: Figure['unit']): Figure => ({
      name: `${name}, ${set.name}, CPU ${SLOWDOWN}× slower`,
      unit,
      samples: samples('foyer', of),
      before: before === undefined ? undefined : samples('before', of),
    })
    const still = { name: 'the same picture without script', samples: samples('still', 'firstPictureMs') }
    return [
      { ...figure('first picture', 'firstPictureMs', 'ms'), against: still, goal: { of: 'ratio', atMost: 1.3 } },
      figure('code on the screen', 'codeMs', 'ms'),
      figure('script before the code', 'scriptKb', 'kB'),
      {
        name: `main thread in a second, while it waits, ${set.name}`,
        unit: 'ms',
        samples: waits.foyer,
        before: waits.before,
      },
    ]
  } finally {
    await chromium.close()
  }
}

interface Tab {
  client: CDP.Client
  evaluate(expression: string): Promise<unknown>
}

/** Opens a tab that has nothing cached, and goes there. */
async function inTab<T>(port: number, url: string, task: (tab: Tab) => Promise<T>): Promise<T> {
  const { id } = await CDP.New({ port, url: 'about:blank' })
  const client = await CDP({ port, target: id, local: true })
  const { Emulation, Network, Page, Performance, Runtime } = client
  try {
    await Promise.all([Page.enable(), Network.enable({}), Performance.enable({})])
    await Network.setCacheDisabled({ cacheDisabled: true })
    await Emulation.setCPUThrottlingRate({ rate: SLOWDOWN })
    await Page.addScriptToEvaluateOnNewDocument({ source: `(${watchCode})()` })
    const isLoaded = Page.loadEventFired()
    await Page.navigate({ url })
    await isLoaded
    return await task({
      client,
      async evaluate(expression) {
        const how = { expression, returnByValue: true, awaitPromise: true }
        const { result, exceptionDetails } = await Runtime.evaluate(how)
        if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
        return result.value
      },
    })
  } finally {
    await client.close()
    await CDP.Close({ port, id })
  }
}

async function load({ evaluate }: Tab, hasScripts: boolean): Promise<Loading> {
  const firstPictureMs = Number(await evaluate(`(${firstPicture})()`))
  if (!hasScripts) return { firstPictureMs, codeMs: Number.NaN, scriptKb: 0 }
  return { firstPictureMs, ...((await evaluate('codeShown')) as Omit<Loading, 'firstPictureMs'>) }
}

/** What the page's thread does in a second, on a machine that is not slowed down. */
async function wait({ client, evaluate }: Tab): Promise<number> {
  await evaluate('codeShown')
  await client.Emulation.setCPUThrottlingRate({ rate: 1 })
  // What the app loads once the code is there is no part of the waiting.
  await new Promise((resolve) => setTimeout(resolve, WAITING_MS))
  const taskMs = async () => {
    const { metrics } = await client.Performance.getMetrics()
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000
  }
  const before = await taskMs()
  await new Promise((resolve) => setTimeout(resolve, WAITING_MS))
  return ((await taskMs()) - before) / (WAITING_MS / 1000)
}

/** Runs in the page before all else, in the language of 2018: notes when the code is in it, and what it took. */
function watchCode() {
  const shown = new Promise((resolve) => {
    const look = () => {
      const code = document.querySelector('[data-part="code"]')
      if (!code || !/^\w{4}$/.test(code.textContent || '')) return requestAnimationFrame(look)
      const codeMs = performance.now()
      const scripts = (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).filter(
        (entry) => /\.js(\?|$)/.test(entry.name) && entry.responseEnd <= codeMs,
      )
      resolve({ codeMs, scriptKb: scripts.reduce((sum, entry) => sum + entry.decodedBodySize, 0) / 1000 })
    }
    look()
  })
  Object.assign(window, { codeShown: shown })
}

/** Runs in the page: resolves when something is drawn, with the moment of that. */
function firstPicture() {
  return new Promise((resolve) => {
    const look = () => {
      const [paint] = performance.getEntriesByName('first-contentful-paint')
      if (paint) resolve(paint.startTime)
      else setTimeout(look, 20)
    }
    look()
  })
}
