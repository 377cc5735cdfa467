// The engines besides Chromium: where they are, and how to get them.
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync } from 'node:zlib'
import { firefox, webkit } from 'playwright'
import { installFromDebian, mayUseApt } from './browser.ts'
import { runProgram } from './program.ts'

const tools = fileURLToPath(new URL('../.tools', import.meta.url))

/** Debian's own; null where there is none. */
export const findFirefox = () => firstOf('/usr/bin/firefox-esr')

/** Debian's WebKitGTK: who drives it, and the browser that is driven; null where there is none. */
export function findWebKit() {
  const driver = firstOf('/usr/bin/WebKitWebDriver')
  const browser = firstOf('/usr/lib/*/webkit2gtk-4.1/MiniBrowser')
  return driver && browser && firstOf('/usr/bin/Xvfb') ? { driver, browser } : null
}

const firstOf = (pattern: string) => globSync(pattern)[0] ?? null

/** Firefox ESR, or where there is no apt, Playwright's own. */
export function installFirefox() {
  if (mayUseApt() && !findFirefox()) installFromDebian('firefox-esr', 'fonts-dejavu-core')
  if (!findFirefox() && !existsSync(firefox.executablePath())) playwrightInstall('firefox')
}

/** WebKitGTK, or where there is no apt, Playwright's WebKit. */
export function installWebKit() {
  if (mayUseApt() && !findWebKit()) installFromDebian('webkit2gtk-driver', 'xvfb', 'fonts-dejavu-core')
  if (!findWebKit() && !existsSync(webkit.executablePath())) playwrightInstall('webkit')
}

const playwrightInstall = (name: string) => runProgram('playwright', ['install', name], { stdio: 'inherit' })

/**
 * Chromiums of the years in which televisions were made: npm has them for another use, under versions that don't tell.
 * 68: webOS 5; 79: webOS 6; 92: between Tizen 6.5 (85) and webOS 23 (94).
 */
const tvChromiums = { 68: '1.4.0', 79: '2.0.2', 92: '10.1.0' }

export type TvChromium = keyof typeof tvChromiums

export const tvChromiumPath = (major: TvChromium) => join(tools, `chromium-${major}`, 'chromium')

/** Puts one into the ignored folder `.tools`. @throws Error where npm has none for this kind of machine. */
export function installTvChromium(major: TvChromium) {
  const executable = tvChromiumPath(major)
  if (existsSync(executable)) return
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('npm has it for Linux on x64 only, and this is another machine.')
  const folder = join(tools, `chromium-${major}`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const quietly = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error']
  // Its own scripts and what it wants beside it, an old Puppeteer, are of no use here.
  const bare = ['--ignore-scripts', '--legacy-peer-deps']
  runProgram('npm', ['install', '--prefix', folder, ...quietly, ...bare, `chrome-aws-lambda@${tvChromiums[major]}`])
  const packed = join(folder, 'node_modules/chrome-aws-lambda/bin')
  for (const archive of readdirSync(packed).filter((name) => name.endsWith('.tar.br'))) {
    execFileSync('tar', ['-x', '-C', folder], { input: brotliDecompressSync(readFileSync(join(packed, archive))) })
  }
  const binary = readdirSync(packed).find((name) => name.startsWith('chromium')) ?? 'chromium.br'
  const unpacked = brotliDecompressSync(readFileSync(join(packed, binary)))
  rmSync(join(folder, 'node_modules'), { recursive: true })
  // Last, for it says that all is there.
  writeFileSync(executable, unpacked, { mode: 0o755 })
}
