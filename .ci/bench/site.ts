import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { build, preview } from 'vite'
import { writeBareForm } from './bareForm.ts'
import type { Project } from './project.ts'

/** The pages in which the browser's figures are taken, as production builds. */
export interface Site {
  readonly url: string
  close(): Promise<void>
}

const names = ['bare', 'react', 'form', 'elements', 'asking', 'link', 'mounts']

/** Where a project's pages are built to. */
export const outDirOf = ({ directory }: Project) => join(directory, 'site')

/** Builds the project's pages, and serves all that lies where they are built to. */
export async function serveSite(project: Project): Promise<Site> {
  process.env.NODE_ENV = 'production'
  await writeBareForm(project)
  const pages = join(project.directory, 'pages')
  const site = {
    root: pages,
    configFile: false as const,
    logLevel: 'error' as const,
    plugins: [react()],
    build: {
      outDir: outDirOf(project),
      emptyOutDir: false,
      rolldownOptions: { input: names.map((name) => join(pages, `${name}.html`)) },
    },
    preview: { port: 0, host: 'localhost' },
  }
  await build(site)
  const server = await preview(site)
  return { url: server.resolvedUrls?.local[0] ?? '', close: () => server.close() }
}
