import { retrying, within } from './clock.ts'
import { type PlexClient, wiringOf } from './createPlexClient.ts'
import { parseJson } from './json.ts'
import { isPlexError, type PlexErrorCode } from './PlexError.ts'
import { cooldownMs, failure, plexCodeIn, refusalCode } from './refusal.ts'

/** What every call takes beside its own input. */
export interface CallOptions {
  /** Cancels the call, which then rejects with the signal's reason, untouched: to cancel is not to fail. */
  signal?: AbortSignal
  /** To the end of the answer's body, in milliseconds; default: the client's. */
  timeoutMs?: number
}

/** One request to plex.tv. */
export interface PlexRequest<T> extends CallOptions {
  /** Completes "Could not …" in an error's message. */
  task: string
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  /** Default: the client's base URL. */
  host?: string
  token?: string
  form?: Record<string, string>
  /** Reads a success's JSON; undefined says that plex.tv does not answer so. Without it the body does not matter. */
  read?: (answer: unknown) => T | undefined
  /** What a plain 401 means here; default `unauthorized`. */
  on401?: PlexErrorCode
}

const MAX_BODY_BYTES = 1024 * 1024

/**
 * The only `fetch` of the client. What changes nothing by being repeated is tried again, up to twice, when no answer came
 * or plex.tv failed; a POST never is.
 */
export function request<T>(client: PlexClient, call: PlexRequest<T>): Promise<T> {
  const passing = (error: unknown) =>
    call.method !== 'POST' &&
    isPlexError(error) &&
    (error.code === 'network' || error.code === 'server') &&
    globalThis.navigator?.onLine !== false
  return retrying(client.clock, call.signal, passing, () => attempt(client, call))
}

async function attempt<T>(client: PlexClient, call: PlexRequest<T>): Promise<T> {
  const { options, headers } = wiringOf(client)
  const { fetch = globalThis.fetch, timeoutMs = 15_000 } = options
  const identifier = await client.clientIdentifier()
  const late = () => failure(call, 'timeout')
  const [response, body] = await within(
    client.clock,
    call.timeoutMs ?? timeoutMs,
    late,
    call.signal,
    async (signal) => {
      try {
        const response = await fetch((call.host ?? client.baseUrl) + call.path, {
          method: call.method,
          headers: {
            ...headers,
            Accept: 'application/json',
            'X-Plex-Client-Identifier': identifier,
            ...(call.token && { 'X-Plex-Token': call.token }),
          },
          body: call.form && new URLSearchParams(call.form),
          signal,
          // A redirect could carry the password or the token elsewhere; `error` would look like being offline.
          redirect: 'manual',
          credentials: 'omit',
          cache: 'no-store',
          referrerPolicy: 'no-referrer',
        })
        return [response, await readBody(response)]
      } catch {
        // What fetch and the body's reader say may quote the request.
        throw failure(call, 'network')
      }
    },
  )
  return understand(client, call, response, body)
}

/** The whole body as text without its byte order mark; null when it is longer than 1 MiB. */
async function readBody(response: Response): Promise<string | null> {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  while (reader) {
    const { done, value } = await reader.read()
    if (done) break
    bytes += value.byteLength
    if (bytes > MAX_BODY_BYTES) return null
    text += decoder.decode(value, { stream: true })
  }
  return text + decoder.decode()
}

function understand<T>(client: PlexClient, call: PlexRequest<T>, response: Response, body: string | null): T {
  const { status } = response
  // A browser shows a redirect as an opaque answer with status 0, Node as what it is.
  if (status < 200 || (status >= 300 && status < 400)) throw failure(call, 'unexpected-response', { status })
  const wiring = wiringOf(client)
  if (!response.ok) {
    const plexCode = plexCodeIn(body ?? '')
    const code = refusalCode(status, plexCode, call.on401)
    const slow = code === 'rate-limited' || code === 'address-locked'
    const retryAfterMs = slow
      ? cooldownMs(wiring.refusals++, response.headers.get('Retry-After'), client.clock.now())
      : undefined
    throw failure(call, code, { status, plexCode, retryAfterMs })
  }
  wiring.refusals = 0
  if (!call.read) return undefined as T
  const answer = call.read(parseJson(body ?? ''))
  if (answer === undefined) throw failure(call, 'unexpected-response', { status })
  return answer
}
