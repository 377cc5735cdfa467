import type { Browser, CDPSession } from 'playwright'
import type { PinRow } from './pins.ts'

const HOURS = 8

/** A code on a screen that nobody uses for a working day: how far the heap strays from what it was after an hour. */
export async function renewals(browser: Browser, url: string): Promise<PinRow[]> {
  const page = await browser.newPage()
  await page.goto(url)
  await page.locator('[data-part=link-screen]').waitFor()
  const cdp = await page.context().newCDPSession(page)
  const heaps: number[] = []
  for (let hour = 0; hour < HOURS; hour++) {
    await page.evaluate((ms) => (window as unknown as Bench).pass(ms), 3_600_000)
    heaps.push(await scriptsBytes(cdp))
  }
  const pins = await page.evaluate(() => (window as unknown as Bench).countPins())
  await page.close()
  const [first = Number.NaN, ...later] = heaps
  const strays = Math.max(...later.map((heap) => Math.abs(heap / first - 1) * 100))
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

/** The parts of a snapshot that are read here, as V8 writes one. */
interface Snapshot {
  snapshot: { meta: { node_fields: string[]; node_types: [string[], ...unknown[]] } }
  nodes: number[]
}

/**
 * What the page's scripts hold. Not the code that V8 compiles from them, nor what the browser notes of a page's
 * performance: both grow for hours, with or without a leak.
 */
async function scriptsBytes(cdp: CDPSession): Promise<number> {
  let text = ''
  const collect = ({ chunk }: { chunk: string }) => {
    text += chunk
  }
  cdp.on('HeapProfiler.addHeapSnapshotChunk', collect)
  await cdp.send('HeapProfiler.collectGarbage')
  await cdp.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  cdp.off('HeapProfiler.addHeapSnapshotChunk', collect)
  const { snapshot, nodes }: Snapshot = JSON.parse(text)
  const { node_fields: fields, node_types: types } = snapshot.meta
  const [typeAt, sizeAt] = [fields.indexOf('type'), fields.indexOf('self_size')]
  let bytes = 0
  for (let node = 0; node < nodes.length; node += fields.length) {
    const type = types[0][nodes[node + typeAt] ?? -1] ?? ''
    if (!['code', 'native', 'hidden'].includes(type)) bytes += nodes[node + sizeAt] ?? 0
  }
  return bytes
}

/** What the page offers. */
interface Bench {
  pass(ms: number): Promise<void>
  countPins(): number
}
