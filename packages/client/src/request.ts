import { retrying, within } from './clock.ts'
import type { PlexClient, WiredClient } from './createPlexClient.ts'
import { parseJson } from './json.ts'
import type { PlexErrorCode } from './PlexError.ts'
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
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  /** Default: the client's base URL. */
  host?: string
  token?: string
  form?: Record<string, string>
  /** Reads a success's JSON; undefined says that plex.tv does not answer so. Without it the body does not matter. */
  read?: (answer: unknown) => T | undefined
  /** How often it is tried again when no answer came or plex.tv failed. Default 0: only for what changes nothing by it. */
  retries?: number
  /** What a plain 401 means here; default `unauthorized`. */
  on401?: PlexErrorCode
}

const MAX_BODY_BYTES = 1024 * 1024

/** The only `fetch` of the client. */
export function request<T>(client: PlexClient, call: PlexRequest<T>): Promise<T> {
  return retrying(client.clock, call.retries ?? 0, call.signal, () => attempt(client as WiredClient, call))
}

async function attempt<T>(client: WiredClient, call: PlexRequest<T>): Promise<T> {
  const { fetch = globalThis.fetch, timeoutMs = 15_000 } = client.options
  const late = () => failure(call, 'timeout')
  const [response, body] = await within(
    client.clock,
    call.timeoutMs ?? timeoutMs,
    late,
    call.signal,
    async (signal) => {
      const identifier = await client.clientIdentifier()
      try {
        const response = await fetch((call.host ?? client.baseUrl) + call.path, {
          method: call.method,
          headers: {
            ...client.headers,
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
  const { status } = response
  if (response.ok) {
    client.refusals = 0
    const answer = call.read ? call.read(parseJson(body)) : null
    if (answer !== undefined) return answer as T
  }
  const plexCode = plexCodeIn(body)
  const code = refusalCode(status, plexCode, call.on401)
  const retryAfterMs = /limited|locked/.test(code)
    ? cooldownMs(client.refusals++, response.headers.get('Retry-After'), client.clock.now())
    : undefined
  throw failure(call, code, { status, plexCode, retryAfterMs })
}

/** The whole body as text without its byte order mark; nothing of one that is longer than 1 MiB. */
async function readBody(response: Response): Promise<string> {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  while (reader) {
    const { done, value } = await reader.read()
    if (done) break
    bytes += value.byteLength
    if (bytes > MAX_BODY_BYTES) {
      await reader.cancel()
      return ''
    }
    text += decoder.decode(value, { stream: true })
  }
  return text + decoder.decode()
}
