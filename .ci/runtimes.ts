// The client in every JavaScript runtime that it is for, by one suite, from the packed package:
//   node .ci/setup.mjs .ci/runtimes.ts [--counts FILE] [names of runtimes]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createEmulator } from '@foyer/emulator'
import { serve } from '@foyer/emulator/server'
import spawn from 'cross-spawn'
import { build } from 'esbuild'
import { packOne, root, unpack } from './pack.ts'
import { runProgram } from './program.ts'
import { createMisbehavingServer } from './runtimes/misbehavingServer.ts'
import type { Addresses, RowResult } from './runtimes/row.ts'
import { type Bundles, cannot, type Runtime, runtimes } from './runtimes/runtimes.ts'
import { tools } from './runtimes/tools.ts'
import { tableOf } from './table.ts'

interface Outcome {
  runtime: Runtime
  seconds: string
  passed: number
  problems: string[]
  known: string[]
}

/** Most of a suite's time is waiting; more at once would make a slow machine late. */
const AT_ONCE = 3
const LIMIT_MS = 180_000

const { values, positionals: wanted } = parseArgs({ options: { counts: { type: 'string' } }, allowPositionals: true })
const chosen = runtimes.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
if (chosen.length === 0) {
  console.error(`There are ${runtimes.map(({ name }) => name).join('; ')}.`)
  process.exit(1)
}

const directory = mkdtempSync(join(tmpdir(), 'foyer-runtimes-'))
const outcomes: Outcome[] = []
try {
  tools.install()
  const bundles = await bundleSuite()
  const queue = [...chosen]
  const work = async () => {
    for (let runtime = queue.shift(); runtime; runtime = queue.shift()) {
      const outcome = await runIn(runtime, bundles)
      outcomes.push(outcome)
      console.log(cellsOf(outcome).join('   '))
      if (outcome.problems.length > 0) console.log(`\n${outcome.problems.join('\n')}\n`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
} finally {
  rmSync(directory, { recursive: true })
}

outcomes.sort((a, b) => runtimes.indexOf(a.runtime) - runtimes.indexOf(b.runtime))
console.log(`\n${tableOf(['Runtime', 'Version', 'Result', 'Time', 'Tests'], outcomes.map(cellsOf))}`)
const known = outcomes.flatMap(({ known }) => known)
if (known.length > 0) console.log(`\nWhat a runtime can't do:\n${known.map((line) => `- ${line}`).join('\n')}`)
const total = (count: (outcome: Outcome) => number) => outcomes.reduce((sum, outcome) => sum + count(outcome), 0)
const failed = total(({ problems }) => problems.length)
const passed = total((outcome) => outcome.passed)
console.log(`\nTests: ${passed} passed, ${failed} failed`)
if (values.counts) writeFileSync(values.counts, JSON.stringify({ passed, failed }))
process.exitCode = failed > 0 ? 1 : 0

function cellsOf({ runtime, seconds, passed, problems }: Outcome): string[] {
  const result = problems.length > 0 ? 'FAILED' : 'passed'
  return [runtime.name, runtime.version(), result, seconds, `${passed} passed, ${problems.length} failed`]
}

/** The suite on the client as it is packed, once for each kind of runtime. */
async function bundleSuite(): Promise<Bundles> {
  runProgram('pnpm', ['--filter', '@foyer/client', 'run', 'build'], { cwd: root })
  const modules = join(directory, 'node_modules')
  const client = join(modules, '@foyer/client')
  mkdirSync(client, { recursive: true })
  unpack(packOne('client', directory), client)
  const bundle = async (name: string, format: 'esm' | 'iife') => {
    const outfile = join(directory, `${name}.mjs`)
    await build({
      entryPoints: [join(root, '.ci/runtimes', `${name}.ts`)],
      outfile,
      bundle: true,
      format,
      platform: 'neutral',
      target: 'es2022',
      alias: {
        '@foyer/client': join(client, 'dist/index.js'),
        '@foyer/client/device-keys': join(client, 'dist/device-keys.js'),
        '@foyer/client/node': join(client, 'dist/node.js'),
      },
      external: ['node:*'],
      nodePaths: [modules],
      preserveSymlinks: true,
      logLevel: 'error',
    })
    return outfile
  }
  return {
    inProcess: await bundle('inProcess', 'esm'),
    inWorker: await bundle('inWorker', 'esm'),
    inEdge: await bundle('inEdge', 'iife'),
  }
}

async function runIn(runtime: Runtime, bundles: Bundles): Promise<Outcome> {
  const started = performance.now()
  const plexTv = await serve(createEmulator(), { port: 0 })
  const misbehaving = await createMisbehavingServer()
  const addresses: Addresses = { plexTv: plexTv.url, misbehaving: misbehaving.url, nobody: await closedPort() }
  const results = await resultsOf(runtime, bundles, addresses)
  await Promise.all([plexTv.close(), misbehaving.close()])
  return { runtime, seconds: `${((performance.now() - started) / 1000).toFixed(1)} s`, ...judge(runtime, results) }
}

/** Runs the suite to its end; a runtime that gives no results has failed as a whole. */
async function resultsOf(runtime: Runtime, bundles: Bundles, addresses: Addresses): Promise<RowResult[]> {
  const [program = '', ...given] = runtime.command(bundles)
  const args = [...given, JSON.stringify(addresses), ...(runtime.suite ? [runtime.suite] : [])]
  const said = await new Promise<{ results: string; all: string }>((resolve) => {
    const child = spawn(program, args, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] })
    const said = { results: '', all: '' }
    const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS)
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said.results += text
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (text: Buffer | string) => {
        said.all += text
      })
    }
    child.on('error', (error) => {
      said.all += error.message
    })
    child.on('close', () => {
      clearTimeout(timer)
      resolve(said)
    })
  })
  try {
    return JSON.parse(said.results)
  } catch {
    return [{ name: 'runs the suite', problem: `It gave no results. ${said.all.slice(0, 4000)}` }]
  }
}

/** What held, what did not, and what is known not to. */
function judge({ name }: Runtime, results: RowResult[]) {
  const problems: string[] = []
  const known: string[] = []
  let passed = 0
  for (const { name: row, problem } of results) {
    const reason = cannot.find((entry) => entry.row === row && entry.runtime.test(name))?.why
    if (problem && reason) known.push(`${name}: ${row}: ${reason}`)
    else if (problem) problems.push(`${name}: ${row}: ${problem}`)
    else if (reason) problems.push(`${name}: ${row}: it holds by now; take it out of what a runtime can't do.`)
    else passed++
  }
  return { passed, problems, known }
}

async function closedPort(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}
