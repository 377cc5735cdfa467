import { createEmulator, createTestClock, type PersonName, type ServerOptions } from '@foyer/emulator'
import { createPlexClient } from '../index.ts'

/** A client of a plex.tv with servers; `calls` has what was asked for, wherever. */
export function plexWithServers(servers?: readonly ServerOptions[]) {
  const clock = createTestClock()
  const plexTv = createEmulator({ clock, servers })
  const calls: Request[] = []
  const plex = createPlexClient({
    product: 'Reelroom',
    clientIdentifier: 'tests',
    clock,
    fetch(input, init) {
      calls.push(new Request(input, { ...init, signal: null }))
      return plexTv.fetch(input, init)
    },
  })
  return { plex, plexTv, clock, calls, tokenOf: (name: PersonName) => plexTv.tokenFor(name, 'tests') }
}

/** A client that gets this answer. */
export function plexAnswering(answer: unknown, status = 200) {
  const requests: Request[] = []
  const plex = createPlexClient({
    product: 'Reelroom',
    clientIdentifier: 'tests',
    clock: createTestClock({ pausesBelowMs: 2000 }),
    async fetch(input, init) {
      requests.push(new Request(input, { ...init, signal: null }))
      return new Response(typeof answer === 'string' ? answer : JSON.stringify(answer), { status })
    },
  })
  return { plex, requests }
}
