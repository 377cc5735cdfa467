// One Chromium for the stories, the journeys and whoever takes pictures: found, or got.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright'
import { runProgram } from './program.ts'

// Debian's headless shell comes last: it starts faster but draws a few pixels otherwise.
const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chromium-headless-shell']
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The browser that `FOYER_CHROMIUM` names, else one in its usual places, else Playwright's own. */
function findBrowser(): string | undefined {
  const named = process.env.FOYER_CHROMIUM
  if (named) {
    if (!existsSync(named)) throw new Error(`FOYER_CHROMIUM names ${named}, and there is no such file.`)
    return named
  }
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin']
  const paths = [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...elsewhere]
  return [...paths, chromium.executablePath()].find((path) => existsSync(path))
}

/** What Playwright and Vitest start the browser with. */
export function launchOptions() {
  return {
    executablePath: findBrowser(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  }
}

/** Gets a Chromium where there is none. */
export function installBrowser() {
  if (findBrowser()) return
  // Without a font every letter is a box, and every width is wrong.
  if (mayUseApt()) installFromDebian('chromium', 'fonts-dejavu-core')
  else run('playwright', ['install', 'chromium'])
}

/** Whether this is a Debian, and we may install on it. */
export const mayUseApt = () =>
  process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get')

export function installFromDebian(...packages: string[]) {
  run('apt-get', ['update', '-qq'])
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages])
}

function run(command: string, args: string[]) {
  console.log(`${command} ${args.join(' ')}`)
  runProgram(command, args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
}

if (import.meta.main) {
  installBrowser()
  const browser = await chromium.launch(launchOptions())
  console.log(`Chromium ${browser.version()}, ${findBrowser()}`)
  await browser.close()
}
