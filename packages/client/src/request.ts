import { checkedTimeout, retrying, untilAborted, withTimeout } from './clock.ts'
import type { PlexClient } from './createPlexClient.ts'
import { codeHasTrait } from './errorTraits.ts'
import { parseJson } from './json.ts'
import { findRefusedPart, isMistake } from './mistake.ts'
import { ownProperties } from './ownProperties.ts'
import type { PlexErrorCode } from './PlexError.ts'
import { cooldownMs, failure, plexCodeIn, refusalCode, saysInvalidToken } from './refusal.ts'
import { describeUnderlying, tellDeveloper } from './underlying.ts'

/** What every call takes beside its own input. */
export interface CallOptions {
  /** Cancels the call, which then rejects with the signal's reason, untouched: to cancel is not to fail. */
  signal?: AbortSignal | undefined
  /**
   * To the end of the answer's body, in milliseconds; `Infinity` for no end.
   *
   * @default the client's
   */
  timeoutMs?: number | undefined
}

/** One request to plex.tv. */
export interface PlexRequest<T> extends CallOptions {
  /** Completes "Could not …" in an error's message. */
  task: string
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  /** What the path is followed by, beside what every call says. Nothing secret: addresses are logged. */
  query?: Record<string, string> | undefined
  /** Default: the client's base URL. */
  host?: string | undefined
  /** Whose request it is. Default: the client's own. */
  clientIdentifier?: string | undefined
  /** The one thing that travels in a header of its own: a browser asks plex.tv before whether it may. */
  token?: string | undefined
  form?: Record<string, string> | undefined
  /** In place of a form, where plex.tv takes no other. A browser asks before whether it may. */
  json?: object | undefined
  /** Says nothing of this app: neither its name nor its client identifier. For servers that have not shown who they are. */
  anonymous?: boolean | undefined
  /** Reads a success's JSON; undefined says that plex.tv does not answer so. Without it the body does not matter. */
  read?: (answer: unknown) => T | undefined
  /** Reads a success's text instead, and asks for XML. */
  readXml?: (answer: string) => T | undefined
  /** The longest body that is read, in bytes. Default 1 MiB. */
  maxBytes?: number | undefined
  /**
   * How often it is tried again when no answer came or plex.tv failed. Default 0: only for what changes nothing by it.
   */
  retries?: number | undefined
  /** What a plain 401 means here; default `unauthorized`. */
  on401?: PlexErrorCode | undefined
  /** What a plain 422 means here; default `rejected`. */
  on422?: PlexErrorCode | undefined
  /** Goes on when the page is left. Not for what has a large body. */
  keepalive?: boolean | undefined
  /** Sent when this has settled. */
  after?: Promise<unknown> | undefined
}

const MAX_BODY_BYTES = 1024 * 1024

/** The only `fetch` of the client. */
export function request<T>(client: PlexClient, given: PlexRequest<T>): Promise<T> {
  const call = ownProperties(given)
  // Chromium 79 fails at once where it is to keep alive what it must ask plex.tv for first: what has a token, that is.
  const send = () =>
    retrying(client.clock, call.retries ?? 0, call.signal, (retry) =>
      attempt(client, call, call.keepalive === true && retry === 0),
    )
  // The wait does not count as the call's own time; what is waited for has a limit of its own.
  return call.after ? untilAborted(call.signal, call.after).then(send) : send()
}

/** The client identifier within the limits of a call, for what needs it beside the request. */
export function readIdentifier(client: PlexClient, task: string, options?: CallOptions): Promise<string> {
  const { timeoutMs = client.timeoutMs, signal } = ownProperties(options)
  const late = () => failure({ task }, 'timeout')
  return withTimeout({ clock: client.clock, ms: checkedTimeout(timeoutMs), late, signal }, () =>
    client.clientIdentifier(),
  )
}

/**
 * What tells a browser to keep a request apart from the rest of the page. A runtime that refuses one of them, as Workers
 * refused `cache` until November 2024, has nothing to keep it apart from.
 */
const dispensable = ['cache', 'credentials', 'keepalive', 'referrerPolicy'] as const
type Dispensable = (typeof dispensable)[number]
const isDispensable = (part: string | undefined): part is Dispensable => dispensable.includes(part as Dispensable)
/** Those that this runtime was found to refuse. */
const refusedParts = new Set<Dispensable>()

/** Answers in a row that asked to slow down: plex.tv counts them per client identifier. */
const slowDowns = new WeakMap<PlexClient, number>()

