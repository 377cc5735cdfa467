import type { PersonName } from './account.ts'
import { refuseUnknown } from './refuseUnknown.ts'

const reaches = ['local', 'remote', 'relay'] as const
const addressAnswers = ['alive', 'dead', 'silent', 'other-server'] as const

/** How a server is reached at an address: in its own network, from outside, or through plex.tv's relay. */
export type ServerReach = (typeof reaches)[number]

/**
 * What is at an address of a server's.
 *
 * - `alive`: the server.
 * - `dead`: nothing; a connection is refused.
 * - `silent`: a black hole: the request is taken, and never answered.
 * - `other-server`: another server, which got this address since.
 */
export type AddressAnswer = (typeof addressAnswers)[number]

/** One address at which plex.tv says that a server is. */
export interface ServerAddressOptions {
  readonly reach: ServerReach
  /** Default `alive`. */
  readonly answers?: AddressAnswer | undefined
  /** How much later it answers, in milliseconds on the emulator's clock. Default 0. */
  readonly delayMs?: number | undefined
  /** Default `https`, under a name of plex.direct's; `http` is a bare address. */
  readonly protocol?: 'https' | 'http' | undefined
  /** Default false. */
  readonly IPv6?: boolean | undefined
}

/** A pretend Plex Media Server. `Name`: what its people are called, the seeded ones if not said otherwise. */
export interface ServerOptions<Name extends string = PersonName> {
  readonly name: string
  readonly owner: Name
  /** Members of the owner's Home too, as far as they may use it. Default: nobody. */
  readonly sharedWith?: readonly Name[] | undefined
  /** What plex.tv takes it for; it has been seen to be wrong. Default true. */
  readonly online?: boolean | undefined
  readonly addresses: readonly ServerAddressOptions[]
}

/** The seeded servers: Noura's, which nearly everybody may use, and Ada's, which is hard to reach. */
export const seededServers: readonly ServerOptions[] = [
  {
    name: 'Attic',
    owner: 'plexPass',
    sharedWith: ['plain', 'twoFactor', 'managed', 'emailOnly', 'passwordless', 'locked'],
    addresses: [
      { reach: 'local' },
      { reach: 'local', protocol: 'http' },
      { reach: 'remote' },
      { reach: 'remote', IPv6: true },
      { reach: 'relay' },
    ],
  },
  {
    name: 'Cellar',
    owner: 'plain',
    sharedWith: ['plexPass', 'twoFactor'],
    addresses: [
      { reach: 'local', answers: 'dead' },
      { reach: 'local', answers: 'other-server' },
      { reach: 'remote', answers: 'silent' },
      { reach: 'remote', delayMs: 3000 },
      { reach: 'relay', delayMs: 500 },
    ],
  },
]

/** Refuses what a caller in plain JavaScript, or over HTTP, may have got wrong. */
export function checkServers(servers: readonly ServerOptions<string>[], people: readonly string[]): void {
  const wrong = (what: string) => new RangeError(`No such server: ${what}.`)
  const knows = (name: string) => {
    if (!people.includes(name)) throw wrong(`there is no person "${name}"`)
  }
  for (const server of servers) {
    refuseUnknown(server, ['name', 'owner', 'sharedWith', 'online', 'addresses'], wrong)
    knows(server.owner)
    for (const name of server.sharedWith ?? []) knows(name)
    if (!Array.isArray(server.addresses)) throw wrong('addresses must be a list')
    for (const address of server.addresses) {
      refuseUnknown(address, ['reach', 'answers', 'delayMs', 'protocol', 'IPv6'], wrong)
      if (!reaches.includes(address.reach)) throw wrong(`reach must be one of ${reaches.join(', ')}`)
      if (!['https', 'http', undefined].includes(address.protocol)) throw wrong('protocol must be https or http')
      checkAnswer(address)
    }
  }
}

/** The same for what an address does from now on. */
export function checkAnswer({ answers = 'alive', delayMs = 0 }: Partial<ServerAddressOptions>): void {
  const wrong = (what: string) => new RangeError(`No such address: ${what}.`)
  if (!addressAnswers.includes(answers)) throw wrong(`answers must be one of ${addressAnswers.join(', ')}`)
  if (!(Number.isFinite(delayMs) && delayMs >= 0)) throw wrong('delayMs must be a number from 0')
}
