// Every runtime that the client is for, how it is started, and what it can't do.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../pack.ts'
import { tools } from './tools.ts'

/** The suite as each kind of runtime takes it: paths of bundles. */
export interface Bundles {
  inProcess: string
  inWorker: string
  inEdge: string
}

export interface Runtime {
  name: string
  version: () => string
  /** The program, and what it is given before the addresses. */
  command: (bundles: Bundles) => string[]
  /** What is given after the addresses. */
  suite?: 'without-network'
}

const windows = process.platform === 'win32'
const host = (name: string) => join(root, '.ci/runtimes', name)
const node = (name: string, tool: string): Runtime => ({
  name,
  version: () => tools.version(tool),
  command: ({ inProcess }) => [tools.path(tool, 'bin', windows ? 'node.exe' : 'node'), inProcess],
})
/** Node with another `fetch` in the place of its own, as older programs have it. */
const nodeWith = (tool: string): Runtime => ({
  name: `Node 24 with ${tool}`,
  version: () => tools.version(tool),
  command({ inProcess }) {
    const path = createRequire(tools.path(tool, 'package.json')).resolve(tools.path(tool))
    const preload = `import * as theirs from ${JSON.stringify(pathToFileURL(path).href)}
      globalThis.fetch = theirs.fetch ?? theirs.default`
    return [process.execPath, '--import', `data:text/javascript,${encodeURIComponent(preload)}`, inProcess]
  },
})
const deno = (bundle: string, ...flags: string[]) => [tools.path('.bin/deno'), 'run', '--no-prompt', ...flags, bundle]
const workerd = (name: string, date: string): Runtime => ({
  name,
  version: () => tools.version('workerd'),
  command: ({ inWorker }) => [process.execPath, host('hostWorkerd.ts'), inWorker, date],
})

export const runtimes: Runtime[] = [
  node('Node 20', 'node-20'),
  node('Node 22', 'node-22'),
  {
    name: 'Node 24',
    version: () => process.versions.node,
    command: ({ inProcess }) => [process.execPath, inProcess],
  },
  node('Node, the newest', 'node-newest'),
  ...['node-fetch-2', 'node-fetch-3', 'cross-fetch', '@whatwg-node/fetch'].map(nodeWith),
  {
    name: 'Bun',
    version: () => tools.version('bun'),
    command: ({ inProcess }) => [tools.path('bun/bin/bun.exe'), inProcess],
  },
  {
    name: 'Deno',
    version: () => tools.version('deno'),
    command: ({ inProcess }) => deno(inProcess, '--allow-net', '--allow-read=.', '--allow-write=.'),
  },
  {
    name: 'Deno without --allow-net',
    version: () => tools.version('deno'),
    command: ({ inProcess }) => deno(inProcess),
    suite: 'without-network',
  },
  workerd('workerd, as of 2026-11-01', '2026-11-01'),
  workerd('workerd, as of 2024-11-10', '2024-11-10'),
  workerd('workerd, as of 2023-11-01', '2023-11-01'),
  {
    name: 'edge-runtime',
    version: () => tools.version('edge-runtime'),
    command: ({ inEdge }) => [process.execPath, host('hostEdge.ts'), inEdge],
  },
]

/** What a runtime can't do, which is no fault of the client's. A row that holds after all fails until it leaves here. */
export const cannot: { runtime: RegExp; row: string; why: string }[] = [
  {
    runtime: /with (node-fetch|cross-fetch)/,
    row: 'reads no more than 1 MiB, of a success and of a failure',
    why: 'it gives no stream of the web’s, so that the body is read whole; the time limit ends it',
  },
  {
    runtime: /with (node-fetch-2|cross-fetch)/,
    row: 'takes a body cut short of its length for a failed network',
    why: 'it waits for the rest until the time limit ends it',
  },
  {
    runtime: /with (node-fetch|cross-fetch|@whatwg)/,
    row: 'takes an option of fetch’s that can’t be for a mistake',
    why: 'it takes any word for an option',
  },
  {
    runtime: /^Deno/,
    row: 'says with the system’s code why nothing answered',
    why: 'its fetch fails with a TypeError whose cause has words and no code',
  },
  {
    runtime: /^workerd/,
    row: 'says with the system’s code why nothing answered',
    why: 'its fetch fails with an Error without a code: "Network connection lost."',
  },
]
