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
  now: () => number,
  chance: number,
  around: Environment,
  renewals: number,
  given?: { id: number; leftMs: number },
) {
  const complaints: string[] = []
  let alive = true
  let status: 'creating' | 'waiting' | 'approved' | 'expired' | 'error' = 'creating'
  let pin: { id: number; endMs: number } | undefined
  let connection: PinConnection = 'ok'
  let live: { kind: Kind; atMs: number; isLast: boolean } | undefined
  let [failures, renewed, innerTries, forgotten] = [0, 0, 0, 0]
  let madeMs = now()
  let retryAfterMs: number | undefined
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
    if (retryAfterMs && retryAfterMs > ms) ms = retryAfterMs
    if (failures > 0 || retryAfterMs) ms += (ms * chance) / 4
    return Math.min(ms, leftMs)
  }
  const leftMs = () => Math.max(0, (pin?.endMs ?? 0) - now())
  const isSeen = () => !around.hidden && !around.offline

  function wait(next: PinConnection, inMs = delayMs(leftMs())) {
    status = 'waiting'
    connection = next
    dueMs = Math.max(now() + inMs, lastMs + SECOND)
  }
  function end() {
    dueMs = undefined
    status = renewed < renewals && !around.hidden ? 'creating' : 'expired'
    if (status !== 'creating') return
    renewed++
    dueMs = now()
  }
  function fail(outcome: Outcome & { type: 'failure' }) {
    failures++
    ;({ code: error, retryAfterMs } = outcome)
  }
  function succeed() {
    failures = 0
    retryAfterMs = undefined
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
  const isForgotten = () => status === 'waiting' && connection === 'forgotten'

  /** What was said last: said again, it is an old answer out of a cache. */
  let saidMs = given?.leftMs
  if (given) {
    pin = { id: given.id, endMs: now() + given.leftMs }
    wait('ok', 0)
  } else dueMs = now()

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
          fail(outcome)
          status = 'error'
          if (renewed === 0) return
          renewed--
          dueMs = now() + delayMs(Number.POSITIVE_INFINITY)
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
        fail(outcome)
        if (isLast) end()
        else {
          wait(troubleOf(outcome.code), woken && !retryAfterMs ? 0 : undefined)
        }
      }
    },
    woke() {
      if (!alive || isForgotten()) return
      if (status === 'waiting') {
        if (around.offline) connection = 'offline'
        else if (live) woken ||= isSeen()
        else if (isSeen() && retryAfterMs) connection = 'rate-limited'
        else if (isSeen()) dueMs = Math.max(now(), lastMs + SECOND)
      } else if (
        isSeen() &&
        renewed < renewals &&
        (status === 'expired' || (status === 'error' && error === 'network'))
      ) {
        dueMs = Math.max(now(), lastMs + SECOND)
      }
    },
    restarted() {
      if (!alive || (status === 'approved' && connection === 'ok')) return
      live = undefined
      renewed = forgotten = failures = 0
      retryAfterMs = undefined
      status = 'creating'
      dueMs = now()
    },
    stopped() {
      alive = false
      live = undefined
      dueMs = undefined
    },
    /** After time has passed: what was due has been asked for. */
    passed() {
      // A renewal that failed is not tried again for nobody.
      const isDue = dueMs !== undefined && dueMs <= now()
      if (isDue && around.hidden && isBetweenPins()) end()
      if (dueMs !== undefined && dueMs <= now()) complaints.push(`Nothing was asked for at ${dueMs}, while ${status}.`)
    },
  }
}
