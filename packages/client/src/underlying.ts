/** The error underneath one of ours, as far as it may be told: its kind. Its words may quote the request. */

/** The last two are Deno's. */
const NAME = /^([A-Z][a-zA-Z]{0,40}(Error|Exception)|NotCapable|PermissionDenied)$/
/** Node's and the system's, such as `ECONNREFUSED` or `UND_ERR_CONNECT_TIMEOUT`. */
const SYSTEM_CODE = /^[A-Z]{2,20}(_[A-Z]{1,20}){0,6}$/

/** The name and the system's code of an error, if they are of the usual form: `TypeError ECONNREFUSED`. */
export function describeUnderlying(error: unknown): string | undefined {
  try {
    const { name, code, cause } = error as { name?: unknown; code?: unknown; cause?: { code?: unknown } }
    const known = [match(NAME, name), match(SYSTEM_CODE, code) ?? match(SYSTEM_CODE, cause?.code)]
    return known.filter(Boolean).join(' ') || undefined
  } catch {
    // The value that was thrown is no object, or one that lets nobody look.
    return undefined
  }
}

const match = (pattern: RegExp, value: unknown) =>
  typeof value === 'string' && pattern.test(value) ? value : undefined

const told = new Set<string>()

/**
 * In development, once for each kind, says in the console where the error underneath comes from. Not what it says,
 * which may quote the request, unless that is the engine's own word for something that is missing.
 */
export function tellDeveloper(task: string, error: unknown): void {
  if (isProduction()) return
  const kind = `${task} ${describeUnderlying(error)}`
  if (told.has(kind)) return
  told.add(kind)
  console.warn(
    [
      `Foyer could not ${task}: ${findMissing(error) ?? describeUnderlying(error) ?? 'an unusual error'}`,
      ...readFrames(error),
    ].join('\n'),
  )
}

const MISSING = /^[A-Za-z.]{1,60} is not (defined|a function|a constructor)$/
const findMissing = (error: unknown) => match(MISSING, (error as Error | undefined)?.message)

/** The first places of a stack, as V8, and as Firefox and WebKit, write one. Its first lines are the message. */
function readFrames(error: unknown): string[] {
  const { stack } = (error ?? {}) as { stack?: unknown }
  if (typeof stack !== 'string') return []
  const frame = /^(\s+at |[\w.$<>/*]*@).*:\d+:\d+\)?$/
  return stack
    .split('\n')
    .filter((line) => frame.test(line))
    .slice(0, 5)
}

declare const process: { env: { NODE_ENV?: string } }

/** Spelled as bundlers replace it; a page without a bundler has no `process`. */
function isProduction(): boolean {
  try {
    return process.env.NODE_ENV === 'production'
  } catch {
    return true
  }
}
