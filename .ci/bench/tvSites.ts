import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EmulatorServer } from '@foyer/emulator/server'
import { preview } from 'vite'
import { plexEnvironment } from '../../apps/plexEnvironment.ts'
import { root } from '../pack.ts'
import { runProgram } from '../program.ts'
import type { CodePages } from './television.ts'

/** Builds the television's app, as it is and as it was before, and serves it; `earlier` is where that lies. */
export async function serveTvSites(plexTv: EmulatorServer, outDir: string, earlier: string | undefined) {
  const closing: (() => Promise<void>)[] = []
  const built = (from: string, name: string) => {
    const to = join(outDir, name)
    runProgram('pnpm', ['exec', 'vite', 'build', '--outDir', to, '--emptyOutDir', '--logLevel', 'error'], {
      cwd: join(from, 'apps/tv'),
      env: { ...process.env, ...plexEnvironment(plexTv), NODE_ENV: 'production' },
    })
    return to
  }
  const served = async (directory: string) => {
    const server = await preview({
      root: directory,
      configFile: false,
      build: { outDir: '.' },
      preview: { port: 0, host: 'localhost' },
    })
    closing.push(() => server.close())
    return server.resolvedUrls?.local[0] ?? ''
  }
  const app = built(root, 'foyer')
  const still = join(outDir, 'still')
  mkdirSync(still)
  writeFileSync(join(still, 'index.html'), withoutScript(readFileSync(join(app, 'index.html'), 'utf8')))
  const pages: CodePages = {
    foyer: await served(app),
    still: await served(still),
    before: earlier && (await served(built(earlier, 'before'))),
  }
  return { pages, close: () => Promise.all(closing.map((close) => close())) }
}

/** The first picture with a code in it, and nothing that runs. */
function withoutScript(html: string) {
  const glyphs = [...'7RQZ']
  const still = html.replace(/<script[^>]*><\/script>/g, '').replace(/<b><\/b>/g, () => `<b>${glyphs.shift()}</b>`)
  if (glyphs.length > 0 || /<script/.test(still)) throw new Error('The first picture is not as this program knows it.')
  return still
}
