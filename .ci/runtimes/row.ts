// What the rows of the suite are made with. It runs where there is no test runner, nor anything of Node.
import { isPlexError, type PlexErrorCode } from '@foyer/client'

/** How one row ended in one runtime; `problem` is null where it held. */
export interface RowResult {
  name: string
  problem: string | null
}

/** Where the stand-ins of plex.tv listen. */
export interface Addresses {
  /** An emulator. */
  plexTv: string
  /** A server that misbehaves, each first part of a path in its own way. */
  misbehaving: string
  /** A port where nobody listens. */
  nobody: string
}

/** More than any of them takes, and less than the runner waits. */
const ROW_LIMIT_MS = 30_000

/** Runs one row after the other. */
export async function runRows(rows: Record<string, () => Promise<void>>): Promise<RowResult[]> {
  const results: RowResult[] = []
  for (const [name, row] of Object.entries(rows)) results.push({ name, problem: await problemOf(row) })
  return results
}

async function problemOf(row: () => Promise<void>): Promise<string | null> {
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`It took more than ${ROW_LIMIT_MS} ms.`)), ROW_LIMIT_MS)
    })
    await Promise.race([row(), late])
    return null
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : `Something was thrown: ${error}`
  } finally {
    clearTimeout(timer)
  }
}

/** Asks until the answer is yes. A row that is over asks no more. */
export async function waitUntil(check: () => Promise<boolean>): Promise<void> {
  const started = Date.now()
  while (!(await check())) if (Date.now() - started > ROW_LIMIT_MS) throw new Error('It never came to that.')
}

/** Compares values that JSON can hold. */
export function expectEqual(seen: unknown, wanted: unknown, what: string): void {
  const [left, right] = [JSON.stringify(seen), JSON.stringify(wanted)]
  if (left !== right) throw new Error(`${what} should be ${right}, and is ${left}.`)
}

/** Waits for one of our errors, and gives it; one of several codes where runtimes differ and either is right. */
export async function expectRefusal(promise: Promise<unknown>, ...codes: PlexErrorCode[]) {
  const error = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!error) throw new Error(`It should be refused as ${codes.join(' or ')}, and was not refused.`)
  if (!isPlexError(error)) throw new Error(`It should be refused as ${codes.join(' or ')}, but threw ${error}.`)
  if (!codes.includes(error.code)) throw new Error(`It should be refused as ${codes.join(' or ')}: ${error.message}`)
  return error
}
