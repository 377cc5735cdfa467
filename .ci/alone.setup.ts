// Tests stand alone: what they ask of the world outside this machine fails them, even where the code under test would
// swallow the failure. The guard is where names become addresses, because msw answers before that, and nothing else does.
import dns from 'node:dns'
import { isIP } from 'node:net'
import { afterEach, beforeEach } from 'vitest'

type Lookup = (hostname: string, ...rest: unknown[]) => void

const lookup = dns.lookup as Lookup
let strays: string[] = []

const guarded: Lookup = (hostname, ...rest) => {
  if (hostname === 'localhost' || isIP(hostname)) return lookup(hostname, ...rest)
  strays.push(hostname)
  const callback = rest.at(-1)
  if (typeof callback === 'function') callback(new Error(`No test speaks to ${hostname}.`))
}
Object.assign(dns, { lookup: guarded })

beforeEach(() => {
  strays = []
})

afterEach(() => {
  if (strays.length > 0) throw new Error(`Nothing in this test answers for ${strays.join(', ')}.`)
})
