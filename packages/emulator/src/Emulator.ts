import type { PersonName } from './account.ts'
import type { EmulatorClock } from './clock.ts'
import type { Fault } from './createFaults.ts'
import type { PinKind, PinStatus } from './createPins.ts'
import type { HomeOptions } from './homeOptions.ts'
import type { PageSwitches } from './pages/switches.ts'
import type { PersonOptions } from './personOptions.ts'
import type { ScenarioName } from './scenarios.ts'
import type { AddressAnswer, ServerOptions, ServerReach } from './serverOptions.ts'

/** Somebody with an account in the emulator, and what they would type. */
export interface Person<Name extends string = PersonName> {
  readonly name: Name
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

interface AnyWorld {
  /** The same seed makes the same ids, secrets and tokens. Default 1. */
  seed?: number | undefined
  /**
   * The time that it goes by: in a test that of `createTestClock`, which the client may go by too. Default: the
   * platform's.
   */
  clock?: EmulatorClock | undefined
  /** How the stand-in pages begin. */
  pages?: Partial<PageSwitches> | undefined
  /** How long a Plex JWT lives, in ms from 1000 up, and to the second. Default: seven days, as at plex.tv. */
  tokenLifeMs?: number | undefined
}

/** One of the named worlds. */
export interface EmulatorOptions extends AnyWorld {
  /** Default `everyone`. */
  scenario?: ScenarioName | undefined
  /** Pretend servers. Default: two, of which the README tells. */
  servers?: readonly ServerOptions[] | undefined
}

/** A world of your own. */
export interface WorldOptions extends AnyWorld {
  /** Everybody in it, instead of the seeded people. */
  people: readonly PersonOptions[]
  /** Who of them lives together. Default: nobody. */
  homes?: readonly HomeOptions[] | undefined
  /** Pretend servers. Default: none. */
  servers?: readonly ServerOptions<string>[] | undefined
}

/** One request as the emulator saw it: no query, no headers, no body, and so nothing secret. */
export interface LoggedRequest {
  readonly method: string
  readonly path: string
  /** Of a pretend server's address; plex.tv has none here. */
  readonly host?: string | undefined
  /** 0 as long as there is no answer: on its way, hanging, aborted, or cut off. */
  readonly status: number
}

/** A pin as a test may see it: never its token. */
export interface SeenPin {
  readonly kind: PinKind
  readonly code: string
  readonly status: PinStatus
}

/** A pretend server as a test may see it: never a token. */
export interface SeenServer<Name extends string = PersonName> {
  readonly name: string
  readonly machineIdentifier: string
  readonly owner: Name
  readonly sharedWith: readonly Name[]
  readonly online: boolean
  readonly addresses: readonly {
    readonly uri: string
    readonly reach: ServerReach
    readonly answers: AddressAnswer
    readonly delayMs: number
  }[]
}

/** The stand-ins for `app.plex.tv/auth` and `plex.tv/link`, where people approve. */
export interface Pages {
  /** Answers at `/auth`, `/link` and `/` (home), on any host, and is not in the log. */
  fetch(request: Request): Promise<Response>
  readonly switches: PageSwitches
  /** Turns some switches, from now on. @throws RangeError when there is no such switch, or no such position. */
  set(some: Partial<PageSwitches>): void
}

/**
 * A plex.tv of one's own, in memory. `Name`: what its people are called, the seeded ones if not said otherwise. Code that
 * takes any emulator wants an `Emulator<string>`.
 */
export interface Emulator<Name extends string = PersonName> {
  /** Answers for every host; needs no `this`. Hand it to `createPlexClient({ fetch })`. */
  readonly fetch: typeof globalThis.fetch
  /** @throws RangeError when there is nobody of that name. */
  person(name: Name): Person<Name>
  people(): readonly Person<Name>[]
  /**
   * The token that this person has on that installation, as if they had just signed in there: a way to begin signed in,
   * and for the managed user, who is otherwise only reached by a switch of profile, the only one. It is a classic one,
   * even where a device key has taken its place.
   *
   * @throws RangeError when there is nobody of that name, or no client identifier.
   */
  tokenFor(name: Name, clientIdentifier: string): string
  /** Every pin since the start, in order. */
  pins(): readonly SeenPin[]
  /**
   * As if that person had approved the pin at plex.tv, with a short code or a strong one.
   *
   * @throws RangeError when there is nobody of that name, or no pin with that code that waits.
   */
  approvePin(code: string, as: Name): void
  readonly pages: Pages
  /** As if they had signed out all devices at plex.tv: their tokens answer 401 from now on, and their keys are unknown. */
  revokeTokens(of: Name): void
  /**
   * As if the owner had removed that installation from the authorised devices: its tokens, JWTs too, answer 401, and its
   * key is unknown (1097). @throws RangeError when nobody is signed in there.
   */
  removeDevice(clientIdentifier: string): void
  /** plex.tv signs its JWTs with another key from now on. Those before it stay published, up to three in all. */
  rotateKeys(): void
  /**
   * As if the Home's admin had removed them: they are in no Home's list any more, and a managed user is gone with their
   * tokens. @throws RangeError when there is nobody of that name, or they are in no Home.
   */
  removeFromHome(name: Name): void
  servers(): readonly SeenServer<Name>[]
  /** With whom else the owner shares it from now on. @throws RangeError when there is no such server or person. */
  shareServer(machineIdentifier: string, sharedWith: readonly Name[]): void
  /** Changes what is at one of its addresses, by their order. @throws RangeError when there is no such address. */
  setAddress(
    machineIdentifier: string,
    index: number,
    change: { readonly answers?: AddressAnswer | undefined; readonly delayMs?: number | undefined },
  ): void
  /** Its transient tokens die. @throws RangeError when there is no such server. */
  restartServer(machineIdentifier: string): void
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
