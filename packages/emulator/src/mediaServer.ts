import { send } from './answer.ts'
import { Offline, pause } from './applyFault.ts'
import type { EmulatorClock } from './clock.ts'
import type { MediaServer, ServerAddress } from './createMediaServers.ts'
import { isJwt } from './jwt.ts'
import { textFrom } from './random.ts'
import type { World } from './world.ts'
import { xmlElement } from './xml.ts'

/** A server's own answer, at one of its addresses; rejects where none comes. */
export async function visitMediaServer(
  world: World,
  place: NonNullable<ReturnType<World['servers']['at']>>,
  request: Request,
  signal: AbortSignal | null | undefined,
  clock: EmulatorClock,
): Promise<Response> {
  const { server, address, base } = place
  if (address.answers === 'dead') throw new Offline()
  if (address.answers === 'silent') await pause(Number.POSITIVE_INFINITY, signal)
  if (address.delayMs > 0) await pause(address.delayMs, signal, clock)
  if (request.method === 'OPTIONS') return new Response(null, { status: 200 })
  return answerAs(world, server, address, request, new URL(request.url).pathname.slice(base.length))
}

function answerAs(
  world: World,
  server: MediaServer,
  { answers }: ServerAddress,
  request: Request,
  path: string,
): Response {
  const { machineIdentifier } = server
  const isOther = answers === 'other-server'
  if (path === '/identity') {
    const other = textFrom(`${machineIdentifier}/other`, 'hex', 40)
    return container(request, {
      size: 0,
      claimed: true,
      machineIdentifier: isOther ? other : machineIdentifier,
      version: '1.43.4.10000-0123456ab',
    })
  }
  // Tokens of this server's are nothing to another, and Plex JWTs are none to any, whatever is documented.
  if (isOther || isJwt(readToken(request).token)) return refused(401)
  if (path === '/security/token') return answerToken(world, server, request)
  if (path === '/security/resources') return answerSource(world, server, request)
  return refused(404)
}

/** As PMS 1.43.4 does: 400 without a token, and for any scope but `all`; 403 for a stranger, and for a transient one. */
function answerToken({ servers }: World, server: MediaServer, request: Request): Response {
  const { token, query } = readToken(request)
  if (!token || query.get('type') !== 'delegation' || query.get('scope') !== 'all') return refused(400)
  const visitor = servers.visitor(server, token)
  if (!visitor || visitor.isTransient) return refused(403)
  return container(request, { size: 0, token: servers.createTransient(server, visitor) })
}

function answerSource({ servers }: World, server: MediaServer, request: Request): Response {
  const { token, query } = readToken(request)
  const source = /^(server|provider):\/\/([^/]+)/.exec(query.get('source') ?? '')
  if (!source) return refused(400)
  const visitor = servers.visitor(server, token)
  if (!visitor?.isAdmin) return refused(403)
  // A pretend server knows the way to no other server than itself.
  if (source[1] === 'server' && source[2] !== server.machineIdentifier) return refused(400)
  const device = {
    name: server.name,
    clientIdentifier: server.machineIdentifier,
    accessToken: servers.createTransient(server, visitor),
  }
  const connections = server.addresses.map(({ protocol, address, uri, port, reach }) => ({
    protocol,
    address,
    uri,
    port,
    local: reach === 'local',
    ...(reach === 'relay' && { relay: true }),
  }))
  return send(
    request,
    200,
    { MediaContainer: { size: 1, Device: { ...device, Connection: connections } } },
    xmlElement(
      'MediaContainer',
      { size: 1 },
      xmlElement('Device', device, connections.map((connection) => xmlElement('Connection', connection)).join('')),
    ),
  )
}

function readToken(request: Request) {
  const query = new URL(request.url).searchParams
  return { token: request.headers.get('X-Plex-Token') ?? query.get('X-Plex-Token') ?? '', query }
}

const container = (request: Request, fields: Record<string, string | number | boolean>): Response =>
  send(request, 200, { MediaContainer: fields }, xmlElement('MediaContainer', fields))

const titles = { 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found' } as const

/** A server's errors are pages, whatever was accepted. */
function refused(status: keyof typeof titles): Response {
  const title = titles[status]
  return new Response(`<html><head><title>${title}</title></head><body><h1>${status} ${title}</h1></body></html>`, {
    status,
    headers: { 'Content-Type': 'text/html' },
  })
}

/** What a server says to browsers: every page may ask it, as the newer ones do. */
export function openToPages(request: Request, response: Response): Response {
  response.headers.set('Access-Control-Allow-Origin', request.headers.get('Origin') ?? '*')
  response.headers.set('Vary', 'Origin')
  const asked = request.headers.get('Access-Control-Request-Headers')
  if (asked) response.headers.set('Access-Control-Allow-Headers', asked)
  if (request.method === 'OPTIONS') {
    response.headers.set('Access-Control-Allow-Methods', 'POST, GET, OPTIONS, DELETE, PUT, HEAD')
    response.headers.set('Access-Control-Max-Age', '1209600')
  }
  return response
}
