import type { SpawnSyncOptions } from 'node:child_process'
// npm's programs are scripts for a shell on Windows, where Node's own spawn finds none of them.
import spawn from 'cross-spawn'

/** Runs a program to its end, and gives what it said; throws that when it fails. */
export function runProgram(command: string, args: string[], options: SpawnSyncOptions = {}): string {
  const { status, stdout, stderr, error } = spawn.sync(command, args, options)
  if (error) throw error
  if (status === 0) return String(stdout ?? '')
  throw new Error(`${command} ${args.join(' ')} ended with ${status}.\n${stdout ?? ''}${stderr ?? ''}`)
}
