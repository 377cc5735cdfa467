// The whole check: `npm test`, or some of its steps: `npm test -- types lint`.
// A step that fails shows what it said, and the next one runs all the same. FOYER_VERBOSE=1 shows everything.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Counts, journeyCounts, vitestCounts } from './counts.ts'
import { tableOf } from './table.ts'

interface Step {
  name: string
  commands: string[]
  /** For a step that runs tests: reads the counts from the report that it wrote. */
  counts?: (report: unknown) => Counts
}

const reports = mkdtempSync(join(tmpdir(), 'foyer-check-'))
const report = (name: string) => join(reports, `${name}.json`)
const vitest = (name: string, projects: string) =>
  `vitest run ${projects} --reporter=default --reporter=json "--outputFile.json=${report(name)}"`

const steps: Step[] = [
  { name: 'browser', commands: ['node .ci/browser.ts'] },
  { name: 'types', commands: ['tsc --noEmit'] },
  { name: 'lint', commands: ['biome check --error-on-warnings'] },
  { name: 'unused', commands: ['knip --no-progress --treat-config-hints-as-errors'] },
  {
    name: 'tests',
    commands: [
      vitest(
        'tests',
        '--maxWorkers=100% --project node --project dom --project dom-react-18 --reporter=./.ci/faultsReporter.ts',
      ),
    ],
    counts: vitestCounts,
  },
  { name: 'build', commands: ['pnpm -r --workspace-concurrency=1 run build', 'storybook build --quiet'] },
  { name: 'stories', commands: [vitest('stories', '--project stories')], counts: vitestCounts },
  {
    name: 'journeys',
    commands: ['playwright test --config apps/playwright.config.ts --reporter=list,json'],
    counts: journeyCounts,
  },
  { name: 'packages', commands: ['node .ci/packages.ts'] },
  {
    name: 'recipes',
    commands: ['playwright test --config recipes/playwright.config.ts --reporter=list,json'],
    counts: journeyCounts,
  },
  { name: 'sizes', commands: ['node .ci/sizes.ts'] },
]

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name))
if (unknown.length > 0) {
  console.error(`No step is called ${unknown.join(' or ')}; there are ${steps.map((step) => step.name).join(', ')}.`)
  process.exit(1)
}

const verbose = process.env.FOYER_VERBOSE === '1'
const rows: { name: string; passed: boolean; seconds: string; counts: Counts | null }[] = []

for (const step of steps.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  process.stdout.write(`${step.name.padEnd(9)} … ${verbose ? '\n' : ''}`)
  const started = performance.now()
  const { passed, output } = await runAll(step)
  const counts = step.counts ? countsOf(step.name, step.counts, passed) : null
  const row = { name: step.name, passed, seconds: `${((performance.now() - started) / 1000).toFixed(1)} s`, counts }
  rows.push(row)
  console.log(cellsOf(row).join('   '))
  if (!passed && !verbose) console.log(`\n${output.trimEnd()}\n`)
}
rmSync(reports, { recursive: true })

console.log(
  `\n${tableOf(
    ['Step', 'Result', 'Time', 'Tests'],
    rows.map((row) => [row.name, ...cellsOf(row)]),
  )}`,
)
const total = (key: keyof Counts) => rows.reduce((sum, { counts }) => sum + (counts?.[key] ?? 0), 0)
console.log(`\nTests: ${total('passed')} passed, ${total('failed')} failed`)
process.exitCode = rows.every(({ passed }) => passed) ? 0 : 1

function cellsOf({ passed, seconds, counts }: (typeof rows)[number]) {
  return [passed ? 'passed' : 'FAILED', seconds, counts ? `${counts.passed} passed, ${counts.failed} failed` : '']
}

async function runAll({ name, commands }: Step) {
  let output = ''
  for (const command of commands) {
    const done = await run(command, report(name))
    output += `$ ${command}\n${done.output}`
    if (done.status !== 0) return { passed: false, output }
  }
  return { passed: true, output }
}

function run(command: string, journeyReport: string) {
  return new Promise<{ status: number | null; output: string }>((resolve, reject) => {
    const child = spawn(command, {
      shell: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: journeyReport },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        if (verbose) process.stdout.write(text)
      })
    }
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, output }))
  })
}

/** A run that ends without a report, or red without a red test, counts as one failure: it must not look like none. */
function countsOf(name: string, read: (report: unknown) => Counts, passed: boolean): Counts {
  let counts: Counts = { passed: 0, failed: 0 }
  try {
    counts = read(JSON.parse(readFileSync(report(name), 'utf8')))
  } catch (error) {
    if (passed) throw error
  }
  return passed || counts.failed > 0 ? counts : { ...counts, failed: 1 }
}
