import { record } from './json.ts'

/** How a server is reached: in its own network, from outside, or through plex.tv's relay, which is slow. */
export type ServerReach = 'local' | 'remote' | 'relay'

/** An address at which plex.tv says that a server is. Nothing has been asked there yet. */
export interface ServerAddress {
  /** Such as `https://192-168-1-20.0123….plex.direct:32400`, without a slash at the end. */
  readonly uri: string
  readonly reach: ServerReach
}

/** An address at which a server has shown who it is. It holds no secret. */
export interface ServerConnection extends ServerAddress {
  readonly machineIdentifier: string
}

/** A URL that says no more than where: without credentials, a query or a fragment. */
const wellFormed = /^https?:\/\/(\[[\da-f:.]{2,45}\]|[\w.-]{1,253})(:\d{1,5})?(\/[\w./~-]{0,200})?$/i

/** The addresses in a list of plex.tv's or of a server's; each once. What is no address is left out. */
export function readAddresses(value: unknown): readonly ServerAddress[] {
  const found = new Map<string, ServerAddress>()
  for (const item of Array.isArray(value) ? value : []) {
    const raw = record(item)
    const uri = [raw.uri, composeUri(raw)].find(isAddress)?.replace(/\/+$/, '')
    const reach = raw.relay === true ? 'relay' : raw.local === true ? 'local' : 'remote'
    if (uri && !found.has(uri)) found.set(uri, { uri, reach })
  }
  return [...found.values()]
}

function composeUri({ protocol, address, port }: Record<string, unknown>): string {
  const host = typeof address === 'string' && address.includes(':') ? `[${address}]` : address
  return `${protocol === 'https' ? 'https' : 'http'}://${host}:${port}`
}

function isAddress(uri: unknown): uri is string {
  if (typeof uri !== 'string' || !wellFormed.test(uri)) return false
  try {
    return Boolean(new URL(uri))
  } catch {
    // A port past all ports, say.
    return false
  }
}
