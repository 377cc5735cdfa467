import { abortReason } from './clock.ts'
import type { PlexClient } from './createPlexClient.ts'
import { createObservable } from './observable.ts'
import { ownProperties } from './ownProperties.ts'
import { isPlexError, PlexError } from './PlexError.ts'
import { checkPin, createPin, type Pin, type PinKinds } from './pin.ts'
import { pollDelayMs } from './pinPolling.ts'
import type { PlexGrant } from './signIn.ts'
import { getUser } from './user.ts'

/**
 * How it stands with the way to plex.tv while a pin waits, or while the user is asked for after it was approved.
 * `forgotten`: plex.tv says long before a pin's end that there is no such pin; another one is made, in a while.
 */
export type PinConnection = 'ok' | 'offline' | 'unreachable' | 'rate-limited' | 'forgotten'

/** A pin's way from being made to being approved. The token is in none of these. */
export type PinAttemptState<K extends keyof PinKinds> =
  | { status: 'creating' }
  | { status: 'waiting'; pin: Pin<K>; connection: PinConnection }
  /** plex.tv has said yes, and the pin is spent; the user is asked for until there is an answer. */
  | { status: 'approved'; connection: PinConnection }
  | { status: 'expired' }
  | { status: 'error'; error: PlexError }

/** What {@link createPinAttempt} takes beside the kind. */
export interface PinAttemptOptions<K extends keyof PinKinds> {
  /** Goes on with a pin that was made before, after a redirect say. */
  pin?: Pin<K> | undefined
  /** How often a new pin is made by itself when one ends. Default 0. */
  renewals?: number | undefined
  /** What the page knows of its environment; read after each `pollNow()` and each answer. Default: seen and online. */
  environment?: (() => { hidden: boolean; offline: boolean }) | undefined
}

/** The one engine of polling, without React. */
export interface PinAttempt<K extends keyof PinKinds> {
  /** The state of now; the same object until it changes. */
  getState(): PinAttemptState<K>
  /** Calls `listener` after each change of the state; returns the function that stops it. */
  subscribe(listener: () => void): () => void
  /** Resolves once, with the grant; rejects with an `AbortError` when stopped. */
  readonly grant: Promise<PlexGrant>
  /** Something changed outside (seen, online, a window came back): asks now, but never within a second of the last time. */
  pollNow(): void
  /** Makes a new pin, from any state; from `approved` only while the way to plex.tv is not `ok`. */
  restart(): void
  /** Ends it. Nothing happens afterwards, whatever is called. */
  stop(): void
}

const WAKE_MS = 1000
/** An end is plex.tv's usual one within this time before it. */
const USUAL_END_MS = 60_000
/** How long a pin is shown that plex.tv forgot; doubling with each such pin in a row. */
const FORGOTTEN_MS = 10_000
const FORGOTTEN_SLOWEST_MS = 5 * 60_000
/** What plex.tv itself says of a token, or the program's own mistake: anything else may pass. */
const isFinal = ({ code }: PlexError) => /^(unauthorized|token-expired|misuse)$/.test(code)

/**
 * Makes a pin, asks for it every two seconds (slower at first, when nobody looks, or when it fails), and ends with a
 * grant. One request is under way at most. Failures slow it down and never end it; only plex.tv, or the pin's own end, does.
 */
