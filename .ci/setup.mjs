// Makes a bare clone ready, then runs one of the project's scripts under the project's own Node:
//   node .ci/setup.mjs <script.ts> [arguments]
// It is the only file that the machine's Node runs, so it keeps to what Node 20 has.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PNPM = '12.21.0'
const root = fileURLToPath(new URL('..', import.meta.url))
const tools = join(root, '.tools/node_modules')
const windows = process.platform === 'win32'

const [major] = process.versions.node.split('.')
if (Number(major) < 20) stop(`Foyer needs Node 20 or newer; this is ${process.version}.`)

const installed = join(tools, 'pnpm/package.json')
if (!existsSync(installed) || JSON.parse(readFileSync(installed, 'utf8')).version !== PNPM) {
  console.log(`Getting pnpm ${PNPM} …`)
  const quietly = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error']
  run('npm', ['install', '--prefix', '.tools', ...quietly, `pnpm@${PNPM}`])
}

const isFirst = !existsSync(join(root, 'node_modules/.modules.yaml'))
console.log(`Installing what the workspace needs …${isFirst ? ' (a minute or so, the first time)' : ''}`)
// A program itself, so that no shell of Windows reads the path to it.
run(join(tools, 'pnpm', windows ? 'pnpm.exe' : 'pnpm'), [
  'install',
  // Only what is wrong: not each package that is there now.
  '--reporter=append-only',
  '--loglevel=warn',
  // It must not stop to ask whether it may replace modules that another version made.
  '--config.confirmModulesPurge=false',
])

// No shell and no package manager between Ctrl-C and the script, so that the script alone says how it ends.
const [script, ...args] = process.argv.slice(2)
const child = spawn(join(root, 'node_modules/node/bin', windows ? 'node.exe' : 'node'), [join(root, script), ...args], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    PATH: [join(root, 'node_modules/.bin'), join(tools, '.bin'), process.env.PATH].join(delimiter),
  },
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => stop(`${script} could not be run: ${error.message}`))
child.on('exit', (status) => process.exit(status ?? 1))

function run(command, args) {
  // npm is a script for a shell on Windows.
  const shell = windows && command === 'npm'
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell })
  if (error) stop(`${command} could not be run: ${error.message}`)
  if (status !== 0) process.exit(status ?? 1)
}

function stop(why) {
  console.error(why)
  process.exit(1)
}
