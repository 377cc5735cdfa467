import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Floor, packOne, root } from '../pack.ts'
import { runProgram } from '../program.ts'

/** An app's folder with the packed packages in it: what people get is what is measured. */
export interface Project {
  readonly directory: string
  /** Imports as a file of the project would. */
  load<T>(name: string): Promise<T>
  remove(): void
}

/** An app that has installed Foyer as it lies in `source`, and React. The emulator is this tree's: it is the ruler. */
export function createProject(source = root): Project {
  const directory = mkdtempSync(join(tmpdir(), 'foyer-bench-'))
  const sources: Record<Floor, string> = { client: source, hooks: source, ui: source, emulator: root }
  const tarballs = Object.entries(sources).map(([floor, from]) => packOne(floor as Floor, directory, from))
  // Query is for the pages of an app that has it anyway, and for builds that needed it.
  installInto(directory, [...tarballs, ...reactHere(), '@tanstack/react-query@5.108.0'])
  cpSync(join(root, '.ci/bench/pages'), join(directory, 'pages'), { recursive: true })
  const { resolve } = createRequire(join(directory, 'app.js'))
  return {
    directory,
    load: (name) => import(pathToFileURL(resolve(name)).href),
    remove: () => rmSync(directory, { recursive: true }),
  }
}

/** React in the version that Foyer is developed with. */
export const reactHere = () =>
  ['react', 'react-dom'].map((name) => {
    const { version } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'))
    return `${name}@${version}`
  })

/** Makes an app's folder of an empty one. `packages`: as npm takes them, peers and all unless `byHand`. */
export function installInto(directory: string, packages: string[], byHand = false) {
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
  const peers = byHand ? ['--legacy-peer-deps'] : []
  runProgram('npm', ['install', ...quietly, ...peers, ...packages], { cwd: directory })
}
