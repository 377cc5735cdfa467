// What is too large for everybody's install comes from npm into an ignored folder of its own, pinned, when it is needed.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './pack.ts'
import { runProgram } from './program.ts'

interface Wanted {
  /** Packages and their versions, as npm takes them. */
  dependencies: Record<string, string>
  overrides?: Record<string, string>
  /** Those whose own scripts put a program in its place. No other runs any. */
  withScripts?: string[]
}

/** Tools in `.tools/<folder>`. */
export function createTools(folder: string, { dependencies, overrides, withScripts = [] }: Wanted) {
  const directory = join(root, '.tools', folder)
  const path = (...parts: string[]) => join(directory, 'node_modules', ...parts)
  const manifest = JSON.stringify({
    private: true,
    type: 'module',
    dependencies,
    overrides,
    allowScripts: Object.fromEntries(withScripts.map((name) => [name, true])),
  })
  return {
    directory,
    path,
    /** Installs them, unless these very versions are there. */
    install(): void {
      const marker = join(directory, 'installed.json')
      if (read(marker) === manifest) return
      console.log(`Getting the ${folder} … (large, once)`)
      mkdirSync(directory, { recursive: true })
      writeFileSync(join(directory, 'package.json'), manifest)
      const quietly = ['--no-audit', '--no-fund', '--loglevel=error']
      const scripts = withScripts.length > 0 ? [] : ['--ignore-scripts']
      runProgram('npm', ['install', ...quietly, ...scripts], { cwd: directory })
      writeFileSync(marker, manifest)
    },
    version: (name: string): string => JSON.parse(readFileSync(path(name, 'package.json'), 'utf8')).version,
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
