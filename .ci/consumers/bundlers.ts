// One page, bundled by each bundler that people have; its pixels must be those of esbuild's.
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { type Browser, chromium } from 'playwright'
import { launchOptions } from '../browser.ts'
import type { Floor } from '../pack.ts'
import { unpack } from '../pack.ts'
import { runProgram } from '../program.ts'
import { tools } from './tools.ts'

interface Bundler {
  name: string
  /** What is run in the app's folder; it leaves a folder of its name in `dist`. */
  program: string
  args: string[]
}

/** How one bundler's page came out. */
interface Bundled {
  name: string
  version: string
  /** Scripts and sheets that the page loads by itself, after brotli. */
  bytes: number
  problem: string | null
}

const bin = (name: string) => tools.path('.bin', name)
const production = '--define:process.env.NODE_ENV="production"'
const bundlers: Bundler[] = [
  {
    name: 'esbuild',
    program: bin('esbuild'),
    args: ['main.js', '--bundle', '--splitting', '--format=esm', '--minify', '--outdir=dist/esbuild', production],
  },
  { name: 'webpack', program: bin('webpack'), args: [] },
  { name: 'rspack', program: bin('rspack'), args: ['build'] },
  { name: 'rollup', program: bin('rollup'), args: ['--config'] },
  {
    name: 'parcel',
    program: bin('parcel'),
    args: ['build', 'index.html', '--no-cache', '--dist-dir', 'dist/parcel', '--public-url', './'],
  },
  { name: 'vite', program: bin('vite'), args: ['build', '--outDir', 'dist/vite', '--base', './'] },
  {
    name: 'bun',
    program: tools.path('bun/bin/bun.exe'),
    args: ['build', 'main.js', '--outdir', 'dist/bun', '--minify', '--splitting', '--production'],
  },
  { name: 'next', program: bin('next'), args: ['build', 'next'] },
]
const packageOf: Record<string, string> = { rspack: '@rspack/core' }

/** Bundles the packed packages with each of them, and looks at the pages. */
export async function checkBundlers(tarballs: Map<Floor, string>, wanted: (name: string) => boolean) {
  const app = join(tools.directory, 'app')
  rmSync(app, { recursive: true, force: true })
  cpSync(fileURLToPath(new URL('app', import.meta.url)), app, { recursive: true })
  // Parcel reads the package.json that lies beside a lockfile.
  writeFileSync(join(app, 'package-lock.json'), '{}')
  for (const floor of ['client', 'hooks', 'ui'] as const) {
    const folder = tools.path('@foyer', floor)
    rmSync(folder, { recursive: true, force: true })
    unpack(tarballs.get(floor) ?? '', folder)
  }
  const browser = await chromium.launch(launchOptions())
  const bundled: Bundled[] = []
  let pictures: Buffer[] = []
  try {
    for (const bundler of bundlers) {
      // Every other is compared with the first.
      if (bundler !== bundlers[0] && !wanted(bundler.name)) continue
      const { name, program, args } = bundler
      const version = tools.version(packageOf[name] ?? name)
      try {
        const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }
        runProgram(program, args, { cwd: app, env })
        const page = await lookAt(browser, join(app, 'dist', name))
        if (pictures.length === 0) pictures = page.pictures
        const other = ['light', 'dark'].filter((_, at) => !page.pictures[at]?.equals(pictures[at] ?? Buffer.of()))
        const folder = join(app, 'pictures')
        mkdirSync(folder, { recursive: true })
        for (const [at, picture] of page.pictures.entries()) writeFileSync(join(folder, `${name}-${at}.png`), picture)
        const problem = other.length > 0 ? `It looks other than esbuild's (${other.join(', ')}): see ${folder}.` : null
        bundled.push({ name, version, bytes: page.bytes, problem: page.problem ?? problem })
      } catch (error) {
        bundled.push({ name, version, bytes: 0, problem: error instanceof Error ? error.message : String(error) })
      }
    }
  } finally {
    await browser.close()
  }
  return bundled
}

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

/** Opens a page out of its folder, and takes pictures of it in light and in dark. */
async function lookAt(browser: Browser, folder: string) {
  if (!existsSync(join(folder, 'index.html'))) writeIndex(folder)
  const page = await browser.newPage({ viewport: { width: 480, height: 900 }, reducedMotion: 'reduce' })
  let bytes = 0
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(`The page threw: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`The page complained: ${message.text()}`)
  })
  await page.route('**', (route) => {
    const { hostname, pathname } = new URL(route.request().url())
    if (hostname !== 'consumer.test') return route.abort()
    const path = join(folder, decodeURIComponent(pathname === '/' ? '/index.html' : pathname))
    if (!existsSync(path)) return route.fulfill({ status: pathname === '/favicon.ico' ? 204 : 404 })
    const body = readFileSync(path)
    if (/\.(js|css)$/.test(path)) bytes += brotliCompressSync(body).length
    return route.fulfill({ body, contentType: types[extname(path)] ?? 'application/octet-stream' })
  })
  await page.goto('http://consumer.test/')
  await page.getByLabel('Password', { exact: true }).waitFor()
  await page.waitForLoadState('networkidle')
  const pictures: Buffer[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    pictures.push(await page.screenshot())
  }
  await page.close()
  return { pictures, bytes, problem: problems.join('\n') || null }
}

/** For a bundler that makes scripts and sheets alone. */
function writeIndex(folder: string) {
  const html = readFileSync(join(folder, '../../index.html'), 'utf8')
  const sheets = globSync('*.css', { cwd: folder }).map((sheet) => `<link rel="stylesheet" href="./${sheet}" />`)
  writeFileSync(join(folder, 'index.html'), html.replace('</head>', `${sheets.join('')}</head>`))
}
