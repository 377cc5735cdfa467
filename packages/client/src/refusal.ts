import { parseJson, record } from './json.ts'
import { PlexError, type PlexErrorCode, type PlexErrorDetails } from './PlexError.ts'

/**
 * plex.tv's error numbers and the HTTP statuses that mean something of their own; they don't overlap. Not here: 401 and
 * its 1001, which stand for a wrong password as well as for a dead token.
 */
const codes: Readonly<Record<number, PlexErrorCode>> = {
  403: 'forbidden',
  404: 'not-found',
  410: 'not-found',

  429: 'rate-limited',
  498: 'token-expired',
  1028: 'verification-invalid',
  1029: 'verification-required',
  1030: 'email-required',
  1031: 'address-locked',
  1097: 'device-key-unknown',
}

/**
 * The code of an answer that is no good: by plex.tv's own number where it has one, else by the HTTP status. (A redirect
 * that was not followed has the status 0 in a browser, and its own in Node.)
 */
export function refusalCode(
  status: number,
  plexCode: number | undefined,
  { on401 = 'unauthorized', on422 }: { on401?: PlexErrorCode | undefined; on422?: PlexErrorCode | undefined } = {},
): PlexErrorCode {
  if (status < 400) return 'unexpected-response'
  if (status >= 500) return 'server'
  const here: Readonly<Record<number, PlexErrorCode | undefined>> = { 401: on401, 422: on422 }
  return codes[plexCode ?? 0] ?? here[status] ?? codes[status] ?? 'rejected'
}

/**
 * The first error number of a body, in any of the forms that plex.tv has been seen to answer with: `{"errors":[…]}`,
 * `{"error":"…"}` (which has none), XML `<errors><error code="…"/></errors>` and `<Response code="…"/>`, and HTML
 * (which has none). The XML is read without a parser, which Node lacks: one attribute is all there is to read.
 */
export function plexCodeIn(body: string): number | undefined {
  // Nothing in it repeats without an end, so that no body makes it slow.
  const xml = /<(?:error|Response)(?:\s[^<>]{0,4000})?\scode="(\d{1,9})"/.exec(body)
  const errors = record(parseJson(body)).errors
  // plex.tv lists one error, or a few: a body with a list past all reason is not its answer.
  const code = xml ? Number(xml[1]) : Array.isArray(errors) && errors.length <= 32 ? record(errors[0]).code : undefined
  return Number.isInteger(code) ? (code as number) : undefined
}

/**
 * Whether an answer says in words that the token is dead: 422 `<errors><error>Invalid token</error></errors>`, as
 * plex.tv's older parts answer for a device that was removed.
 */
export const saysInvalidToken = (status: number, body: string): boolean =>
  status === 422 && /<error>\s*Invalid token\s*<\/error>/i.test(body)

/**
 * How long to wait after an answer that asked to slow down: what its `Retry-After` says, up to 15 minutes; without one
 * that can be read (always so in a browser: CORS hides it), 30 seconds, doubling with each such answer in a row.
 */
export function cooldownMs(before: number, retryAfter: string | null, now: number): number {
  const ms = Number(retryAfter) * 1000 || Date.parse(retryAfter ?? '') - now
  return Math.min(ms > 0 ? ms : 30_000 * 2 ** before, 15 * 60_000)
}

/** Why, and what to do, where the code alone does not say it. */
const why: Partial<Record<PlexErrorCode, string>> = {
  'verification-required': ' Send verificationCode too.',
  network: ' Offline or blocked.',
  misuse: ' This runtime lacks something: give createPlexClient a fetch that works here.',
  'unexpected-response': ' A proxy?',
}

/** The error of a call. Its message is made of our own words and numbers only: nothing from the network, no secret. */
export function failure(call: { task: string }, code: PlexErrorCode, details: PlexErrorDetails = {}): PlexError {
  const underlying = details.underlying && `(${details.underlying})`
  const facts = [code, details.status, details.plexCode, underlying].filter(Boolean).join(' ')
  return new PlexError(code, `Could not ${call.task}: ${facts}.${why[code] ?? ''}`, details)
}
