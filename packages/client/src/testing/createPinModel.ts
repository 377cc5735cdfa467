import type { PinConnection } from '../index.ts'

export type Kind = 'create' | 'poll' | 'user'

/** What came of a request, in plex.tv's terms. */
export type Outcome =
  | { type: 'pin'; id: number; leftMs: number }
  | { type: 'token' }
  | { type: 'gone' }
  | { type: 'user' }
  | { type: 'failure'; code: string; retryAfterMs?: number }

/** What a page can know. */
export interface Environment {
  hidden: boolean
  offline: boolean
}

const SECOND = 1000
/** The pace, as the protocol has it: from an answer to the next look at the pin. Its own idea, so that it can judge. */
const USUAL_MS = 4 * SECOND
const UNSEEN_MS = 10 * SECOND
const FAILING_MS = 30 * SECOND
const AGREES_MS = 3000
const USUAL_END_MS = 60 * SECOND
const FORGOTTEN_MS = 10 * SECOND
const SLOWEST_MS = 300 * SECOND
const final = ['unauthorized', 'token-expired', 'misuse']

/**
 * What an attempt at a pin has to be like: told of each request and of each answer, it says what the state must be, and
 * complains of a request that must not be. It knows of no timer and makes no request.
 */
export function createPinModel(
  readNowMs: () => number,
  chance: number,
  around: Environment,
  renewals: number,
  /** Until when plex.tv asked this client to make no pin: it outlives an attempt. */
  told: { untilMs: number },
  given?: { id: number; leftMs: number },
) {
  const complaints: string[] = []
  /** Set while something is reckoned that was due before now. */
  let dueSinceMs: number | undefined
  const now = () => dueSinceMs ?? readNowMs()
  let alive = true
  let status: 'creating' | 'waiting' | 'approved' | 'expired' | 'error' = 'creating'
  let pin: { id: number; endMs: number } | undefined
  let connection: PinConnection = 'ok'
  let live: { kind: Kind; atMs: number; isLast: boolean } | undefined
  let [failures, renewed, innerTries, forgotten] = [0, 0, 0, 0]
  let madeMs = now()
  let waitUntilMs = Number.NEGATIVE_INFINITY
  let error = ''
  let granted = false
  let woken = false
  let lastMs = Number.NEGATIVE_INFINITY
  /** When the next request must be, at the latest and, unless somebody wakes it, at the earliest; undefined: never. */
  let dueMs: number | undefined

  function delayMs(leftMs: number) {
    let ms = USUAL_MS
    if (around.hidden) ms = UNSEEN_MS
    // Twice as long after each failure, up to a limit; then up to a quarter more, by chance.
    for (let failure = 0; failure < failures && ms < FAILING_MS; failure++) ms = Math.min(ms + ms, FAILING_MS)
    ms = Math.max(ms, toldMs())
    if (failures > 0 || toldMs() > 0) ms += (ms * chance) / 4
    return Math.min(ms, leftMs)
  }
  const toldMs = () => Math.max(0, waitUntilMs - now())
  const leftMs = () => Math.max(0, (pin?.endMs ?? 0) - now())
  const isSeen = () => !around.hidden && !around.offline

  function wait(next: PinConnection, inMs = delayMs(leftMs())) {
    status = 'waiting'
    connection = next
    dueMs = Math.max(now() + inMs, lastMs + SECOND)
  }
  function end() {
    dueMs = undefined
    if (renewed < renewals && !around.hidden) {
      renewed++
      makePin()
    } else if (status !== 'error') status = 'expired'
  }
  /** While plex.tv wants no pin to be made, that fails without a request. */
  function makePin() {
    status = 'creating'
    if (told.untilMs <= now()) dueMs = now()
    else pinFailed({ type: 'failure', code: 'rate-limited', retryAfterMs: told.untilMs - now() })
  }
  function pinFailed(outcome: Outcome & { type: 'failure' }) {
    fail(outcome)
    status = 'error'
    dueMs = undefined
    if (renewals === 0 || final.includes(error)) return
    if (renewed > 0) renewed--
    dueMs = now() + delayMs(Number.POSITIVE_INFINITY)
  }
  function fail(outcome: Outcome & { type: 'failure' }) {
    failures++
    error = outcome.code
    waitUntilMs = outcome.retryAfterMs ? now() + outcome.retryAfterMs : Number.NEGATIVE_INFINITY
  }
  function succeed() {
    failures = 0
    waitUntilMs = Number.NEGATIVE_INFINITY
  }
  function userFailed(code: string) {
    if (['network', 'server'].includes(code) && innerTries < 2) return void innerTries++
    innerTries = 0
    failures++
    if (!final.includes(code)) {
      connection = troubleOf(code)
      return
    }
    error = code
    status = 'error'
  }
  const troubleOf = (code: string): PinConnection =>
    around.offline ? 'offline' : code === 'rate-limited' ? code : 'unreachable'
  const isBetweenPins = () => status === 'error' || status === 'expired' || isForgotten()
  const isStillTrying = () =>
    renewed < renewals && (status === 'expired' || (status === 'error' && !final.includes(error)))
  const isForgotten = () => status === 'waiting' && connection === 'forgotten'

  /** What was said last: said again, it is an old answer out of a cache. */
  let saidMs = given?.leftMs
  if (given) {
    pin = { id: given.id, endMs: now() + given.leftMs }
    wait('ok', 0)
  } else makePin()

  return {
    complaints,
    get alive() {
      return alive
    },
    get live() {
      return live
    },
    get granted() {
      return granted
    },
    leftMs,
    /** As `getState()` must have it, the pin by its id. */
    state: () => ({
      status,
      ...(status === 'waiting' && { pin: pin?.id, connection }),
      ...(status === 'approved' && { connection }),
      ...(status === 'error' && { error }),
    }),
    sent(kind: Kind, id?: number) {
      const say = (what: string) => complaints.push(`${kind} at ${now()}: ${what}`)
      if (!alive) say('after the stop')
      if (live) say(`beside a ${live.kind}`)
      if (kind === 'user' && status !== 'approved') say(`while ${status}`)
      if (kind !== 'user' && (dueMs === undefined || now() < dueMs)) say(`not due before ${dueMs}`)
      if (kind === 'create' && isBetweenPins()) end()
      if (kind === 'create' && status !== 'creating') say(`while ${status}`)
      if (kind === 'poll') {
        if (status !== 'waiting' || id !== pin?.id) say(`for ${id} while ${status} with ${pin?.id}`)
        if (now() < lastMs + SECOND) say(`within a second of ${lastMs}`)
        woken = false
      }
      lastMs = now()
      live = { kind, atMs: now(), isLast: kind === 'poll' && leftMs() === 0 }
      dueMs = undefined
      return live
    },
    /** An answer, or none in time, to the request that is under way. */
    answered(outcome: Outcome) {
      const { kind, isLast } = live ?? { kind: 'user', isLast: false }
      live = undefined
      if (kind === 'user') {
        if (outcome.type === 'user') granted = true
        else if (outcome.type === 'failure') userFailed(outcome.code)
      } else if (kind === 'create') {
        if (outcome.type === 'pin') {
          succeed()
          pin = { id: outcome.id, endMs: now() + outcome.leftMs }
          saidMs = outcome.leftMs
          madeMs = now()
          wait('ok', delayMs(leftMs()))
        } else if (outcome.type === 'failure') {
          if (outcome.retryAfterMs) told.untilMs = now() + outcome.retryAfterMs
          pinFailed(outcome)
        }
      } else if (outcome.type === 'token') {
        succeed()
        status = 'approved'
        connection = 'ok'
        innerTries = 0
      } else if (outcome.type === 'gone') {
        succeed()
        if (leftMs() <= USUAL_END_MS || renewed >= renewals) end()
        else {
          connection = 'forgotten'
          dueMs = Math.max(now(), madeMs + Math.min(FORGOTTEN_MS * 2 ** forgotten++, SLOWEST_MS))
        }
      } else if (outcome.type === 'pin') {
        succeed()
        forgotten = 0
        const moved = Math.abs(leftMs() - outcome.leftMs) >= AGREES_MS && outcome.leftMs !== saidMs
        if (moved && pin) {
          pin.endMs = now() + outcome.leftMs
          saidMs = outcome.leftMs
        }
        if (isLast && !moved) end()
        else wait('ok')
      } else if (outcome.type === 'failure') {
        if (outcome.retryAfterMs) told.untilMs = now() + outcome.retryAfterMs
        fail(outcome)
        if (isLast) end()
        else wait(troubleOf(outcome.code), woken && toldMs() === 0 ? 0 : undefined)
      }
    },
    woke() {
      if (!alive || isForgotten()) return
      if (status === 'waiting') {
        if (around.offline) connection = 'offline'
        else if (live) woken ||= isSeen()
        else if (isSeen() && toldMs() > 0) connection = 'rate-limited'
        else if (isSeen()) dueMs = Math.max(now(), lastMs + SECOND)
      } else if (isSeen() && isStillTrying() && toldMs() === 0) {
        dueMs = Math.max(now(), lastMs + SECOND)
      }
    },
    restarted() {
      if (!alive || (status === 'approved' && connection === 'ok')) return
      live = undefined
      renewed = forgotten = failures = 0
      waitUntilMs = Number.NEGATIVE_INFINITY
      makePin()
    },
    stopped() {
      alive = false
      live = undefined
      dueMs = undefined
    },
    /** After time has passed: what was due has been asked for. */
    passed() {
      // A renewal that failed is not tried again for nobody, and none is asked for that plex.tv does not want.
      if (dueMs !== undefined && dueMs <= now() && isBetweenPins() && (around.hidden || told.untilMs > dueMs)) {
        dueSinceMs = dueMs
        end()
        dueSinceMs = undefined
      }
      if (dueMs !== undefined && dueMs <= now()) complaints.push(`Nothing was asked for at ${dueMs}, while ${status}.`)
    },
  }
}
