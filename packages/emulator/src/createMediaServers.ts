import type { Account } from './account.ts'
import type { Device } from './device.ts'
import { textFrom, uuidFrom } from './random.ts'
import { type AddressAnswer, checkAnswer, type ServerAddressOptions, type ServerOptions } from './serverOptions.ts'

/** Where plex.tv says that a server is, and what is there. */
export interface ServerAddress extends ServerAddressOptions {
  answers: AddressAnswer
  delayMs: number
  readonly protocol: 'https' | 'http'
  /** The bare address, without brackets. */
  readonly address: string
  readonly port: number
  readonly uri: string
}

/** A pretend server, as the world knows it. */
export interface MediaServer {
  readonly name: string
  readonly machineIdentifier: string
  readonly owner: string
  sharedWith: readonly string[]
  readonly online: boolean
  readonly addresses: readonly ServerAddress[]
}

/** Whoever comes to a server with a token that it knows. */
export interface Visitor {
  readonly isAdmin: boolean
  readonly isTransient: boolean
}

/** As documented: a transient token lives for two days at most. */
const transientMs = 48 * 60 * 60_000

/** The servers of a world, and the rules between them and people. */
export function createMediaServers(
  given: readonly ServerOptions<string>[],
  seed: number,
  now: () => number,
  devices: () => Iterable<Device>,
) {
  const servers = given.map((options, index) => createMediaServer(options, seed, index))
  const transients = new Map<string, Visitor & { readonly machineIdentifier: string; readonly expiresAt: number }>()
  let madeTransients = 0

  const byIdentifier = (machineIdentifier: string): MediaServer => {
    const found = servers.find((server) => server.machineIdentifier === machineIdentifier)
    if (!found) throw new RangeError(`No server "${machineIdentifier}". There are: ${servers.map(({ name }) => name)}.`)
    return found
  }

  const isOpenTo = ({ owner, sharedWith }: MediaServer, { name }: Account) =>
    name === owner || sharedWith.includes(name)

  /** A token for this server and no other, one for each account and installation. */
  const accessToken = ({ root }: Device, { machineIdentifier }: MediaServer) =>
    textFrom(`${root}/${machineIdentifier}`, 'token', 20)

  return {
    all: (): readonly MediaServer[] => servers,
    accessToken,
    openTo: (account: Account) => servers.filter((server) => isOpenTo(server, account)),

    /** Which server's address a request goes to, if it goes to one. */
    at({ host, pathname }: URL): { server: MediaServer; address: ServerAddress; base: string } | undefined {
      const [, identifier, place] = /^\/_servers\/([\da-f]+)\/(\d+)(?=\/|$)/.exec(pathname) ?? []
      for (const server of servers) {
        for (const [index, address] of server.addresses.entries()) {
          if (identifier === server.machineIdentifier && Number(place) === index)
            return { server, address, base: `/_servers/${identifier}/${index}` }
          if (new URL(address.uri).host === host) return { server, address, base: '' }
        }
      }
    },

    /** Who has this token at that server; undefined for a stranger. */
    visitor(server: MediaServer, token: string): Visitor | undefined {
      const transient = transients.get(token)
      if (transient) {
        const { machineIdentifier, expiresAt } = transient
        return machineIdentifier === server.machineIdentifier && now() < expiresAt ? transient : undefined
      }
      for (const device of devices()) {
        if (isOpenTo(server, device.account) && accessToken(device, server) === token)
          return { isAdmin: device.account.name === server.owner, isTransient: false }
      }
      return undefined
    },

    /** A token with the rights of whoever asks, that ends by itself. */
    createTransient({ machineIdentifier }: MediaServer, { isAdmin }: Visitor): string {
      madeTransients += 1
      const token = `transient-${uuidFrom(`${seed}/${machineIdentifier}/transient/${madeTransients}`)}`
      transients.set(token, { machineIdentifier, isAdmin, isTransient: true, expiresAt: now() + transientMs })
      return token
    },

    restart(machineIdentifier: string): void {
      const server = byIdentifier(machineIdentifier)
      for (const [token, transient] of transients)
        if (transient.machineIdentifier === server.machineIdentifier) transients.delete(token)
    },

    share(machineIdentifier: string, sharedWith: readonly string[]): void {
      byIdentifier(machineIdentifier).sharedWith = [...sharedWith]
    },

    setAddress(
      machineIdentifier: string,
      index: number,
      change: Pick<ServerAddressOptions, 'answers' | 'delayMs'>,
    ): void {
      const address = byIdentifier(machineIdentifier).addresses[index]
      if (!address) throw new RangeError(`That server has no address ${index}.`)
      checkAnswer(change)
      address.answers = change.answers ?? address.answers
      address.delayMs = change.delayMs ?? address.delayMs
    },
  }
}

function createMediaServer(options: ServerOptions<string>, seed: number, index: number): MediaServer {
  const { name, owner, sharedWith = [], online = true, addresses } = options
  const machineIdentifier = textFrom(`${seed}/server/${index}`, 'hex', 40)
  const certificate = textFrom(`${seed}/server/${index}/certificate`, 'hex', 32)
  return {
    name,
    machineIdentifier,
    owner,
    sharedWith,
    online,
    addresses: addresses.map((each, place) => {
      const { reach, answers = 'alive', delayMs = 0, protocol = 'https', IPv6 = false } = each
      const address = addressOf(each, index * 20 + place + 10)
      const port = reach === 'relay' ? 8443 : 32400
      const bare = IPv6 ? `[${address}]` : address
      const host = protocol === 'http' ? bare : `${address.replace(/[.:]+/g, '-')}.${certificate}.plex.direct`
      return { reach, answers, delayMs, protocol, IPv6, address, port, uri: `${protocol}://${host}:${port}` }
    }),
  }
}

/** An address of a home network, or of those that are kept for examples. */
function addressOf({ reach, IPv6 = false }: ServerAddressOptions, last: number): string {
  if (IPv6) return `${reach === 'local' ? 'fd00' : '2001:db8'}::${last.toString(16)}`
  return `${{ local: '192.168.1', remote: '203.0.113', relay: '198.51.100' }[reach]}.${last}`
}
