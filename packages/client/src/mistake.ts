// Why `fetch` ended with an error: the network, which passes, or the program, which no better connection helps.
import { describeUnderlying } from './underlying.ts'

/** What Deno calls a permission that the program was started without. */
const WITHOUT_PERMISSION = /^(NotCapable|PermissionDenied)$/
/** Node's codes, which Bun and Deno have too, for a value that never got as far as a network. */
const INVALID_VALUE = /^(UND_ERR_INVALID_ARG|ERR_INVALID_(ARG_TYPE|ARG_VALUE|CHAR|HTTP_TOKEN|PROTOCOL|THIS|URL))$/
/** The words of V8, Firefox, WebKit and Hermes for a value that is not what the program takes it for. */
const NO_SUCH_VALUE =
  /\bis (undefined|null|not (a function|a constructor|iterable|an object))\b|^can[’']t (read|access) |^Cannot (read|set|destructure|convert) /i
/** The words of engines and runtimes for a request that can't be made; what fails on its way has others. */
const NO_REQUEST =
  /^(Failed to (construct|execute|parse) |Window\.fetch: |Request|Headers?\b|Invalid (header|redirect)|Incorrect type )|\bis not (a valid|a legal|an accepted|of type) /

/**
 * Whether the error that a `fetch` ended with is a mistake of the program: something is missing, or is no request. Every
 * other error counts as the network's, whose errors have no form in common.
 */
export function isMistake(error: unknown): boolean {
  const facts = describeUnderlying(error)?.split(' ') ?? []
  if (facts.some((fact) => WITHOUT_PERMISSION.test(fact) || INVALID_VALUE.test(fact))) return true
  // By its name: under Jest an error of Node's is of another realm than the program's.
  if (facts[0] !== 'TypeError') return facts[0] === 'ReferenceError'
  return NO_SUCH_VALUE.test(wordsOf(error)) || NO_REQUEST.test(wordsOf(error))
}

/**
 * The part of a request that the runtime refuses, if that is why its `fetch` failed: `cache` in a Worker of 2024, say.
 * By the standard `fetch` begins with the very `Request` that is made here, with one part at a time.
 */
export function findRefusedPart(error: unknown, url: string, init: RequestInit): string | undefined {
  const { method, ...others } = init
  const parts: [string, RequestInit][] = [
    ['address', {}],
    ['method', { method }],
  ]
  for (const [name, value] of Object.entries(others)) parts.push([name, { method, [name]: value }])
  for (const [name, part] of parts) {
    try {
      new Request(url, part)
    } catch (refusal) {
      // The platform may refuse what an app's own fetch takes, and that one fail for another reason.
      if (lastWords(error) === lastWords(refusal)) return name
    }
  }
}

/** A message without what a browser puts before it: that it was `fetch`, or `Request`, which failed. */
const lastWords = (error: unknown) => wordsOf(error).split(': ').pop()

function wordsOf(error: unknown): string {
  try {
    return String((error as Error).message)
  } catch {
    // The value that was thrown is no object, or one that lets nobody look.
    return ''
  }
}
