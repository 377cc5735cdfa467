import { serve as listen } from 'srvx'
import { cameFrom } from './address.ts'
import { Offline } from './applyFault.ts'
import { createControl } from './control.ts'
import type { Emulator } from './Emulator.ts'
import { isPagePath } from './pages/createPages.ts'

export interface ServeOptions {
  /** Default 4010; 0 takes any free one. */
  port?: number | undefined
}

/** An emulator that listens on this machine. */
export interface EmulatorServer {
  /** Such as `http://127.0.0.1:4010`, without a slash at the end. */
  readonly url: string
  /** The stand-ins for app.plex.tv/auth and plex.tv/link: with `url`, what `createPlexClient` takes by these names. */
  readonly appUrl: string
  readonly linkUrl: string
  /** Ends every connection, hanging ones too. */
  close(): Promise<void>
}

/**
 * Serves the emulator and its pages over HTTP, on the loopback address only. Under `/_emulator/` it has a control
 * endpoint, by which a test in another process reaches what `Emulator` has besides `fetch`. It may stand behind a proxy of
 * this machine: `X-Forwarded-Proto`, `-Host` and `-For` are believed.
 *
 * @throws Error that names the port when it is taken, or cannot be had.
 */
export async function serve(emulator: Emulator<string>, { port = 4010 }: ServeOptions = {}): Promise<EmulatorServer> {
  const control = createControl(emulator)
  const hostname = '127.0.0.1'
  const server = listen({
    manual: true,
    port,
    hostname,
    silent: true,
    // Whoever ends TLS in front of it is on this machine too, since nobody else can reach it.
    trustProxy: 'loopback',
    gracefulShutdown: false,
    error: (error) => {
      // An error here is a fault of ours; `silent` is meant for the banner, and would swallow it too.
      console.error(error)
      return new Response(null, { status: 500 })
    },
    fetch: async (request) => {
      const { pathname } = new URL(request.url)
      if (pathname.startsWith('/_emulator/')) return control.fetch(request)
      cameFrom(request, request.ip ?? hostname)
      if (isPagePath(pathname)) return emulator.pages.fetch(request)
      try {
        return await emulator.fetch(request)
      } catch (error) {
        const gone = error instanceof Offline || request.signal.aborted
        if (!gone) throw error
        request.runtime?.node?.req.socket?.destroy()
        // Nobody is there to read this answer, but the server wants something to send.
        return new Response(null)
      }
    },
  })
  try {
    await server.serve()
  } catch (cause) {
    const taken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'
    const why = taken ? 'it is in use' : String(cause)
    throw new Error(`Could not serve the emulator on port ${port}: ${why}. Choose another port.`, { cause })
  }
  const url = (server.url ?? '').replace(/\/$/, '')
  return { url, appUrl: `${url}/auth`, linkUrl: `${url}/link`, close: () => server.close(true) }
}
