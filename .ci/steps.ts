// Runs steps one after the other, a line each, and gives a table: what `npm test` and `npm run engines` are made of.
// A step that fails shows what it said, and the next one runs all the same. FOYER_VERBOSE=1 shows everything.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Counts } from './counts.ts'
import { tableOf } from './table.ts'

export interface Step {
  name: string
  /** Gets what the commands need, and gives its version; a step that can't have it is red. Default: nothing. */
  equip?: () => string | Promise<string>
  /** Run by a shell, one after the other, until one fails. */
  commands: string[]
  /** It has a table of its own, which is shown though it passes. */
  hasTable?: true
  /** For a step that runs tests: reads the counts from the report that it wrote. */
  counts?: (report: unknown) => Counts
  /** What it leaves out, and why. Default: nothing. */
  notes?: readonly string[]
}

interface Row {
  name: string
  notes: readonly string[]
  version: string
  passed: boolean
  seconds: string
  counts: Counts | null
}

const reports = mkdtempSync(join(tmpdir(), 'foyer-steps-'))
process.once('exit', () => rmSync(reports, { recursive: true, force: true }))
const verbose = process.env.FOYER_VERBOSE === '1'

/** Where a step's tests write their report. */
export const reportOf = (name: string) => join(reports, `${name}.json`)

/**
 * Runs all steps, or those that are wanted by name, and sets the exit code.
 *
 * @param kind what a step is called over the table, "Step" say
 */
export async function runSteps(kind: string, steps: readonly Step[], wanted: readonly string[]): Promise<void> {
  const names = steps.map(({ name }) => name)
  const unknown = wanted.filter((name) => !names.includes(name))
  if (unknown.length > 0) {
    console.error(`No ${kind.toLowerCase()} is called ${unknown.join(' or ')}; there are ${names.join(', ')}.`)
    process.exit(1)
  }
  const chosen = steps.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
  const width = Math.max(...chosen.map(({ name }) => name.length))
  const rows: Row[] = []
  for (const step of chosen) {
    process.stdout.write(`${step.name.padEnd(width)} … ${verbose ? '\n' : ''}`)
    const started = performance.now()
    const { version, passed, output } = await runAll(step)
    const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`
    const { name, notes = [] } = step
    const row = { name, notes, version, passed, seconds, counts: step.counts ? countsOf(step, passed) : null }
    rows.push(row)
    console.log(cellsOf(row).join('   '))
    if ((!passed || step.hasTable) && !verbose) console.log(`\n${output.trimEnd()}\n`)
  }
  printTable(kind, rows)
  process.exitCode = rows.every(({ passed }) => passed) ? 0 : 1
}

function printTable(kind: string, rows: readonly Row[]) {
  // Only a step that gets something has a version.
  const hasVersions = rows.some(({ version }) => version !== '')
  const heads = [kind, ...(hasVersions ? ['Version'] : []), 'Result', 'Time', 'Tests']
  const cells = rows.map((row) => [row.name, ...(hasVersions ? [row.version] : []), ...cellsOf(row)])
  console.log(`\n${tableOf(heads, cells)}`)
  for (const { name, notes } of rows) for (const note of notes) console.log(`\n${name}: ${note}`)
  const total = (key: keyof Counts) => rows.reduce((sum, { counts }) => sum + (counts?.[key] ?? 0), 0)
  console.log(`\nTests: ${total('passed')} passed, ${total('failed')} failed`)
}

function cellsOf({ passed, seconds, counts }: Row) {
  return [passed ? 'passed' : 'FAILED', seconds, counts ? `${counts.passed} passed, ${counts.failed} failed` : '']
}

async function runAll({ name, equip, commands }: Step) {
  let output = ''
  let version = ''
  try {
    version = (await equip?.()) ?? ''
  } catch (error) {
    return { version, passed: false, output: `It can’t be had here. ${error instanceof Error ? error.stack : error}` }
  }
  for (const command of commands) {
    const done = await run(command, reportOf(name))
    output += `$ ${command}\n${done.output}`
    if (done.status !== 0) return { version, passed: false, output }
  }
  return { version, passed: true, output }
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
function countsOf({ name, counts: read }: Step, passed: boolean): Counts {
  let counts: Counts = { passed: 0, failed: 0 }
  try {
    if (read) counts = read(JSON.parse(readFileSync(reportOf(name), 'utf8')))
  } catch (error) {
    if (passed) throw error
  }
  return passed || counts.failed > 0 ? counts : { ...counts, failed: 1 }
}
