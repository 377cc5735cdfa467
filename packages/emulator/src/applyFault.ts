import { refuse, send } from './answer.ts'
import type { EmulatorClock } from './clock.ts'
import type { Fault } from './createFaults.ts'
import type { Refusal } from './errors.ts'

/** What `fetch` rejects with where a browser would say that there is no network. */
export class Offline extends TypeError {
  constructor() {
    super('Failed to fetch')
  }
}

/** What becomes of a request under a fault; without one, `answer`. */
export async function applyFault(
  fault: Fault | undefined,
  request: Request,
  signal: AbortSignal | null | undefined,
  answer: () => Response | Promise<Response>,
): Promise<Response> {
  switch (fault?.kind) {
    case 'offline':
      throw new Offline()
    case 'hang':
      await pause(Number.POSITIVE_INFINITY, signal)
      return answer()
    case 'truncated':
      return truncated(await answer())
    case 'html':
      return html(200, 'Welcome to the hotel network')
    case 'status':
      return withStatus(fault.status, request)
    case 'rate-limited': {
      const response = refuse(request, 1003)
      if (fault.retryAfter !== undefined) response.headers.set('Retry-After', fault.retryAfter)
      return response
    }
    default:
      return answer()
  }
}

/** Waits, for ever without a clock; stops waiting when the caller does. */
export function pause(ms: number, signal: AbortSignal | null | undefined, clock?: EmulatorClock): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const callOff = clock?.after(ms, end)
    const abort = () => {
      callOff?.()
      reject(signal?.reason)
    }
    function end() {
      signal?.removeEventListener('abort', abort)
      resolve()
    }
    signal?.addEventListener('abort', abort, { once: true })
  })
}

const page = (title: string) =>
  `<!doctype html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`

const html = (status: number, title: string) =>
  new Response(page(title), { status, headers: { 'Content-Type': 'text/html; charset=utf-8' } })

const refusals = new Map<number, Refusal>([
  [400, 1004],
  [401, 1001],
  [403, 1009],
  [404, 1002],
  [405, 1005],
  [429, 1003],
  [498, 'token-expired'],
])

function withStatus(status: number, request: Request): Response {
  const refusal = refusals.get(status)
  if (refusal) return refuse(request, refusal)
  if (status >= 500) return html(status, `${status} The service is unavailable`)
  if (status >= 400) return send(request, status, { errors: [] }, '<errors/>')
  return new Response(null, { status })
}

async function truncated(response: Response): Promise<Response> {
  if (!response.body) return response
  const text = await response.text()
  return new Response(text.slice(0, text.length / 2), response)
}
