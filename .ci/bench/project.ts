import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { floors, packAll, root, unpack } from '../pack.ts'

/** What an app that installs Foyer has in its node_modules, and which of our folders knows where it is. */
const installed = {
  zod: 'packages/client',
  'lean-qr': 'packages/ui',
  hono: 'packages/emulator',
  otpauth: 'packages/emulator',
  srvx: 'packages/emulator',
  react: '.',
  'react-dom': '.',
}

/** An app's folder with the packed packages in it: what people get is what is measured. */
export interface Project {
  readonly directory: string
  readonly modules: string
  /** Imports as a file of the project would. */
  load<T>(name: string): Promise<T>
  remove(): void
}

export function createProject(): Project {
  const directory = mkdtempSync(join(tmpdir(), 'foyer-bench-'))
  const modules = join(directory, 'node_modules')
  const tarballs = packAll(directory)
  for (const floor of floors) unpack(tarballs.get(floor) ?? '', join(modules, '@foyer', floor))
  for (const [name, owner] of Object.entries(installed)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(join(root, owner, 'node_modules', name), join(modules, name), 'junction')
  }
  const { resolve } = createRequire(join(directory, 'app.js'))
  return {
    directory,
    modules,
    load: (name) => import(pathToFileURL(resolve(name)).href),
    remove: () => rmSync(directory, { recursive: true }),
  }
}
