import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildPackages, root } from '../pack.ts'
import { runProgram } from '../program.ts'

/** Foyer as it was at some commit, in a folder of its own, with what it needs installed. */
export interface Earlier {
  readonly directory: string
  remove(): void
}

/** Checks a commit out beside this one, and builds its packages. @throws Error for what names none. */
export function checkOut(commit: string): Earlier {
  const directory = mkdtempSync(join(tmpdir(), 'foyer-earlier-'))
  runProgram('git', ['worktree', 'add', '--force', '--detach', directory, commit], { cwd: root })
  runProgram('pnpm', ['install', '--frozen-lockfile', '--config.confirmModulesPurge=false'], { cwd: directory })
  buildPackages(directory)
  return {
    directory,
    remove: () => void runProgram('git', ['worktree', 'remove', '--force', directory], { cwd: root }),
  }
}
