import type { CDPSession } from 'playwright'

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

/** How far the heap strays, in percent, from what it was after the first of so many rounds. */
export async function heapStrays(cdp: CDPSession, rounds: number, round: () => Promise<void>): Promise<number> {
  const heaps: number[] = []
  for (let count = 0; count < rounds; count++) {
    await round()
    heaps.push(await scriptsBytes(cdp))
  }
  const [first = Number.NaN, ...later] = heaps
  return Math.max(...later.map((heap) => Math.abs(heap / first - 1) * 100))
}
