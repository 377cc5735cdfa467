// A file as a whole, or not at all: what is written stands beside it until it is complete, and then takes its name.
import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import process from 'node:process'
import { codeOf } from './refuseFile.ts'

/** Longer than any write takes. */
const LEFTOVER_AFTER_MS = 60 * 60 * 1000

/**
 * Replaces the text of a file, or makes it, readable by its owner alone. Who is killed in the middle leaves the text that
 * was there, and a temporary file that a later call removes.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const target = await findTarget(path)
  const folder = dirname(target)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const temporary = join(folder, `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`)
  try {
    const writtenAtMs = await writeThrough(temporary, text)
    await removeOldLeftovers(target, writtenAtMs - LEFTOVER_AFTER_MS)
    await moveOver(temporary, target)
  } catch (error) {
    // Why the write failed is what the caller has to hear.
    await rm(temporary, { force: true }).catch(() => {})
    throw error
  }
  await syncFolder(folder)
}

/** Removes a file, and what was left of writes that were cut off: the text may be in those too. */
export async function removeFile(path: string): Promise<void> {
  const target = await findTarget(path)
  try {
    for (const leftover of await findLeftovers(target)) await rm(leftover, { force: true })
    await rm(target, { force: true })
    await syncFolder(dirname(target))
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

/** Where the text lies. A link stays a link: what it leads to is replaced. */
async function findTarget(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return path
    throw error
  }
}

/** Writes a new file down to the disk; answers when that was, by the clock of its file system. */
async function writeThrough(path: string, text: string): Promise<number> {
  const file = await open(path, 'wx', 0o600)
  try {
    // A umask may have taken rights from the owner.
    await file.chmod(0o600)
    await file.writeFile(text)
    await file.sync()
    return (await file.stat()).mtimeMs
  } finally {
    await file.close()
  }
}

async function moveOver(temporary: string, target: string) {
  try {
    await rename(temporary, target)
  } catch (error) {
    // Another process clears, and has taken this file along: as if it had been done a moment later.
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

/**
 * Removes the temporary files of processes that were killed. Their age tells them, measured by the file system's own
 * clock: whether a process lives can't be asked about one in another container, or on another machine.
 */
async function removeOldLeftovers(target: string, beforeMs: number) {
  for (const leftover of await findLeftovers(target)) {
    try {
      if ((await stat(leftover)).mtimeMs < beforeMs) await rm(leftover)
    } catch {
      // Another process was faster, or the file is another user's. It is in nobody's way.
    }
  }
}

async function findLeftovers(target: string): Promise<string[]> {
  const [folder, start] = [dirname(target), `.${basename(target)}.`]
  const names = await readdir(folder)
  return names
    .filter((name) => name.startsWith(start) && /^[0-9a-f]{12}\.tmp$/.test(name.slice(start.length)))
    .map((name) => join(folder, name))
}

/** What file systems answer that know of no such thing as a folder's way to the disk. */
const CANNOT_SYNC = new Set<unknown>(['EINVAL', 'ENOTSUP', 'EISDIR', 'EPERM', 'EACCES', 'EBADF'])

/** So that the file has its new text, or is gone, after a power cut too. */
async function syncFolder(path: string) {
  if (process.platform === 'win32') return
  try {
    const folder = await open(path, 'r')
    await folder.sync().finally(() => folder.close())
  } catch (error) {
    if (!CANNOT_SYNC.has(codeOf(error))) throw error
  }
}
