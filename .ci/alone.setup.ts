// Tests stand alone: what they ask of the world outside this machine fails them, even where the code under test
// would swallow the failure. A test's own msw server lies over this and answers first.
import { afterEach, beforeEach } from 'vitest'

const realFetch = globalThis.fetch
let strays: string[] = []

globalThis.fetch = async (input, init) => {
  const { method, url } = new Request(input, init)
  const { hostname } = new URL(url)
  if (['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return realFetch(input, init)
  strays.push(`${method} ${url}`)
  throw new TypeError(`No test speaks to ${hostname}.`)
}

beforeEach(() => {
  strays = []
})

afterEach(() => {
  if (strays.length > 0) throw new Error(`Nothing in this test answers:\n${strays.join('\n')}`)
})