export function createPinAttempt<K extends keyof PinKinds>(
  client: PlexClient,
  kind: K,
  options?: PinAttemptOptions<K>,
): PinAttempt<K> {
  const { pin: given, renewals = 0, environment = () => ({ hidden: false, offline: false }) } = ownProperties(options)
  const { clock } = client
  const observable = createObservable<PinAttemptState<K>>({ status: 'creating' })
  /** Belongs to one pin: aborted, whatever still comes in for that pin is dropped. For good once it is stopped. */
  let controller = new AbortController()
  let cancelTimer = () => {}
  let polling = false
  /** Woken while a request was under way, which may have died in the sleep. */
  let woken = false
  /** Just made, and not yet asked for. */
  let fresh = false
  let startedMs = Number.NEGATIVE_INFINITY
  /** What plex.tv said last of how long the pin still lives. */
  let saidMs = given?.expires.totalMs
  let failures = 0
  let retryAfterMs: number | undefined
  let renewed = 0
  /** Pins in a row that plex.tv forgot long before their end. */
  let forgotten = 0
  /** When the pin was made. */
  let madeMs = clock.elapsed()
  /** Of the pin that was approved. */
  let token: string | undefined
  let resolve: (grant: PlexGrant) => void
  let reject: (reason: unknown) => void
  const grant = new Promise<PlexGrant>((...settle) => {
    ;[resolve, reject] = settle
  })
  // Who only watches the state need not handle it.
  grant.catch(() => {})

  function timer(ms: number, task: () => unknown) {
    cancelTimer()
    cancelTimer = clock.after(ms, () => void task())
  }
  function leaveBehind(): AbortSignal {
    controller.abort()
    cancelTimer()
    controller = new AbortController()
    polling = fresh = false
    token = undefined
    return controller.signal
  }
  function failed(error: unknown): PlexError {
    failures++
    if (!isPlexError(error)) return new PlexError('misuse', String(error))
    retryAfterMs = error.retryAfterMs
    return error
  }
  const connectionAfter = ({ code }: PlexError): PinConnection =>
    environment().offline ? 'offline' : code === 'rate-limited' ? code : 'unreachable'
  const delayMs = (leftMs: number) =>
    pollDelayMs({ leftMs, failures, retryAfterMs, fresh, hidden: environment().hidden }, Math.random())
  const pollIn = (ms: number) => timer(Math.max(ms, startedMs + WAKE_MS - clock.elapsed()), poll)

  async function create() {
    const signal = leaveBehind()
    observable.set({ status: 'creating' })
    try {
      const pin = await createPin(client, kind, { signal })
      if (signal.aborted) return
      failures = 0
      retryAfterMs = undefined
      fresh = true
      saidMs = pin.expires.totalMs
      madeMs = clock.elapsed()
      wait(pin, 'ok')
    } catch (error) {
      if (signal.aborted) return
      observable.set({ status: 'error', error: failed(error) })
      // A first pin is asked for by somebody, who reads why there is none; a renewal has nobody to press the button.
      if (renewed === 0 || signal.aborted) return
      renewed--
      timer(delayMs(Number.POSITIVE_INFINITY), end)
    }
  }
  function show(pin: Pin<K>, connection: PinConnection) {
    const state = observable.get()
    if (state.status === 'waiting' && state.pin === pin && state.connection === connection) return
    observable.set({ status: 'waiting', pin, connection })
  }
  function wait(pin: Pin<K>, connection: PinConnection) {
    const { signal } = controller
    show(pin, connection)
    // Whoever was told may have stopped it, or begun anew.
    if (!signal.aborted) pollIn(woken && failures > 0 && !retryAfterMs ? 0 : delayMs(pin.expires.leftMs()))
  }
  async function poll() {
    const state = observable.get()
    if (state.status !== 'waiting' || polling) return
    const { pin } = state
    const isLast = pin.expires.leftMs() <= 0
    const { signal } = controller
    polling = true
    woken = fresh = false
    startedMs = clock.elapsed()
    let connection: PinConnection = 'ok'
    let next = pin
    try {
      const check = await checkPin(client, pin, { signal })
      if (signal.aborted) return
      failures = 0
      retryAfterMs = undefined
      if (check.status === 'approved') return approve(check.token)
      if (check.status === 'expired') return pin.expires.leftMs() > USUAL_END_MS ? forget(pin) : end()
      forgotten = 0
      // The very same time left as before is an old answer, out of a cache on the way: it moves nothing.
      if (check.expires !== pin.expires && check.expires.totalMs !== saidMs) {
        saidMs = check.expires.totalMs
        next = { ...pin, expires: check.expires }
      }
    } catch (error) {
      if (signal.aborted) return
      connection = connectionAfter(failed(error))
    }
    polling = false
    // An answer that moves the end is plex.tv's word against a clock that was wrong.
    if (isLast && next === pin) end()
    else wait(next, connection)
  }
  function end() {
    cancelTimer()
    if (renewed >= renewals || environment().hidden) return observable.set({ status: 'expired' })
    renewed++
    void create()
  }
  /** Pins that plex.tv doesn't keep must not be made one after the other until it has had enough. */
  function forget(pin: Pin<K>) {
    polling = false
    if (renewed >= renewals) return end()
    const shownMs = Math.min(FORGOTTEN_MS * 2 ** forgotten++, FORGOTTEN_SLOWEST_MS)
    show(pin, 'forgotten')
    timer(Math.max(0, madeMs + shownMs - clock.elapsed()), end)
  }
  function approve(given: string) {
    token = given
    polling = false
    observable.set({ status: 'approved', connection: 'ok' })
    void lookUp()
  }
  /** The pin is spent, and this its only token: whatever passes is waited for. */
  async function lookUp() {
    if (!token || polling) return
    const { signal } = controller
    cancelTimer()
    polling = true
    startedMs = clock.elapsed()
    try {
      resolve({ token, user: await getUser(client, token, { signal }) })
      token = undefined
    } catch (error) {
      if (signal.aborted) return
      const why = failed(error)
      if (isFinal(why)) return observable.set({ status: 'error', error: why })
      polling = false
      const connection = connectionAfter(why)
      const state = observable.get()
      if (state.status === 'approved' && state.connection !== connection)
        observable.set({ status: 'approved', connection })
      if (!signal.aborted) timer(delayMs(Number.POSITIVE_INFINITY), lookUp)
    }
  }

  if (given) {
    observable.set({ status: 'waiting', pin: given, connection: 'ok' })
    timer(0, poll)
  } else void create()

  return {
    getState: observable.get,
    subscribe: observable.subscribe,
    grant,
    pollNow() {
      const state = observable.get()
      const { hidden, offline } = environment()
      const isSeen = !hidden && !offline
      if (controller.signal.aborted) return
      if (state.status === 'approved') {
        if (isSeen && !retryAfterMs && !polling) timer(Math.max(0, startedMs + WAKE_MS - clock.elapsed()), lookUp)
      } else if (state.status === 'waiting') {
        if (state.connection === 'forgotten') return
        if (offline) show(state.pin, 'offline')
        else if (polling) woken = isSeen
        else if (isSeen && retryAfterMs) show(state.pin, 'rate-limited')
        else if (isSeen) pollIn(0)
      } else if (isSeen && renewed < renewals) {
        if (state.status === 'expired' || (state.status === 'error' && state.error.code === 'network')) end()
      }
    },
    restart() {
      const state = observable.get()
      const isSigningIn = state.status === 'approved' && state.connection === 'ok'
      if (isSigningIn || controller.signal.aborted) return
      renewed = forgotten = 0
      void create()
    },
    stop() {
      leaveBehind()
      controller.abort()
      observable.close()
      reject(abortReason())
    },
  }
}
