import type { Account, PersonName } from './account.ts'
import { readAddress } from './address.ts'
import { applyFault, pause } from './applyFault.ts'
import { type EmulatorClock, systemClock } from './clock.ts'
import { createFaults, type Fault } from './createFaults.ts'
import type { PinKind, PinStatus } from './createPins.ts'
import { createPages } from './pages/createPages.ts'
import { type PageSwitches, turned } from './pages/switches.ts'
import { createPlexTv, endpointAt, shared } from './plexTv.ts'
import { type ScenarioName, scenarios } from './scenarios.ts'
import { createWorld } from './world.ts'

/** Somebody with an account in the emulator, and what they would type. */
export interface Person {
  readonly name: PersonName
  readonly title: string
  /** What makes them worth having, in a few words. */
  readonly note: string
  /** Their e-mail address; empty for a managed user, who has none and cannot sign in. */
  readonly login: string
  /** Signs in as well, but for `emailOnly`. Empty for a managed user. */
  readonly username: string
  /** Empty for `managed` and `passwordless`: no password is right for them. */
  readonly password: string
  readonly uuid: string
  /** The four digits that a switch to their profile asks for; empty without. */
  readonly profilePin: string
  /** Each is taken once in place of a code. Empty without two-factor. */
  readonly recoveryCodes: readonly string[]
  /**
   * What their authenticator shows now, on the emulator's clock. Empty without two-factor; sending that does no harm.
   */
  currentCode(): string
}

export interface EmulatorOptions {
  /** Default `everyone`. */
  scenario?: ScenarioName | undefined
  /** The same seed makes the same ids, secrets and tokens. Default 1. */
  seed?: number | undefined
  /**
   * The time that it goes by: in a test that of `createTestClock`, which the client may go by too. Default: the
   * platform's.
   */
  clock?: EmulatorClock | undefined
  /** How the stand-in pages begin. */
  pages?: Partial<PageSwitches> | undefined
}

/** One request as the emulator saw it: no query, no headers, no body, and so nothing secret. */
export interface LoggedRequest {
  readonly method: string
  readonly path: string
  /** 0 as long as there is no answer: on its way, hanging, aborted, or cut off. */
  readonly status: number
}

/** A pin as a test may see it: never its token. */
export interface SeenPin {
  readonly kind: PinKind
  readonly code: string
  readonly status: PinStatus
}

/** The stand-ins for `app.plex.tv/auth` and `plex.tv/link`, where people approve. */
export interface Pages {
  /** Answers at `/auth`, `/link` and `/` (home), on any host, and is not in the log. */
  fetch(request: Request): Promise<Response>
  readonly switches: PageSwitches
  /** Turns some switches, from now on. @throws RangeError when there is no such switch, or no such position. */
  set(some: Partial<PageSwitches>): void
}

/** A plex.tv of one's own, in memory. */
export interface Emulator {
  /** Answers for every host; needs no `this`. Hand it to `createPlexClient({ fetch })`. */
  readonly fetch: typeof globalThis.fetch
  /** @throws RangeError when there is nobody of that name. */
  person(name: PersonName): Person
  people(): readonly Person[]
  /**
   * The token that this person has on that installation, as if they had just signed in there: a way to begin signed in,
   * and for the managed user, who is otherwise only reached by a switch of profile, the only one.
   *
   * @throws RangeError when there is nobody of that name, or no client identifier.
   */
  tokenFor(name: PersonName, clientIdentifier: string): string
  /** Every pin since the start, in order. */
  pins(): readonly SeenPin[]
  /**
   * As if that person had approved the pin at plex.tv, with a short code or a strong one.
   *
   * @throws RangeError when there is nobody of that name, or no pin with that code that waits.
   */
  approvePin(code: string, as: PersonName): void
  readonly pages: Pages
  /** As if they had signed out all devices at plex.tv: their tokens answer 401 from now on. */
  revokeTokens(of: PersonName): void
  /** Makes plex.tv fail until stopped. @throws RangeError when there is no such fault. */
  fail(fault: Fault): { stop(): void }
  /** Epoch ms on the emulator's clock. */
  now(): number
  /**
   * Moves the emulator's clock: lock-outs end, codes change, pins expire. That is the clock that it was given, if that
   * can be moved; else no timer of yours is touched. @throws RangeError for no number.
   */
  advance(ms: number): void
  /** What was asked, in order. */
  requests(): readonly LoggedRequest[]
  /**
   * Back to the seeded start: no tokens, no pins, no faults, no log, the pages' switches as they were, and the clock
   * too, unless it was given.
   */
  reset(): void
}

/**
 * Makes a stand-in for plex.tv: accounts, tokens, lock-outs, and a `fetch` over them.
 *
 * @throws RangeError when there is no such scenario, or no such switch of a page; Error where the platform lacks
 * `Request` and `Response`, as jsdom does in Jest.
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  if (typeof Request === 'undefined' || typeof Response === 'undefined') {
    throw new Error(
      'Could not create an emulator: there is no Request or Response here. In Jest, set testEnvironment to jest-fixed-jsdom, or give jsdom those of Node.',
    )
  }
  const { scenario = 'everyone', seed = 1, clock = systemClock, pages = {} } = options
  if (!Object.hasOwn(scenarios, scenario)) {
    throw new RangeError(`No scenario "${scenario}". There are: ${Object.keys(scenarios).join(', ')}.`)
  }

  let aheadMs = 0
  let switches = turned(pages)
  const now = () => clock.now() + aheadMs
  const begin = () => {
    const world = createWorld(scenarios[scenario](seed), seed, now)
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

  const toPerson = (account: Account): Person => ({
    name: account.name,
    title: account.title,
    note: account.note,
    login: account.email ?? '',
    username: account.username,
    password: account.password ?? '',
    uuid: account.uuid,
    profilePin: account.home?.pin ?? '',
    recoveryCodes: account.recoveryCodes,
    currentCode: () => current.world.currentCode(account.name),
  })

  return {
    async fetch(input, init) {
      const own = input instanceof Request ? input.signal : undefined
      const signal = init?.signal === undefined ? own : init.signal
      signal?.throwIfAborted()
      // The signal stays outside of the Request: a DOM emulation has signals of a class that Node's Request refuses.
      const request = input instanceof Request && !init ? input : new Request(input, { ...init, signal: null })
      const { plexTv, faults, log } = current
      const path = new URL(request.url).pathname
      const entry = { method: request.method, path: withoutCode(path), status: 0 }
      log.push(entry)

      // A preflight is the browser's question, not the app's: a fault meant for one request must not be spent on it.
      if (request.method === 'OPTIONS') {
        entry.status = 204
        return shared(request, new Response(null, { status: 204 }))
      }
      const { delayMs, failure } = faults.take(endpointAt(path))
      if (delayMs > 0) await pause(delayMs, signal, clock)
      const response = await applyFault(failure, request, signal, () => plexTv.fetch(request, bindings(input)))
      signal?.throwIfAborted()
      entry.status = response.status
      return shared(request, response)
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

/** Who has a code can approve it as themselves; the one path that holds one is logged without. */
const withoutCode = (path: string) => path.replace(/^(\/api\/v2\/pins\/qr\/).+/, '$1:code')
