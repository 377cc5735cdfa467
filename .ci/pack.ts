// The packages as people will get them: packed, and unpacked into a folder's node_modules. `npm run pack` builds them, and
// leaves them in `packed/`.
import { execFileSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
export const floors = ['client', 'hooks', 'ui', 'emulator'] as const
export type Floor = (typeof floors)[number]

export interface Manifest {
  name: string
  version: string
  exports: Record<string, string | { types: string; default: string }>
  bin?: Record<string, string>
  peerDependencies?: Record<string, string>
}

/** Packs every built package into `directory`; a path to a tarball for each. */
export function packAll(directory: string): Map<Floor, string> {
  return new Map(floors.map((floor) => [floor, packOne(floor, directory)]))
}

function packOne(floor: Floor, directory: string) {
  const source = join(root, 'packages', floor)
  // pnpm adds the licence that lies at the top of the repository.
  execFileSync('pnpm', ['pack', '--pack-destination', directory], { cwd: source, stdio: 'pipe' })
  const [tarball] = globSync(join(directory, `foyer-${floor}-*.tgz`))
  if (!tarball) throw new Error(`pnpm pack left no tarball of ${floor} in ${directory}.`)
  return tarball
}

/** Every file in a tarball, without the leading `package/`. */
export function filesIn(tarball: string): string[] {
  const list = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' })
  return list
    .trim()
    .split('\n')
    .map((path) => path.replace(/^package\//, ''))
}

/** Unpacks a tarball to `to`, and returns its manifest. */
export function unpack(tarball: string, to: string): Manifest {
  mkdirSync(to, { recursive: true })
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', to])
  return JSON.parse(readFileSync(join(to, 'package.json'), 'utf8'))
}

if (import.meta.main) {
  const build = ['--recursive', '--filter', './packages/*', '--workspace-concurrency=1', 'run', 'build']
  execFileSync('pnpm', build, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  const directory = join(root, 'packed')
  mkdirSync(directory, { recursive: true })
  for (const tarball of packAll(directory).values()) console.log(tarball)
}
