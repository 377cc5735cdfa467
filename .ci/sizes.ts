// What an app pays, in bytes over the wire: production bundles of the packed packages, by two bundlers, brotli 11.
// React and TanStack Query are left out, because the app has them.
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { build } from 'esbuild'
import { rolldown } from 'rolldown'
import { floors, packAll, root, unpack } from './pack.ts'

interface Budget {
  name: string
  limit: number
  entry: string
  without?: RegExp
}

const theirs = /^(react|react-dom|@tanstack\/react-query)(\/|$)/
const client = "export { createPlexClient, createPlexSession, getUser, signIn } from '@foyer/client'"
const budgets: Budget[] = [
  { name: 'client: sign-in, user, session', limit: 9000, entry: client },
  { name: '… of which without zod', limit: 4500, entry: client, without: /^zod(\/|$)/ },
  {
    name: 'sign-in form, hooks and client',
    limit: 14_000,
    entry: `export { createPlexClient, createPlexSession } from '@foyer/client'
export { PlexProvider } from '@foyer/hooks'
export { PlexSignIn } from '@foyer/ui'`,
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
    check((await measureSizes(directory)).sizes)
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** Measures what lies in the `node_modules` of `directory`; also returns the code of the form's bundle. */
export async function measureSizes(directory: string): Promise<{ sizes: Size[]; formBundle: string }> {
  const sizes: Size[] = []
  let formBundle = ''
  for (const [index, { name, limit, entry, without }] of budgets.entries()) {
    const external = (id: string) => theirs.test(id) || without?.test(id) === true
    const input = join(directory, `entry-${index}.js`)
    writeFileSync(input, entry)
    const esbuild = brotli(await withEsbuild(input, external))
    // The form comes last, and holds all the others.
    formBundle = await withRolldown(input, external)
    sizes.push({ name, esbuild, rolldown: brotli(formBundle), limit })
  }
  const styles = brotli(readFileSync(join(directory, 'node_modules/@foyer/ui/dist/styles.css'), 'utf8'))
  sizes.push({ name: '@foyer/ui/styles.css', esbuild: styles, rolldown: null, limit: styleLimit })
  return { sizes, formBundle }
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

async function withEsbuild(input: string, external: (id: string) => boolean) {
  const { outputFiles } = await build({
    entryPoints: [input],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
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
  return outputFiles.map((file) => file.text).join('')
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
  return output.map((part) => (part.type === 'chunk' ? part.code : '')).join('')
}