async function attempt<T>(client: PlexClient, call: PlexRequest<T>, keepalive: boolean): Promise<T> {
  const send = client.fetch ?? (typeof fetch === 'undefined' ? undefined : fetch)
  if (typeof send !== 'function') throw failure(call, 'misuse')
  const limit = {
    clock: client.clock,
    ms: checkedTimeout(call.timeoutMs ?? client.timeoutMs),
    late: () => failure(call, 'timeout'),
    signal: call.signal,
  }
  const [response, body, elsewhere] = await withTimeout(limit, async (signal) => {
    const query = call.anonymous
      ? call.query
      : {
          ...call.query,
          ...client.parameters,
          'X-Plex-Client-Identifier': call.clientIdentifier ?? (await client.clientIdentifier(call.token)),
        }
    const url = `${call.host ?? client.baseUrl}${call.path}${query ? `?${writeQuery(query)}` : ''}`
    const init: RequestInit = {
      method: call.method,
      headers: {
        Accept: call.readXml ? 'application/xml' : 'application/json',
        ...(call.token && { 'X-Plex-Token': call.token }),
        ...(call.form && { 'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8' }),
        ...(call.json !== undefined && { 'Content-Type': 'application/json' }),
      },
      // As a string: in a test's page URLSearchParams may be of another make than fetch knows.
      body: call.form ? String(new URLSearchParams(call.form)) : JSON.stringify(call.json),
      signal,
      // A redirect could carry the password or the token elsewhere; `error` would look like being offline.
      redirect: 'manual',
      credentials: 'omit',
      // The answers hold tokens, which belong in no cache. A browser that is told so asks before each request that has
      // a token whether it may (Chromium since 83, Firefox); a request without one it sends at once.
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      keepalive,
    }
    while (true) {
      for (const part of refusedParts) delete init[part]
      try {
        const response = await send(url, init)
        return [response, await readBody(response, call.maxBytes), isElsewhere(response, url)] as const
      } catch (error) {
        const refused = findRefusedPart(error, url, init)
        // Nothing was sent yet: `fetch` begins by reading what it is given.
        if (isDispensable(refused) && !refusedParts.has(refused)) {
          refusedParts.add(refused)
          continue
        }
        // What the program lacks, or does wrong, would be wrong at each try, and must not look like being offline.
        const isMisuse = refused || isMistake(error)
        // A request that was called off, or is late, gets no line in the console: it has not failed. Nor does one to an
        // address at which a server may be or not.
        if (!signal.aborted && (isMisuse || !call.anonymous)) tellDeveloper(call.task, error)
        throw failure(call, isMisuse ? 'misuse' : 'network', {
          underlying:
            [describeUnderlying(error), refused && `fetch refuses ${refused}`].filter(Boolean).join(', ') || undefined,
        })
      }
    }
  })
  const { status } = response
  // A fetch that follows redirects all the same: what comes from there opens nothing, and means nothing.
  if (elsewhere) throw failure(call, 'unexpected-response', { status })
  if (response.ok) {
    // That a person's own server answers says nothing of plex.tv.
    if (!call.anonymous) slowDowns.delete(client)
    const answer = call.readXml ? call.readXml(body) : call.read ? call.read(parseJson(body)) : null
    if (answer !== undefined) return answer as T
  }
  const plexCode = plexCodeIn(body)
  const code = saysInvalidToken(status, body) ? 'unauthorized' : refusalCode(status, plexCode, call)
  if (!codeHasTrait(code, 'slow-down')) throw failure(call, code, { status, plexCode })
  const before = slowDowns.get(client) ?? 0
  slowDowns.set(client, before + 1)
  const retryAfterMs = cooldownMs(before, response.headers?.get('Retry-After') ?? null, client.clock.now())
  throw failure(call, code, { status, plexCode, retryAfterMs })
}

/** By `encodeURIComponent`, for `URLSearchParams` would write a space as a plus, which not everybody reads as one. */
export const writeQuery = (query: Record<string, string>) =>
  Object.entries(query)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&')

/**
 * Whether a `fetch` followed a redirect against our word, as React Native's and Tauri's do: as far as they tell. What is
 * answered without a network has no address, and a page may have its requests upgraded to https.
 */
function isElsewhere({ redirected, url: answered }: Response, asked: string): boolean {
  if (redirected || !answered) return redirected === true
  const { href } = new URL(asked)
  return ![href, href.replace('http:', 'https:')].includes(new URL(answered).href)
}

/**
 * The whole body as text without its byte order mark; nothing of one that is too long. Where `fetch` gives no
 * stream (React Native), or one of another make (node-fetch), it is read whole, and judged by its length.
 */
async function readBody(response: Response, maxBytes = MAX_BODY_BYTES): Promise<string> {
  if (typeof response.body?.getReader !== 'function') {
    const text = await response.text()
    return text.length > maxBytes ? '' : text.replace(/^\ufeff/, '')
  }
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  while (true) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.byteLength
    if (bytes > maxBytes) {
      await reader.cancel()
      return ''
    }
    text += decoder.decode(value, { stream: true })
  }
}
