// What a browser loads first of a program, by two bundlers: chunks that wait for an `import()` don't count.
// The same files give the same bytes, wherever they lie: a bundler names a chunk by a hash, in which the paths are too.
import { basename, dirname } from 'node:path'
import { build } from 'esbuild'
import { rolldown } from 'rolldown'

/** A production bundle's code by each bundler, without what is `external`. */
export async function firstLoad(input: string, external: (id: string) => boolean) {
  return { esbuild: await withEsbuild(input, external), rolldown: await withRolldown(input, external) }
}

async function withEsbuild(input: string, external: (id: string) => boolean) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: dirname(input),
    preserveSymlinks: true,
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
    cwd: dirname(input),
    resolve: { symlinks: false },
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
