// Runs the suite in the edge runtime: `node hostEdge.ts <bundle> <addresses>`.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tools } from './tools.ts'

interface EdgeRuntime {
  dispatchFetch(url: string, init: { method: string; body: string }): Promise<Response>
}

const [bundle = '', addresses = ''] = process.argv.slice(2)
const { EdgeRuntime } = createRequire(tools.path('edge-runtime', 'package.json'))('edge-runtime') as {
  EdgeRuntime: new (options: { initialCode: string }) => EdgeRuntime
}
const runtime = new EdgeRuntime({ initialCode: readFileSync(bundle, 'utf8') })
const response = await runtime.dispatchFetch('http://suite/', { method: 'POST', body: addresses })
console.log(await response.text())
process.exit()
