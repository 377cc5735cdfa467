import { open, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import process from 'node:process'
import { PlexError, type SessionStore } from '../index.ts'
import { ownProperties } from '../ownProperties.ts'
import { createQueue } from '../session/queue.ts'
import { createPlainEnvelope, createSealedEnvelope } from './envelope.ts'
import { codeOf, type FileTask, fileError, refuseFile } from './refuseFile.ts'
import { removeFile, replaceFile } from './replaceFile.ts'

/** Where the text lies, and whether it is encrypted. */
export interface FileStoreOptions {
  /** The file. Its folder is made if it is missing. One file a store, and one store a file in each process. */
  path: string
  /**
   * Encrypts the file, by scrypt and AES-256-GCM. Leave it out for a file that its owner can read. Given as undefined, or
   * empty, it is `misuse`: an environment variable that nobody has set must not leave a token unencrypted.
   */
  passphrase?: string | undefined
}

/** No file is read that is larger, and no text written that would make one: neither is of ours. */
const LARGEST_BYTES = 16 * 1024 * 1024

/**
 * Keeps one text, a session's record say, in a file: for scripts and servers of one person, in Node, Bun and Deno.
 *
 * The file is its owner's alone (mode 0600, on Windows what the folder allows), and replaced as a whole: who is killed in
 * mid-write leaves the text before or the new one, never half. Calls are done in their order. Two processes may write at
 * once; the text of one of them is kept. A text that is not `lasting` is kept in memory, and removed from the disk.
 *
 * With a passphrase each process derives a key once, which takes some tenths of a second and 128 MiB.
 *
 * @example
 * ```ts
 * import { createPlexClient, createPlexSession } from '@foyer/client'
 * import { createFileStore } from '@foyer/client/node'
 *
 * export function openSession(passphrase: string) {
 *   const plex = createPlexClient({ product: 'Reelroom CLI', clientIdentifier: 'cli-1' })
 *   return createPlexSession(plex, { storage: createFileStore({ path: 'data/session.json', passphrase }) })
 * }
 * ```
 *
 * @throws {@link PlexError} `misuse` for no path, or a passphrase that is none. What it returns rejects with `storage`: the
 *   passphrase is wrong, the file was changed, is another version's, is encrypted and no passphrase was given or the other
 *   way round, others may read it and the system does not let it be made private, or the system refuses;
 *   `underlying` then has its code.
 */
export function createFileStore(options: FileStoreOptions): SessionStore {
  const given = ownProperties(options)
  const path = resolve(checkedText(given.path, 'path'))
  const isSealed = 'passphrase' in given
  const envelope = isSealed
    ? createSealedEnvelope(path, checkedText(given.passphrase, 'passphrase'))
    : createPlainEnvelope(path)
  const queue = createQueue()
  /** A text that must not outlive this process. */
  let passing: string | null = null

  const inOrder = <T>(task: FileTask, work: () => Promise<T>): Promise<T> =>
    queue.add(() =>
      work().catch((error: unknown) => {
        throw fileError(task, path, error)
      }),
    )
  async function keep(text: string) {
    const content = await envelope.seal(text)
    if (Buffer.byteLength(content) > LARGEST_BYTES) {
      throw refuseFile('write', path, 'the text is too large. The file may have 16 MiB.')
    }
    await findSize(path, 'write')
    await replaceFile(path, content)
  }
  async function forget() {
    await findSize(path, 'clear')
    await removeFile(path)
  }

  return {
    read: () =>
      inOrder('read', async () => {
        if (passing !== null) return passing
        const content = await readContent(path, isSealed)
        return content === null ? null : envelope.open(content)
      }),
    write: (text, lasting) =>
      inOrder('write', async () => {
        if (lasting) await keep(text)
        else await forget()
        passing = lasting ? null : text
      }),
    clear: () =>
      inOrder('clear', async () => {
        passing = null
        await forget()
      }),
  }
}

function checkedText(value: unknown, what: 'path' | 'passphrase'): string {
  if (typeof value === 'string' && value !== '') return value
  const reason = `${what} is ${value === '' ? 'empty' : 'no text'}. Is an environment variable unset?`
  throw new PlexError('misuse', `Could not make a file store: ${reason}`)
}

/** What the file holds; null where there is none. */
async function readContent(path: string, isSealed: boolean): Promise<string | null> {
  const size = await findSize(path, 'read')
  if (size === null) return null
  if (size > LARGEST_BYTES) throw refuseFile('read', path, 'it is larger than 16 MiB, and none of ours. Remove it.')
  try {
    const file = await open(path, 'r')
    try {
      if (!isSealed) await keepOthersOut(file, path)
      return await file.readFile('utf8')
    } finally {
      await file.close()
    }
  } catch (error) {
    // Another process has cleared it in between.
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

/** A copy, or a backup, may have come back readable by all. */
async function keepOthersOut(file: Awaited<ReturnType<typeof open>>, path: string) {
  // There the mode says nothing about who may read.
  if (process.platform === 'win32') return
  if (((await file.stat()).mode & 0o077) === 0) return
  try {
    await file.chmod(0o600)
  } catch (error) {
    const reason = 'others may read it, and this process may not change that. Run chmod 600, or encrypt the file.'
    throw refuseFile('read', path, reason, error)
  }
}

/** The file's size in bytes; null where there is none. Whatever else is there is left alone: to open it may never end. */
async function findSize(path: string, task: FileTask): Promise<number | null> {
  try {
    const found = await stat(path)
    if (found.isFile()) return found.size
    const what = found.isDirectory() ? 'a folder' : 'no file'
    throw refuseFile(task, path, `${what} is there. Give the path of a file.`)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}
