import { PlexError, type PlexServer } from '@foyer/client'
import { expect, test } from 'vitest'
import { reduceServers, type ServersEvent, type ServersState, serversLoading, serversStart } from './serversState.ts'

const servers = [{ machineIdentifier: 'attic' } as PlexServer]
const error = new PlexError('network', 'Could not read the servers.')

const states: Record<ServersState['status'], ServersState> = {
  unavailable: serversStart,
  loading: serversLoading,
  failed: { status: 'failed', error },
  ready: { status: 'ready', servers, refreshError: null },
  reloading: { status: 'reloading', servers },
}
const old: ServersState = { status: 'ready', servers, refreshError: error }
const read: ServersEvent = { type: 'read', servers }

/** What each state becomes by: a reload, an answer, a failure. */
const table: Record<ServersState['status'], [ServersState, ServersState, ServersState]> = {
  unavailable: [serversStart, serversStart, serversStart],
  loading: [serversLoading, states.ready, states.failed],
  failed: [serversLoading, states.ready, states.failed],
  ready: [states.reloading, states.ready, old],
  reloading: [states.reloading, states.ready, old],
}

test.each(Object.values(states))('$status goes on as the table says', (state) => {
  const events: ServersEvent[] = [{ type: 'reload' }, read, { type: 'failed', error }]
  expect(events.map((event) => reduceServers(state, event))).toEqual(table[state.status])
})

test.each(Object.values(states))('$status is forgotten when somebody else is watching, or nobody', (state) => {
  expect(reduceServers(state, { type: 'changed', isSignedIn: true })).toBe(serversLoading)
  expect(reduceServers(state, { type: 'changed', isSignedIn: false })).toBe(serversStart)
})
