// Tests stand alone: what they ask of the world outside this machine fails them, even where the code under test would
// swallow the failure. A name that would become an address is refused, because msw has answered before that; and it is
// the fetch that counts, because Node also reconnects for a request that was called off.
import dns from 'node:dns'
import { isIP } from 'node:net'
import { afterEach, beforeEach } from 'vitest'

type Lookup = (hostname: string, ...rest: unknown[]) => void
class Stray extends Error {}

const lookup = dns.lookup as Lookup
const realFetch = globalThis.fetch
let strays: string[] = []

const guarded: Lookup = (hostname, ...rest) => {
  if (hostname === 'localhost' || isIP(hostname)) return lookup(hostname, ...rest)
  const callback = rest.at(-1)
  if (typeof callback === 'function') callback(new Stray(`No test speaks to ${hostname}.`))
}
Object.assign(dns, { lookup: guarded })

globalThis.fetch = async (input, init) => {
  try {
    return await realFetch(input, init)
  } catch (error) {
    if (error instanceof Error && error.cause instanceof Stray) strays.push(error.cause.message)
    throw error
  }
}

beforeEach(() => {
  strays = []
})

afterEach(() => {
  if (strays.length > 0) throw new Error(strays.join('\n'))
})
