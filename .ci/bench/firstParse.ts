import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Browser } from 'playwright'
import type { Figure } from './figure.ts'
import type { Project } from './project.ts'
import { outDirOf } from './site.ts'

const RUNS = 15
/** What the app has anyway. */
const theirs = ['react', 'react/jsx-runtime', 'react-dom']

/**
 * Readies a page that has React under the names by which a bundle asks for them: so that what is timed is
 * Foyer's own part, the very bundle whose bytes are counted.
 */
export async function writeHostPage(project: Project) {
  const outDir = outDirOf(project)
  const entryPoints: Record<string, string> = {}
  for (const [index, name] of theirs.entries()) {
    const exported = Object.keys(await project.load<object>(name)).filter((key) => !/^default$|\W/.test(key))
    const entry = join(project.directory, `host-${index}.js`)
    writeFileSync(entry, `export { ${exported.join(', ')} } from '${name}'\n`)
    entryPoints[`host-${index}`] = entry
  }
  await build({
    entryPoints,
    outdir: outDir,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  })
  const importMap = JSON.stringify({
    imports: Object.fromEntries(theirs.map((name, index) => [name, `/host-${index}.js`])),
  })
  const head = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">'
  writeFileSync(join(outDir, 'host.html'), `${head}<script type="importmap">${importMap}</script>\n`)
}

/** From the text of the form's bundle to its exports, in a page that has never seen it, less what no text takes. */
export async function firstParse(browser: Browser, hostUrl: string, bundle: string): Promise<Figure[]> {
  const samples: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const page = await browser.newPage()
    await page.goto(hostUrl)
    const taken = await page.evaluate(
      async ({ theirs, bundle }) => {
        const time = async (code: string) => {
          const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }))
          const started = performance.now()
          await import(url)
          return performance.now() - started
        }
        for (const name of theirs) await import(name)
        // The first module from a blob waits for what later ones find ready.
        await time('export {}')
        const nothing = await time('export {}')
        return (await time(bundle)) - nothing
      },
      { theirs, bundle },
    )
    samples.push(taken)
    await page.close()
  }
  return [{ name: 'first parse and evaluation of the form bundle', unit: 'ms', samples }]
}
