// Runs the suite in workerd, by miniflare: `node hostWorkerd.ts <bundle> <compatibility date> <addresses>`.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tools } from './tools.ts'

interface Miniflare {
  dispatchFetch(url: string, init: { method: string; body: string }): Promise<Response>
  dispose(): Promise<void>
}
interface Options {
  modules: true
  script: string
  compatibilityDate: string
}

const [bundle = '', compatibilityDate = '', addresses = ''] = process.argv.slice(2)
const { Miniflare } = createRequire(tools.path('miniflare', 'package.json'))('miniflare') as {
  Miniflare: new (options: Options) => Miniflare
}
const worker = new Miniflare({ modules: true, script: readFileSync(bundle, 'utf8'), compatibilityDate })
const response = await worker.dispatchFetch('http://suite/', { method: 'POST', body: addresses })
console.log(await response.text())
await worker.dispose()
