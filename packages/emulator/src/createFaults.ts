import { type Endpoint, endpoints } from './route.ts'

/**
 * A way for plex.tv to fail. `endpoint` keeps it to one endpoint's calls, `times` to as many requests (default: until
 * stopped). Preflights are spared.
 *
 * - `offline`: no connection. `fetch` rejects with a TypeError, the HTTP server cuts the socket.
 * - `hang`: taken, and never answered.
 * - `truncated`: the right answer, whose body ends in its middle.
 * - `rate-limited`: 429, code 1003. plex.tv has never been seen to send `Retry-After`; given, it is sent as it is, and
 *   no page on another origin can read it.
 * - `status`: from 500 up with an HTML page as an edge sends it, 4xx with plex.tv's error for it, others empty.
 * - `html`: 200 with the page of a captive portal.
 * - `latency`: the right answer, `ms` milliseconds later. Adds up, and goes together with any other fault.
 */
export type Fault = { readonly endpoint?: Endpoint | undefined; readonly times?: number | undefined } & (
  | { readonly kind: 'offline' | 'hang' | 'truncated' | 'html' }
  | { readonly kind: 'rate-limited'; readonly retryAfter?: string | undefined }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'latency'; readonly ms: number }
)

/** Rejects what a caller in plain JavaScript, or over HTTP, may have got wrong. */
function check(fault: Fault): void {
  const wrong = (what: string) => new RangeError(`No such fault: ${what}.`)
  const { kind, endpoint, times } = fault
  const kinds: Fault['kind'][] = ['offline', 'hang', 'truncated', 'html', 'rate-limited', 'status', 'latency']
  if (!kinds.includes(kind)) throw wrong(`kind must be one of ${kinds.join(', ')}`)
  if (endpoint !== undefined && !endpoints.includes(endpoint))
    throw wrong(`endpoint must be one of ${endpoints.join(', ')}`)
  if (times !== undefined && !(Number.isInteger(times) && times > 0))
    throw wrong('times must be a whole number above 0')
  if (kind === 'status' && !(Number.isInteger(fault.status) && fault.status >= 200 && fault.status < 600))
    throw wrong('status must be a whole number from 200 to 599')
  if (kind === 'latency' && !(Number.isFinite(fault.ms) && fault.ms >= 0)) throw wrong('ms must be a number from 0')
}

/** The faults that are on. */
export function createFaults() {
  const active = new Map<object, { fault: Fault; left: number }>()
  return {
    add(fault: Fault) {
      check(fault)
      const key = {}
      active.set(key, { fault, left: fault.times ?? Number.POSITIVE_INFINITY })
      return { stop: () => void active.delete(key) }
    },
    /**
     * The delay and the failure that await one request. Of several failures the latest counts, and only that one is
     * used up.
     */
    take(endpoint: Endpoint | undefined): { delayMs: number; failure: Fault | undefined } {
      let delayMs = 0
      let latest: [object, Fault] | undefined
      const use = (key: object) => {
        const entry = active.get(key)
        if (entry && --entry.left === 0) active.delete(key)
      }
      for (const [key, { fault }] of [...active]) {
        if (fault.endpoint && fault.endpoint !== endpoint) continue
        if (fault.kind === 'latency') {
          delayMs += fault.ms
          use(key)
        } else latest = [key, fault]
      }
      if (latest) use(latest[0])
      return { delayMs, failure: latest?.[1] }
    },
  }
}
