import type { PlexClient } from './createPlexClient.ts'
import { hasTrait } from './errorTraits.ts'
import { isPlexError, PlexError } from './PlexError.ts'
import type { PageEnvironment } from './pageActivity.ts'
import { checkPin, createPin, type Pin, type PinKinds } from './pin.ts'
import type { PinAttemptState, PinConnection } from './pinAttemptState.ts'
import { createPollPace } from './pinPolling.ts'
import type { PlexGrant } from './signIn.ts'
import type { Store } from './store.ts'
import { getUser, type PlexUser } from './user.ts'

/** An end that comes within this time before the pin's own is plex.tv's usual one. */
const USUAL_END_MS = 60_000
/** How long a pin that plex.tv forgot is shown before the next one is made; doubling with each such pin in a row. */
const FORGOTTEN_MS = 10_000
const FORGOTTEN_LONGEST_MS = 5 * 60_000

interface PinRunConfig<K extends keyof PinKinds> {
  client: PlexClient
  kind: K
  /** One that was made before; without it the run makes its own. */
  pin: Pin<K> | undefined
  /** How many pins may follow the first one. */
  renewals: number
  environment: () => PageEnvironment
  /** Where the run says how far it is. */
  state: Store<PinAttemptState<K>>
  onGrant: (grant: PlexGrant) => void
}

/** What became of one pin. */
type PinOutcome =
  | { status: 'approved'; token: string }
  /** `isForgotten`: long before its end. `wasKnown`: plex.tv had said before that it waits. */
  | { status: 'over'; isForgotten: boolean; wasKnown: boolean }

interface PinRun {
  pollNow(): void
  /** Ends the run; whatever still comes in for it is dropped. */
  stop(): void
}

/**
 * Goes from a pin to the next until one is approved, and says who approved it. A run is thrown away, and never
 * restarted.
 */
