import type { Account } from './account.ts'
import { readAddress } from './address.ts'
import { applyFault, Offline, pause } from './applyFault.ts'
import { systemClock } from './clock.ts'
import { createFaults } from './createFaults.ts'
import type { Emulator, EmulatorOptions, LoggedRequest, Person, WorldOptions } from './Emulator.ts'
import { openToPages, visitMediaServer } from './mediaServer.ts'
import { createPages } from './pages/createPages.ts'
import { turned } from './pages/switches.ts'
import { createPlexTv, endpointAt, shared } from './plexTv.ts'
import { readWorld } from './readWorld.ts'
import { createWorld } from './world.ts'

/**
 * Makes a stand-in for plex.tv over a world of your own.
 *
 * @example
 * createEmulator({
 *   people: [{ name: 'sam' }, { name: 'kid', managed: true }],
 *   homes: [{ admin: 'sam', members: ['kid'] }],
 *   servers: [{ name: 'Shed', owner: 'sam', sharedWith: ['kid'], addresses: [{ reach: 'local' }] }],
 * })
 *
 * @throws RangeError when there is no such option, person, Home, server, or switch of a page; Error where the platform
 * lacks `Request` and `Response`, as jsdom does in Jest.
 */
export function createEmulator(options: WorldOptions): Emulator<string>
/**
 * Makes a stand-in for plex.tv over a seeded world: accounts, tokens, lock-outs, and a `fetch` over them.
 *
 * @throws RangeError when there is no such option, scenario, server, or switch of a page; Error where the platform lacks
 * `Request` and `Response`, as jsdom does in Jest.
 */
export function createEmulator(options?: EmulatorOptions): Emulator
export function createEmulator(options: EmulatorOptions | WorldOptions = {}): Emulator<string> {
  if (typeof Request === 'undefined' || typeof Response === 'undefined') {
    throw new Error(
      'Could not create an emulator: there is no Request or Response here. In Jest, set testEnvironment to jest-fixed-jsdom, or give jsdom those of Node.',
    )
  }
  const { people, servers } = readWorld(options)
  const { seed = 1, clock = systemClock, pages = {}, tokenLifeMs } = options

  let aheadMs = 0
  let switches = turned(pages)
  const now = () => clock.now() + aheadMs
  const begin = () => {
    const world = createWorld(people, seed, now, servers, tokenLifeMs)
    return {
      world,
      plexTv: createPlexTv(world),
      pages: createPages(world, () => switches),
      faults: createFaults(),
      log: [] as { -readonly [K in keyof LoggedRequest]: LoggedRequest[K] }[],
    }
  }
  let current = begin()

  const bindings = (input: unknown) => {
    const address = readAddress(input)
    return { address, viewerAddress: switches.viewerAddress ?? address }
  }

  const toPerson = (account: Account): Person<string> => ({
    name: account.name,
    title: account.title,
    note: account.note,
    login: account.email ?? '',
    username: account.username,
    password: account.password ?? '',
    uuid: account.uuid,
    recoveryCodes: account.recoveryCodes,
    profilePin: account.home?.pin ?? '',
    currentCode: () => current.world.currentCode(account.name),
  })

  return {
    async fetch(input, init) {
      const own = input instanceof Request ? input.signal : undefined
      const signal = init?.signal === undefined ? own : init.signal
      signal?.throwIfAborted()
      // The signal stays outside of the Request: a DOM emulation has signals of a class that Node's Request refuses.
      const request = input instanceof Request && !init ? input : new Request(input, { ...init, signal: null })
      const { world, plexTv, faults, log } = current
      const url = new URL(request.url)
      const path = url.pathname
      const place = world.servers.at(url)
      const entry = { method: request.method, path: withoutCode(path), ...(place && { host: url.host }), status: 0 }
      log.push(entry)

      if (!place && url.hostname.endsWith('.plex.direct')) throw new Offline()
      // A preflight is the browser's question, not the app's: a fault meant for one request must not be spent on it.
      if (request.method === 'OPTIONS' && !place) {
        entry.status = 204
        return shared(request, new Response(null, { status: 204 }))
      }
      const { delayMs, failure } = request.method === 'OPTIONS' ? noFault : faults.take(endpointAt(path))
      if (delayMs > 0) await pause(delayMs, signal, clock)
      const response = await applyFault(failure, request, signal, () =>
        place ? visitMediaServer(world, place, request, signal, clock) : plexTv.fetch(request, bindings(input)),
      )
      signal?.throwIfAborted()
      entry.status = response.status
      return place ? openToPages(request, response) : shared(request, response)
    },
    person: (name) => toPerson(current.world.account(name)),
    people: () => current.world.accounts.map(toPerson),
    tokenFor(name, clientIdentifier) {
      if (!clientIdentifier) throw new RangeError('A token is for one client identifier: say which.')
      return current.world.admit(name, clientIdentifier).token
    },
    pins() {
      const { pins } = current.world
      return pins.all().map((pin) => ({ kind: pin.kind, code: pin.code, status: pins.readStatus(pin) }))
    },
    approvePin(code, as) {
      const { account, pins } = current.world
      const { name } = account(as)
      const pin = pins.byCode(code)
      if (!pin) throw new RangeError(`No pin "${code}" waits: it was never made, or has expired.`)
      if (!pins.approve(pin, name)) throw new RangeError(`The pin "${code}" is approved already.`)
    },
    pages: {
      fetch: async (request) => current.pages.fetch(request, bindings(request)),
      get switches() {
        return switches
      },
      set(some) {
        switches = turned(some, switches)
        if (switches.approvalMs !== 'held') current.world.pins.release()
      },
    },
    revokeTokens: (of) => current.world.revokeTokens(of),
    removeDevice: (clientIdentifier) => current.world.removeDevice(clientIdentifier),
    rotateKeys: () => current.world.deviceKeys.rotate(),
    removeFromHome: (name) => current.world.removeFromHome(name),
    servers: () =>
      current.world.servers.all().map(({ name, machineIdentifier, owner, sharedWith, online, addresses }) => ({
        name,
        machineIdentifier,
        owner,
        sharedWith,
        online,
        addresses: addresses.map(({ uri, reach, answers, delayMs }) => ({ uri, reach, answers, delayMs })),
      })),
    shareServer(machineIdentifier, sharedWith) {
      for (const name of sharedWith) current.world.account(name)
      current.world.servers.share(machineIdentifier, sharedWith)
    },
    setAddress: (machineIdentifier, index, change) =>
      current.world.servers.setAddress(machineIdentifier, index, change),
    restartServer: (machineIdentifier) => current.world.servers.restart(machineIdentifier),
    fail: (fault) => current.faults.add(fault),
    now,
    advance(ms) {
      if (!Number.isFinite(ms)) throw new RangeError('The clock moves by a number of milliseconds.')
      if (clock.advance) clock.advance(ms)
      else aheadMs += ms
    },
    requests: () => current.log.map((entry) => ({ ...entry })),
    reset() {
      aheadMs = 0
      switches = turned(pages)
      current = begin()
    },
  }
}

const noFault = { delayMs: 0, failure: undefined }

/** Who has a code can approve it as themselves; the one path that holds one is logged without. */
const withoutCode = (path: string) => path.replace(/^(\/api\/v2\/pins\/qr\/).+/, '$1:code')
