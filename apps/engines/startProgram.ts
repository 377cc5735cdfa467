import { spawn } from 'node:child_process'

interface Options {
  /** What it says when it is ready to be spoken to. Default: none, and whoever starts it has to ask. */
  ready?: RegExp
  env?: Record<string, string>
  cwd?: string
}

/** A program that runs until it is told to end. */
export interface RunningProgram {
  /** What it said of itself when it was ready: the groups of `ready`. */
  readonly said: RegExpMatchArray
  /** Ends it, and whatever it has started. */
  stop(): Promise<void>
}

/** Starts a program, and waits for the words with which it says that it is ready. @throws Error when it ends before. */
export async function startProgram(command: string, args: string[], options: Options): Promise<RunningProgram> {
  const { ready, env, cwd } = options
  // A group of its own: a browser is many processes, and all of them end with it.
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const end = (signal: NodeJS.Signals) => {
    try {
      if (child.pid) process.kill(-child.pid, signal)
    } catch (error) {
      // All of them have ended by themselves.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
  const kill = () => end('SIGKILL')
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  process.once('exit', kill)
  const stop = async () => {
    process.off('exit', kill)
    // Asked first, for a display leaves files behind when it is killed.
    end('SIGTERM')
    const late = setTimeout(kill, 5000)
    if (child.pid) await ended
    clearTimeout(late)
  }
  const said = await new Promise<RegExpMatchArray>((resolve, reject) => {
    let words = ''
    const hear = (chunk: Buffer) => {
      words += chunk
      const match = ready?.exec(words)
      if (match) resolve(match)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    if (!ready) child.once('spawn', () => resolve(['']))
    child.once('error', reject)
    child.once('exit', (status) => reject(new Error(`${command} ended with ${status} before it was ready.\n${words}`)))
  })
  return { said, stop }
}
