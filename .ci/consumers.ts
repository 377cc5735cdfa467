// The packed packages in strangers' compilers and bundlers, of every age that Foyer is for:
//   node .ci/setup.mjs .ci/consumers.ts [--counts FILE] [names of bundlers or compilers, or types]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { checkBundlers } from './consumers/bundlers.ts'
import { tools } from './consumers/tools.ts'
import { checkTypes } from './consumers/types.ts'
import { packAll, root } from './pack.ts'
import { runProgram } from './program.ts'
import { tableOf } from './table.ts'

const { values, positionals: names } = parseArgs({ options: { counts: { type: 'string' } }, allowPositionals: true })
const wanted = (name: string) => names.length === 0 || names.includes(name)

tools.install()
const build = ['--recursive', '--filter', './packages/*', '--workspace-concurrency=1', 'run', 'build']
runProgram('pnpm', build, { cwd: root })
const directory = mkdtempSync(join(tmpdir(), 'foyer-consumers-'))
try {
  const tarballs = packAll(directory)
  const bundled = await checkBundlers(tarballs, wanted)
  const compiled = await checkTypes(wanted)

  const resultOf = (problem: string | null) => (problem ? 'FAILED' : 'passed')
  const heads = ['Bundler', 'Version', 'Result', 'First load, brotli']
  const rows = bundled.map(({ name, version, problem, bytes }) => [name, version, resultOf(problem), `${bytes} bytes`])
  console.log(`\n${tableOf(heads, rows)}`)
  const compilers = compiled.map(({ name, version, problem }) => [name, version, resultOf(problem)])
  console.log(`\n${tableOf(['Compiler', 'Version', 'Result'], compilers)}`)

  const all = [...bundled, ...compiled]
  const failed = all.filter(({ problem }) => problem !== null)
  for (const { name, problem } of failed) console.log(`\n${name}: ${problem}`)
  const counts = { passed: all.length - failed.length, failed: failed.length }
  console.log(`\nTests: ${counts.passed} passed, ${counts.failed} failed`)
  if (values.counts) writeFileSync(values.counts, JSON.stringify(counts))
  process.exitCode = failed.length > 0 ? 1 : 0
} finally {
  rmSync(directory, { recursive: true })
}
