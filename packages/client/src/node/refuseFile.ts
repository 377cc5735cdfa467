import { PlexError } from '../index.ts'
import { describeUnderlying } from '../underlying.ts'

/** What is done with the file, as an error says it. */
export type FileTask = 'read' | 'write' | 'clear'

/** An error about the file at a path. `reason` says why, and what to do; it quotes nothing of the file. */
export const refuseFile = (task: FileTask, path: string, reason: string, error?: unknown) =>
  new PlexError('storage', `Could not ${task} ${path}: ${reason}`, { underlying: describeUnderlying(error) })

/** What went wrong at a path, as one of our errors. */
export function fileError(task: FileTask, path: string, error: unknown): PlexError {
  if (error instanceof PlexError) return error
  return refuseFile(task, path, reasonOf(codeOf(error)), error)
}

/** The system's code, such as `ENOENT`. */
export const codeOf = (error: unknown) => (error as { code?: unknown } | null)?.code

function reasonOf(code: unknown): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'the system does not let this process. Give it the right to the file, and to change the folder.'
    case 'EROFS':
      return 'the file system is read-only. Give a path in one that is not.'
    case 'ENOSPC':
    case 'EDQUOT':
      return 'no room is left. Make some.'
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a part of the path is no folder. Give another path.'
    case 'EBUSY':
      return 'it is in use, or mounted by itself. Mount its folder instead: the file is replaced, not written over.'
    default:
      return 'the system refused; "underlying" has its code.'
  }
}
