// What an app pays, in bytes over the wire: production bundles of the packed packages, by two bundlers, brotli 11.
// React and TanStack Query are left out, because the app has them.
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { build } from 'esbuild'
import { rolldown } from 'rolldown'
import { floors, packAll, root, unpack } from './pack.ts'

interface Budget {
  name: string
  limit: number
  entry: string
  /** Left out too, as an app's own chunk or as what is told apart. */
  without?: RegExp
  /** What the app has already: only what comes on top counts. */
  over?: string
}

const theirs = /^(react|react-dom|@tanstack\/react-query)(\/|$)/
const client = "export { createPlexClient, createPlexSession, getUser, signIn } from '@foyer/client'"
const app = `export { createPlexClient, createPlexSession } from '@foyer/client'
export { PlexProvider } from '@foyer/hooks'`
const form = `${app}
export { usePlexSignIn } from '@foyer/hooks'
export { SignInForm, VerificationForm } from '@foyer/ui'`
const budgets: Budget[] = [
  { name: 'client: sign-in, user, session', limit: 13_700, entry: client },
  { name: '… of which without zod', limit: 9100, entry: client, without: /^zod(\/|$)/ },
  { name: 'sign-in form, hooks and client', limit: 20_600, entry: form },
  {
    name: 'Plex window: its hook and button, over the form',
    limit: 5500,
    entry: `${form}\nexport { SignInButton } from '@foyer/ui'`,
    over: form,
  },
  {
    name: 'link screen, over its hook, before its QR code',
    limit: 3300,
    entry: `${app}\nexport { usePlexPin } from '@foyer/hooks'\nexport { LinkScreen } from '@foyer/ui'`,
    over: `${app}\nexport { usePlexPin } from '@foyer/hooks'`,
  },
  {
    name: 'QR code, a chunk of its own',
    limit: 3800,
    entry: "export { QrCode } from './node_modules/@foyer/ui/dist/pin/QrCode.js'",
  },
]
const styleLimit = 3000
// esbuild shakes less than rolldown; more than this apart, a file is written so that only one of them can.
const spread = 1.15

/** What something weighs, in bytes; the style sheet is built once. */
export interface Size {
  name: string
  esbuild: number
  rolldown: number | null
  limit: number
}

if (import.meta.main) {
  const directory = mkdtempSync(join(tmpdir(), 'foyer-sizes-'))
  try {
    const modules = join(directory, 'node_modules')
    const tarballs = packAll(directory)
    for (const floor of floors) unpack(tarballs.get(floor) ?? '', join(modules, '@foyer', floor))
    symlinkSync(join(root, 'packages/client/node_modules/zod'), join(modules, 'zod'))
    symlinkSync(join(root, 'packages/ui/node_modules/lean-qr'), join(modules, 'lean-qr'))
    check((await measureSizes(directory)).sizes)
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** Measures what lies in the `node_modules` of `directory`; also returns the code of the form's bundle. */
export async function measureSizes(directory: string): Promise<{ sizes: Size[]; formBundle: string }> {
  const sizes: Size[] = []
  const input = join(directory, 'entry.js')
  const bundles = async (entry: string, without?: RegExp) => {
    const external = (id: string) => theirs.test(id) || without?.test(id) === true
    writeFileSync(input, entry)
    return { esbuild: await withEsbuild(input, external), rolldown: await withRolldown(input, external) }
  }
  for (const { name, limit, entry, without, over } of budgets) {
    const whole = await bundles(entry, without)
    const had = over === undefined ? { esbuild: '', rolldown: '' } : await bundles(over, without)
    const added = (by: keyof typeof whole) => brotli(whole[by]) - (over === undefined ? 0 : brotli(had[by]))
    sizes.push({ name, esbuild: added('esbuild'), rolldown: added('rolldown'), limit })
  }
  const styles = brotli(readFileSync(join(directory, 'node_modules/@foyer/ui/dist/styles.css'), 'utf8'))
  sizes.push({ name: '@foyer/ui/styles.css', esbuild: styles, rolldown: null, limit: styleLimit })
  return { sizes, formBundle: (await bundles(form)).rolldown }
}

function check(sizes: Size[]) {
  const failures: string[] = []
  const hold = (name: string, bytes: number, limit: number) => {
    if (bytes > limit) failures.push(`${name}: ${bytes} bytes, ${bytes - limit} over ${limit}`)
  }
  for (const { name, esbuild, rolldown, limit } of sizes) {
    if (rolldown === null) {
      hold(name, esbuild, limit)
      continue
    }
    hold(`${name} (esbuild)`, esbuild, limit)
    hold(`${name} (rolldown)`, rolldown, limit)
    hold(`${name}: esbuild against ${spread} × rolldown`, esbuild, Math.floor(rolldown * spread))
  }
  console.table(
    Object.fromEntries(
      sizes.map(({ name, esbuild, rolldown, limit }) => [name, { esbuild, rolldown: rolldown ?? '', limit }]),
    ),
  )
  if (failures.length > 0) {
    console.error(failures.join('\n'))
    process.exitCode = 1
  }
}

function brotli(code: string) {
  return brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length
}

/** What is loaded first: chunks that wait for an `import()` don't count. */
async function withEsbuild(input: string, external: (id: string) => boolean) {
  const { outputFiles, metafile } = await build({
    entryPoints: [input],
    bundle: true,
    splitting: true,
    outdir: 'out',
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    metafile: true,
    write: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'external',
        setup: ({ onResolve }) =>
          onResolve({ filter: /^[^./]/ }, ({ path }) => (external(path) ? { path, external: true } : undefined)),
      },
    ],
  })
  const importsOf = (name: string) =>
    metafile.outputs[name]?.imports.filter(({ kind, external }) => kind === 'import-statement' && !external) ?? []
  const entry = Object.keys(metafile.outputs).find((name) =>
    metafile.outputs[name]?.entryPoint?.endsWith(basename(input)),
  )
  const first = reachable(entry ?? '', (name) => importsOf(name).map(({ path }) => path))
  return first.map((name) => outputFiles.find(({ path }) => path.endsWith(name))?.text ?? '').join('')
}

async function withRolldown(input: string, external: (id: string) => boolean) {
  const bundle = await rolldown({
    input,
    external,
    platform: 'browser',
    // 'use client' means nothing in a bundle for the browser, and rolldown says so for every file.
    onLog: (level, log, report) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && report(level, log),
    transform: { target: 'es2022', define: { 'process.env.NODE_ENV': '"production"' } },
  })
  const { output } = await bundle.generate({ format: 'esm', minify: true })
  await bundle.close()
  const chunks = new Map(output.flatMap((part) => (part.type === 'chunk' ? [[part.fileName, part] as const] : [])))
  const entry = [...chunks.values()].find(({ isEntry }) => isEntry)
  const first = reachable(
    entry?.fileName ?? '',
    (name) => chunks.get(name)?.imports.filter((to) => chunks.has(to)) ?? [],
  )
  return first.map((name) => chunks.get(name)?.code ?? '').join('')
}

function reachable(entry: string, importsOf: (name: string) => string[]): string[] {
  const found = new Set([entry])
  for (const name of found) for (const next of importsOf(name)) found.add(next)
  return [...found]
}
