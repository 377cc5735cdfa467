// The runtimes themselves, from npm: pinned, in an ignored folder of their own, because they are a gigabyte.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../pack.ts'
import { runProgram } from '../program.ts'

const versions = {
  'node-20': 'npm:node@20.20.2',
  'node-22': 'npm:node@22.23.3',
  'node-newest': 'npm:node@26.10.0',
  bun: '1.4.5',
  deno: '2.9.6',
  miniflare: '4.20260730.0',
  workerd: '1.20261117.1',
  'edge-runtime': '4.0.1',
  'node-fetch-2': 'npm:node-fetch@2.7.0',
  'node-fetch-3': 'npm:node-fetch@3.3.2',
  'cross-fetch': '4.1.0',
  '@whatwg-node/fetch': '0.12.1',
}

const directory = join(root, '.tools/runtimes')
const manifest = JSON.stringify({
  private: true,
  dependencies: versions,
  // miniflare is older than the newest runtime that it starts.
  overrides: { workerd: versions.workerd },
  // Each of them puts the program for this machine in its place.
  allowScripts: Object.fromEntries(['node', 'bun', 'deno', 'workerd'].map((name) => [name, true])),
})

/** Installs them, unless these very versions are there. */
export function installTools(): void {
  const path = join(directory, 'package.json')
  const marker = join(directory, 'installed.json')
  if (read(marker) === manifest) return
  console.log('Getting the runtimes … (a gigabyte, once)')
  mkdirSync(directory, { recursive: true })
  writeFileSync(path, manifest)
  runProgram('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: directory })
  writeFileSync(marker, manifest)
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** A file of one of them. */
export const toolPath = (...parts: string[]) => join(directory, 'node_modules', ...parts)

/** The version that is installed. */
export const toolVersion = (name: string): string =>
  JSON.parse(readFileSync(toolPath(name, 'package.json'), 'utf8')).version
