import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Emulator } from '@foyer/emulator'

/** An address where a server is said to be: as plex.tv lists it, and who is there, if anybody. */
export interface Candidate {
  reach: 'local' | 'remote' | 'relay'
  /** Nobody, where it is missing: a black hole, which takes each request and answers none. */
  answer?: ((response: ServerResponse) => void) | undefined
}

/** Candidates that listen on this machine, a port each. */
export interface Candidates {
  /** In plex.tv's words. */
  readonly connections: readonly { address: string; port: number; uri: string; local: boolean; relay: boolean }[]
  /** What has come to all of them together. */
  readonly seen: { sockets: number; requests: number; requestsWithToken: number }
  /** Ends what still waits for an answer, so that nothing of one run is left in the next. */
  hangUp(): void
  close(): void
}

export async function openCandidates(candidates: Candidate[]): Promise<Candidates> {
  const seen = { sockets: 0, requests: 0, requestsWithToken: 0 }
  const listening = candidates.map(async ({ reach, answer }) => {
    const server = createServer((request, response) => {
      seen.requests += 1
      if (carriesToken(request)) seen.requestsWithToken += 1
      answer?.(response)
    })
    server.on('connection', () => {
      seen.sockets += 1
    })
    return { reach, ...(await listen(server)) }
  })
  const servers = await Promise.all(listening)
  return {
    connections: servers.map(({ reach, address, port, url }) => {
      const where = { local: reach === 'local', relay: reach === 'relay', IPv6: false }
      return { protocol: 'http', address, port, uri: url, ...where }
    }),
    seen,
    hangUp() {
      for (const server of servers) server.hangUp()
    },
    close() {
      for (const server of servers) server.close()
    },
  }
}

export const blackHoles = (count: number, reach: Candidate['reach']): Candidate[] =>
  Array.from({ length: count }, () => ({ reach }))

/** What a server says of itself, to whoever asks who it is and to whoever comes with a token. */
export const answerAs =
  (machineIdentifier: string, afterMs: number): Candidate['answer'] =>
  (response) => {
    const said = { size: 0, machineIdentifier, version: '1.43.4.10000-0123456ab', ownerFeatures: '' }
    setTimeout(() => {
      // A connection that was kept would make the next run's answer a faster one.
      response.writeHead(200, { 'Content-Type': 'application/json', Connection: 'close' })
      response.end(JSON.stringify({ MediaContainer: said }))
    }, afterMs)
  }

/** The emulator, over HTTP; of a server of that name it says that it is at these candidates. */
export function servePlexTv(emulator: Emulator, listed: Record<string, Candidates>) {
  const server = createServer(async (request, response) => {
    const headers = new Headers({ accept: 'application/json' })
    for (const [name, value] of Object.entries(request.headers)) {
      if (name.startsWith('x-plex-')) headers.set(name, String(value))
    }
    const answer = await emulator.fetch(new Request(`https://plex.tv${request.url}`, { headers }))
    const resources: { name: string; connections: unknown }[] = await answer.json()
    const moved = resources.map((each) => ({ ...each, connections: listed[each.name]?.connections ?? [] }))
    response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(JSON.stringify(moved))
  })
  return listen(server)
}

/** In a header or in the query, under any name that says so. */
const carriesToken = ({ url, rawHeaders }: IncomingMessage) =>
  /token|authorization/i.test([url, ...rawHeaders].join('\n'))

/** On any free port of this machine. */
async function listen(server: Server) {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { address, port } = server.address() as AddressInfo
  const hangUp = () => server.closeAllConnections()
  return {
    address,
    port,
    url: `http://${address}:${port}`,
    hangUp,
    close() {
      hangUp()
      server.close()
    },
  }
}
