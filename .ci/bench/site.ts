import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { build, preview } from 'vite'
import { root } from '../pack.ts'

/** The pages in which the browser's figures are taken, as production builds. */
export interface Site {
  readonly url: string
  close(): Promise<void>
}

/** Builds the pages into `outDir`, and serves all that lies there. */
export async function serveSite(outDir: string): Promise<Site> {
  process.env.NODE_ENV = 'production'
  const pages = join(root, '.ci/bench/pages')
  const site = {
    root: pages,
    configFile: false as const,
    logLevel: 'error' as const,
    plugins: [react()],
    build: {
      outDir,
      emptyOutDir: false,
      rolldownOptions: { input: ['bare', 'react', 'form', 'link'].map((name) => join(pages, `${name}.html`)) },
    },
    preview: { port: 0, host: 'localhost' },
  }
  await build(site)
  const server = await preview(site)
  return { url: server.resolvedUrls?.local[0] ?? '', close: () => server.close() }
}
