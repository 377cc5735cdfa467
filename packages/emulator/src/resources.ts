import type { Context } from 'hono'
import { answerXml, refuse, send } from './answer.ts'
import { livesWith } from './createHome.ts'
import type { MediaServer, ServerAddress } from './createMediaServers.ts'
import type { Device } from './device.ts'
import { isRefusal } from './errors.ts'
import { isJwt } from './jwt.ts'
import { type Arrival, type EndpointRoutes, isPlexTv, namesItsClient, plexParameter, wrongMethod } from './route.ts'
import type { World } from './world.ts'
import { type Fields, xmlElement, xmlList } from './xml.ts'

const resourcesPath = '/api/v2/resources'
const resourcesPathV1 = '/api/resources'
const devicesPath = '/devices.xml'
const publicAddress = '203.0.113.1'

export const resources: EndpointRoutes = {
  endpoint: 'server',
  owns: (path) => [resourcesPath, resourcesPathV1, devicesPath].includes(path) || path.startsWith('/devices/'),
  mount(router, world) {
    const ownerOf = (context: Context<Arrival>) => world.findDevice(plexParameter(context, 'X-Plex-Token'))

    router.get(resourcesPath, namesItsClient, (context) => {
      const device = ownerOf(context)
      if (isRefusal(device)) return refuse(context.req.raw, device)
      const list = resourcesOf(world, device, new URL(context.req.url))
      return send(context.req.raw, 200, list, xmlList('resources', list, 'iso'))
    })
    router.all(resourcesPath, wrongMethod)

    router.get(resourcesPathV1, (context) => {
      const device = ownerOf(context)
      if (isRefusal(device)) return refuse(context.req.raw, device)
      const inside = resourcesOf(world, device, new URL(context.req.url)).map(resourceElement)
      return answerXml(xmlElement('MediaContainer', { size: inside.length }, inside.join('')))
    })
    router.all(resourcesPathV1, wrongMethod)

    router.get(devicesPath, (context) => {
      const device = ownerOf(context)
      if (isRefusal(device)) return refuse(context.req.raw, device)
      const inside = world.devicesOf(device.account).map((each) => deviceElement(world, each))
      return answerXml(xmlElement('MediaContainer', { publicAddress }, inside.join('')))
    })
    router.all(devicesPath, wrongMethod)

    router.delete('/devices/:file', (context) => {
      const device = ownerOf(context)
      if (isRefusal(device)) return refuse(context.req.raw, device)
      const id = Number(/^(\d+)\.xml$/.exec(context.req.param('file'))?.[1])
      const removed = world.devicesOf(device.account).find((each) => world.deviceId(each) === id)
      if (!removed) return refuse(context.req.raw, 1002)
      world.revoke(removed)
      return new Response(null, { status: 204 })
    })
    router.all('/devices/:file', wrongMethod)
  },
}

/** The servers that somebody may use, then their installations. */
const resourcesOf = (world: World, device: Device, asked: URL) => [
  ...world.servers.openTo(device.account).map((server) => serverResource(world, server, device, asked)),
  ...world.devicesOf(device.account).map((each) => deviceResource(world, each)),
]

const instant = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')

function serverResource(world: World, server: MediaServer, device: Device, asked: URL) {
  const { name, machineIdentifier, online } = server
  const owner = world.account(server.owner)
  const owned = owner.name === device.account.name
  const addresses = server.addresses.map((address, index) => connection(server, address, index, asked))
  const wanted = addresses.filter(
    ({ relay, IPv6 }) =>
      (!relay || asked.searchParams.get('includeRelay') === '1') &&
      (!IPv6 || asked.searchParams.get('includeIPv6') === '1'),
  )
  return {
    name,
    product: 'Plex Media Server',
    productVersion: '1.43.4.10000-0123456ab',
    platform: online ? 'Linux' : null,
    platformVersion: online ? '24.04' : null,
    device: online ? 'PC' : null,
    clientIdentifier: machineIdentifier,
    createdAt: instant(owner.joinedAt * 1000),
    lastSeenAt: instant(world.now()),
    provides: 'server',
    ownerId: owned ? null : owner.id,
    sourceTitle: owned ? null : owner.title,
    publicAddress,
    // In a JWT session an owner gets that JWT, which no server takes; for a shared server there is an opaque token.
    accessToken: owned && isJwt(device.token) ? device.token : world.servers.accessToken(device, server),
    owned,
    home: !owned && livesWith(owner, device.account),
    synced: false,
    relay: server.addresses.some(({ reach }) => reach === 'relay'),
    presence: online,
    httpsRequired: false,
    publicAddressMatches: true,
    dnsRebindingProtection: false,
    natLoopbackSupported: false,
    connections: online ? wanted : wanted.slice(0, 1),
  } satisfies Fields
}

/**
 * Asked as plex.tv, the addresses are those of a home; asked at another host, as over HTTP, they are paths of that host,
 * for a page and a program can't reach the others.
 */
function connection(server: MediaServer, at: ServerAddress, index: number, asked: URL) {
  const { reach, IPv6 = false } = at
  const more = { local: reach === 'local', relay: reach === 'relay', IPv6 }
  if (!isPlexTv(asked.hostname)) {
    const protocol = asked.protocol.replace(':', '')
    const port = Number(asked.port) || (protocol === 'https' ? 443 : 80)
    const uri = `${asked.origin}/_servers/${server.machineIdentifier}/${index}`
    return { protocol, address: asked.hostname, port, uri, ...more }
  }
  const { protocol, address, port, uri } = at
  if (asked.searchParams.get('includeHttps') === '1') return { protocol, address, port, uri, ...more }
  return { protocol: 'http', address, port, uri: `http://${IPv6 ? `[${address}]` : address}:${port}`, ...more }
}

/** What provides no server is listed too, with fewer fields. */
function deviceResource(world: World, device: Device) {
  const { name, product, version, platform } = world.installOf(device)
  return {
    name,
    product,
    productVersion: version,
    platform,
    platformVersion: null,
    device: null,
    clientIdentifier: device.clientIdentifier,
    createdAt: instant(device.since),
    lastSeenAt: instant(device.since),
    provides: '',
    ownerId: null,
    sourceTitle: null,
    publicAddress,
    accessToken: null,
    owned: true,
    home: false,
    synced: false,
    relay: false,
    presence: false,
    httpsRequired: false,
    publicAddressMatches: true,
    connections: [],
  } satisfies Fields
}

/** A resource as version 1 tells it: without what is null, and its instants in seconds. */
function resourceElement(resource: ReturnType<typeof resourcesOf>[number]): string {
  const { connections, ...rest } = resource
  const known = Object.entries(rest)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => [name, name.endsWith('At') ? Date.parse(String(value)) / 1000 : value])
  const inside = connections.map(({ protocol, address, port, uri, local, relay }) =>
    xmlElement('Connection', { protocol, address, port, uri, local, ...(relay && { relay }) }),
  )
  return xmlElement('Device', Object.fromEntries(known), inside.join(''))
}

function deviceElement(world: World, device: Device): string {
  const { name, product, version, platform } = world.installOf(device)
  const seconds = Math.floor(device.since / 1000)
  return xmlElement('Device', {
    name,
    publicAddress,
    product,
    productVersion: version,
    platform,
    platformVersion: '',
    device: '',
    model: '',
    vendor: '',
    provides: '',
    clientIdentifier: device.clientIdentifier,
    version,
    id: world.deviceId(device),
    token: device.token,
    createdAt: seconds,
    lastSeenAt: seconds,
    screenResolution: '',
  })
}