export function startPinRun<K extends keyof PinKinds>(config: PinRunConfig<K>): PinRun {
  const { client, kind, pin: given, renewals, environment, state, onGrant } = config
  const { clock } = client
  const controller = new AbortController()
  const { signal } = controller
  const pace = createPollPace(clock, signal)
  let renewalsLeft = renewals

  async function run(): Promise<void> {
    let forgottenInARow = 0
    let pin = given ?? (await makeFirstPin())
    for (let isNew = !given; ; isNew = true) {
      const madeMs = clock.elapsed()
      const outcome = await pollUntilOver(pin, isNew)
      if (outcome.status === 'approved') {
        state.set({ status: 'approved', connection: 'ok' })
        return onGrant({ token: outcome.token, user: await readUser(outcome.token) })
      }
      if (renewalsLeft === 0) return state.set({ status: 'expired' })
      if (outcome.wasKnown) forgottenInARow = 0
      if (outcome.isForgotten) {
        // Pins that plex.tv does not keep must not be made one after the other until it has had enough.
        const shownMs = Math.min(FORGOTTEN_MS * 2 ** forgottenInARow++, FORGOTTEN_LONGEST_MS)
        showWaiting(pin, 'forgotten')
        await pace.pause(Math.max(0, madeMs + shownMs - clock.elapsed()))
      }
      pin = await makeNextPin()
    }
  }

  function makePin(): Promise<Pin<K>> {
    state.set({ status: 'creating' })
    return pace.ask(() => createPin(client, kind, { signal }))
  }

  /** A pin that is not renewed is asked for by somebody, who reads why there is none. */
  async function makeFirstPin(): Promise<Pin<K>> {
    try {
      return await makePin()
    } catch (error) {
      if (renewalsLeft === 0) throw error
      await waitAfter(error)
      return makeNextPin()
    }
  }

  /**
   * Nobody is there to press a button for the next pin: it is tried until it is made, but only while somebody looks.
   */
  async function makeNextPin(): Promise<Pin<K>> {
    while (true) {
      while (environment().hidden) {
        if (state.get().status !== 'error') state.set({ status: 'expired' })
        await pace.untilHurried()
      }
      try {
        const pin = await makePin()
        renewalsLeft--
        return pin
      } catch (error) {
        await waitAfter(error)
      }
    }
  }

  /** Says why there is no pin, until it is time to try again; throws what no further try can help. */
  async function waitAfter(error: unknown): Promise<void> {
    if (signal.aborted || hasTrait(error, 'final')) throw error
    state.set({ status: 'error', error: toPlexError(error) })
    await pace.untilDue({ leftMs: Number.POSITIVE_INFINITY, hidden: environment().hidden })
  }

  async function pollUntilOver(first: Pin<K>, isNew: boolean): Promise<PinOutcome> {
    let pin = first
    let lastTotalMs = pin.expires.totalMs
    let wasKnown = false
    showWaiting(pin, 'ok')
    if (isNew) await pace.untilDue({ leftMs: pin.expires.leftMs(), hidden: environment().hidden })
    else await pace.pause(0)
    while (true) {
      const isLast = pin.expires.leftMs() <= 0
      let connection: PinConnection = 'ok'
      let hasMoved = false
      try {
        const check = await pace.ask(() => checkPin(client, pin, { signal }))
        if (check.status === 'approved') return check
        if (check.status === 'expired') {
          return { status: 'over', isForgotten: pin.expires.leftMs() > USUAL_END_MS, wasKnown }
        }
        wasKnown = true
        // The very same time left as before is an old answer, out of a cache on the way: it moves nothing.
        hasMoved = check.expires !== pin.expires && check.expires.totalMs !== lastTotalMs
        if (hasMoved) {
          lastTotalMs = check.expires.totalMs
          pin = { ...pin, expires: check.expires }
        }
      } catch (error) {
        if (signal.aborted) throw error
        connection = readConnection(error)
      }
      // An answer that moves the end is plex.tv's word against a clock that was wrong.
      if (isLast && !hasMoved) return { status: 'over', isForgotten: false, wasKnown }
      showWaiting(pin, connection)
      await pace.untilDue({ leftMs: pin.expires.leftMs(), hidden: environment().hidden })
    }
  }

  /** The pin is spent, and this its only token: whatever passes is waited for. */
  async function readUser(token: string): Promise<PlexUser> {
    while (true) {
      try {
        return await pace.ask(() => getUser(client, token, { signal }))
      } catch (error) {
        if (signal.aborted || hasTrait(error, 'final') || !isPlexError(error)) throw error
        const now = state.get()
        const connection = readConnection(error)
        if (now.status === 'approved' && now.connection !== connection) state.set({ status: 'approved', connection })
        await pace.untilDue({ leftMs: Number.POSITIVE_INFINITY, hidden: environment().hidden })
      }
    }
  }

  function readConnection(error: unknown): PinConnection {
    if (environment().offline) return 'offline'
    return isPlexError(error) && error.code === 'rate-limited' ? 'rate-limited' : 'unreachable'
  }

  function showWaiting(pin: Pin<K>, connection: PinConnection) {
    const now = state.get()
    if (now.status === 'waiting' && now.pin === pin && now.connection === connection) return
    state.set({ status: 'waiting', pin, connection })
  }

  run().catch((error: unknown) => {
    if (!signal.aborted) state.set({ status: 'error', error: toPlexError(error) })
  })

  return {
    pollNow() {
      const now = state.get()
      const { hidden, offline } = environment()
      if (signal.aborted || now.status === 'creating') return
      if (now.status === 'waiting') {
        if (now.connection === 'forgotten') return
        if (offline) return showWaiting(now.pin, 'offline')
      }
      if (hidden || offline) return
      if (pace.isAsking || !pace.isToldToWait) return pace.hurry()
      if (now.status === 'waiting') showWaiting(now.pin, 'rate-limited')
    },
    stop: () => controller.abort(),
  }
}

const toPlexError = (error: unknown): PlexError =>
  isPlexError(error) ? error : new PlexError('misuse', `Could not wait for the pin: ${error}`)
