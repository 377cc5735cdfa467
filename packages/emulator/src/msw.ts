import * as msw from 'msw'
import { Offline } from './applyFault.ts'
import type { Emulator } from './Emulator.ts'

/**
 * The emulator as msw handlers for `https://plex.tv`, `https://clients.plex.tv` and its pretend servers, in Node and in the browser's
 * worker: for code that calls the global `fetch`. A client that takes a `fetch` needs no msw: hand it `emulator.fetch`.
 *
 * @throws Error where msw 3 would intercept nothing (Bun, Deno) or fail (Node 20): requests would go on to the real
 * plex.tv.
 */
export function handlers(emulator: Emulator<string>): msw.RequestHandler[] {
  checkPlatform()
  const servers = emulator.servers().flatMap(({ addresses }) => addresses.map(({ uri }) => `${uri}/*`))
  return ['https://plex.tv/*', 'https://clients.plex.tv/*', ...servers].map((host) =>
    msw.http.all(host, async ({ request }) => {
      try {
        return await emulator.fetch(request)
      } catch (error) {
        // Nobody waits for a request that was called off; if its error were thrown, msw would call it the handler's fault.
        if (error instanceof Offline || request.signal.aborted) return msw.HttpResponse.error()
        throw error
      }
    }),
  )
}

/** msw 3 listens below `fetch`, at sockets that are Node's own; msw 2 puts a `fetch` of its own in its place. */
function checkPlatform(): void {
  if ('SetupApi' in msw) return
  const runtime = ['Bun', 'Deno'].find((name) => name in globalThis)
  const cannot = runtime
    ? `intercepts nothing in ${runtime}`
    : 'withResolvers' in Promise
      ? ''
      : 'needs Node 22 or newer'
  if (cannot) {
    throw new Error(
      `Could not make msw handlers: msw 3 ${cannot}. Use createPlexClient({ fetch: emulator.fetch }), or msw 2.`,
    )
  }
}
