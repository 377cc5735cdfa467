// The packages as people will get them: packed, and unpacked into a folder's node_modules. `npm run pack` builds them,
// and leaves them in `packed/`.
import { globSync, mkdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runProgram } from './program.ts'

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

/** Builds every package of the repository that lies in `from`. */
export function buildPackages(from = root) {
  const build = ['--recursive', '--filter', './packages/*', '--workspace-concurrency=1', 'run', 'build']
  runProgram('pnpm', build, { cwd: from })
}

/** Packs every built package into `directory`; a path to a tarball for each. */
export function packAll(directory: string): Map<Floor, string> {
  return new Map(floors.map((floor) => [floor, packOne(floor, directory)]))
}

/** Packs one of them, as it was built in the repository that lies in `from`; the path to its tarball. */
export function packOne(floor: Floor, directory: string, from = root) {
  // pnpm adds the licence that lies at the top of the repository.
  runProgram('pnpm', ['pack', '--pack-destination', directory], { cwd: join(from, 'packages', floor) })
  const [tarball] = globSync(`foyer-${floor}-*.tgz`, { cwd: directory })
  if (!tarball) throw new Error(`pnpm pack left no tarball of ${floor} in ${directory}.`)
  return join(directory, tarball)
}

/** Every file in a tarball, without the leading `package/`. */
export function filesIn(tarball: string): string[] {
  return inTar('-tzf', tarball)
    .trim()
    .split(/\r?\n/)
    .map((path) => path.replace(/^package\//, ''))
}

/** Unpacks a tarball to `to`, and returns its manifest. */
export function unpack(tarball: string, to: string): Manifest {
  mkdirSync(to, { recursive: true })
  inTar('-xzf', tarball, '--strip-components=1', '-C', resolve(to))
  return JSON.parse(readFileSync(join(to, 'package.json'), 'utf8'))
}

/** By its bare name: GNU's tar takes the `C:` of a whole path for a host. */
const inTar = (how: string, tarball: string, ...more: string[]) =>
  runProgram('tar', [how, basename(tarball), ...more], { cwd: dirname(tarball) })

if (import.meta.main) {
  buildPackages()
  const directory = join(root, 'packed')
  mkdirSync(directory, { recursive: true })
  for (const tarball of packAll(directory).values()) console.log(tarball)
}
