#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { createEmulator } from './createEmulator.ts'
import type { Emulator } from './Emulator.ts'
import { type ScenarioName, scenarios } from './scenarios.ts'
import { serve } from './server.ts'
import { codeLeftMs } from './totp.ts'

const help = `foyer-emulator: a stand-in plex.tv on this machine

  --port <number>      where to listen (default 4010; 0 takes a free port)
  --seed <number>      another seed makes other ids, secrets and tokens (default 1)
  --scenario <name>    ${Object.keys(scenarios).join(' or ')} (default everyone)
  --help               this text
`

const options = {
  port: { type: 'string', default: '4010' },
  seed: { type: 'string', default: '1' },
  scenario: { type: 'string', default: 'everyone' },
  help: { type: 'boolean', default: false },
} as const

/** A line for each person: what to type, what then happens, and to whom. Names last: not every script keeps columns. */
function loginTable(emulator: Emulator): string {
  const rows = emulator
    .people()
    .map(({ title, login, password, note }) => [login || '(none)', password || '(none)', note, title])
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0))
  const widths = [width(0), width(1), width(2), 0]
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`).join('\n')
}

function codeLine(emulator: Emulator): string {
  const { login, currentCode } = emulator.person('twoFactor')
  return `Code of ${login}: ${currentCode()}, ${Math.ceil(codeLeftMs(emulator.now()) / 1000)} s left`
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options })
  if (values.help) {
    process.stdout.write(help)
    return
  }
  const whole = (name: 'port' | 'seed') => {
    if (!/^\d+$/.test(values[name])) throw new RangeError(`--${name} takes a whole number, not "${values[name]}".`)
    return Number(values[name])
  }
  const emulator = createEmulator({ seed: whole('seed'), scenario: values.scenario as ScenarioName })
  const server = await serve(emulator, { port: whole('port') })
  const { login, recoveryCodes } = emulator.person('twoFactor')
  process.stdout.write(
    `A stand-in plex.tv listens at ${server.url}\n` +
      `  approve a sign-in at ${server.appUrl} (an app opens it)\n` +
      `  type a link code at  ${server.linkUrl}\n\n${loginTable(emulator)}\n\n` +
      `Recovery codes of ${login}: ${recoveryCodes.join(', ')}\n${codeLine(emulator)}`,
  )

  // Only a terminal can take a line back; a log gets the code once.
  const redraw = process.stdout.isTTY
    ? setInterval(() => process.stdout.write(`\r\u001B[K${codeLine(emulator)}`), 1000)
    : undefined
  if (!redraw) process.stdout.write('\n')
  const end = () => {
    clearInterval(redraw)
    if (redraw) process.stdout.write('\n')
    void server.close()
  }
  process.once('SIGINT', end).once('SIGTERM', end)
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
