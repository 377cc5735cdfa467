import { createServer, type Socket } from 'node:net'

/** What came in over one connection, as bytes read as Latin-1. */
interface Visit {
  readonly socket: Socket
  request: string
}

/**
 * A server on the loopback address that can do to a connection what no HTTP library would. `answer` is called once a
 * request is there to its last byte.
 */
export async function createSocketServer(answer: (socket: Socket, request: string) => void) {
  const visits: Visit[] = []
  const server = createServer((socket) => {
    const visit: Visit = { socket, request: '' }
    visits.push(visit)
    let answered = false
    socket.on('data', (bytes) => {
      visit.request += bytes.toString('latin1')
      if (answered || !isWhole(visit.request)) return
      answered = true
      answer(socket, visit.request)
    })
    // A client that goes away in mid-answer is what some of the rows are about.
    socket.on('error', () => socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => visits.map(({ request }) => request).filter(Boolean),
    visits: () => visits.length,
    /** Resolves when no client is connected any more. */
    left: () =>
      Promise.all(
        visits.map(({ socket }) => socket.destroyed || new Promise((resolve) => socket.once('close', resolve))),
      ),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const { socket } of visits) socket.destroy()
      await closed
    },
  }
}

function isWhole(request: string): boolean {
  // A TLS client says hello first, and waits.
  if (request.startsWith('\x16')) return true
  const [head, body] = request.split('\r\n\r\n')
  const length = Number(/content-length: (\d+)/i.exec(head ?? '')?.[1] ?? 0)
  return body !== undefined && body.length >= length
}

/** An answer's bytes. The connection ends with it, unless `headers` say otherwise. */
export function http(status: string, body: string | Uint8Array = '', headers: Record<string, string> = {}): Buffer {
  const bytes = Buffer.from(body)
  const all = { Connection: 'close', 'Content-Type': 'application/json', 'Content-Length': bytes.length, ...headers }
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status}\r\n${head.join('')}\r\n`), bytes])
}
