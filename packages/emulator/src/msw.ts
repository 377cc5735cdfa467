import { HttpResponse, http, type RequestHandler } from 'msw'
import type { Emulator } from './createEmulator.ts'
import { Offline } from './suffer.ts'

/**
 * The emulator as msw handlers for `https://plex.tv` and `https://clients.plex.tv`, in Node and in the browser's worker:
 * for code that calls the global `fetch`. A client that takes a `fetch` needs no msw: hand it `emulator.fetch`.
 */
export function handlers(emulator: Emulator): RequestHandler[] {
  return ['https://plex.tv/*', 'https://clients.plex.tv/*'].map((host) =>
    http.all(host, async ({ request }) => {
      try {
        return await emulator.fetch(request)
      } catch (error) {
        // Called off: nobody waits for this any more, and thrown, msw would take it for a fault of the handler.
        if (error instanceof Offline || request.signal.aborted) return HttpResponse.error()
        throw error
      }
    }),
  )
}
