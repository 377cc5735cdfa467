// Makes a bare clone ready, then runs one script of package.json under the project's own Node and pnpm.
// It is the only file that the machine's Node runs, so it keeps to what Node 20 has.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const PNPM = '12.21.0'
const root = fileURLToPath(new URL('..', import.meta.url))
const installed = `${root}.tools/node_modules/pnpm/package.json`

const [major] = process.versions.node.split('.')
if (Number(major) < 20) stop(`Foyer needs Node 20 or newer; this is ${process.version}.`)

if (!existsSync(installed) || JSON.parse(readFileSync(installed, 'utf8')).version !== PNPM) {
  console.log(`Getting pnpm ${PNPM} …`)
  run('npm', [
    'install',
    '--prefix',
    '.tools',
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    `pnpm@${PNPM}`,
  ])
}

console.log('Installing what the workspace needs …')
pnpm(['install', '--reporter=append-only', '--loglevel=error'])
pnpm(['run', '--silent', ...process.argv.slice(2)])

function pnpm(args) {
  run(`${root}.tools/node_modules/.bin/pnpm`, args)
}

function run(command, args) {
  const { status, signal, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (error) stop(`${command} could not be run: ${error.message}`)
  if (status !== 0) process.exit(signal ? 130 : status)
}

function stop(why) {
  console.error(why)
  process.exit(1)
}
