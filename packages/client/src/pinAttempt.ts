import { abortReason } from './clock.ts'
import type { PlexClient } from './createPlexClient.ts'
import { ownProperties } from './ownProperties.ts'
import type { PageEnvironment } from './pageActivity.ts'
import type { Pin, PinKinds } from './pin.ts'
import type { PinAttemptState } from './pinAttemptState.ts'
import { startPinRun } from './pinRun.ts'
import type { PlexGrant } from './signIn.ts'
import { createStore } from './store.ts'

/** What {@link createPinAttempt} takes beside the kind. */
export interface PinAttemptOptions<K extends keyof PinKinds> {
  /** Goes on with a pin that was made before, after a redirect say. */
  pin?: Pin<K> | undefined
  /**
   * How often a new pin is made by itself when one ends.
   *
   * @default 0
   */
  renewals?: number | undefined
  /**
   * What the page knows of its environment; read at each `pollNow()` and after each answer.
   *
   * @default seen and online
   */
  environment?: (() => PageEnvironment) | undefined
}

/** The one engine of polling, without React. */
export interface PinAttempt<K extends keyof PinKinds> {
  /** The state of now; the same object until it changes. */
  getState(): PinAttemptState<K>
  /** Calls `listener` after each change of the state; returns the function that stops it. */
  subscribe(listener: () => void): () => void
  /** Resolves once, with the grant; rejects with an `AbortError` when stopped. */
  readonly grant: Promise<PlexGrant>
  /**
   * Something changed outside (seen, online, a window came back): asks now, but never within a second of the last time.
   */
  pollNow(): void
  /** Makes a new pin, from any state; from `approved` only while the way to plex.tv is not `ok`. */
  restart(): void
  /** Ends it. Nothing happens afterwards, whatever is called. */
  stop(): void
}

/**
 * Makes a pin, asks for it every four seconds (slower when nobody looks, or when it fails), and ends with a
 * grant. One request is under way at most. Failures slow it down and never end it; only plex.tv, or the pin's own end,
 * does.
 *
 * @example
 * ```ts
 * import { createPinAttempt, type PlexSession } from '@foyer/client'
 *
 * export async function link(session: PlexSession, draw: (status: string) => void) {
 *   const attempt = createPinAttempt(session.client, 'link', { renewals: 32 })
 *   attempt.subscribe(() => draw(attempt.getState().status))
 *   await session.start(await attempt.grant)
 * }
 * ```
 *
 * @see https://developer.plex.tv/pms/ "Authenticating with Plex"; plex.tv's own clients ask every one to two seconds
 */
export function createPinAttempt<K extends keyof PinKinds>(
  client: PlexClient,
  kind: K,
  options?: PinAttemptOptions<K>,
): PinAttempt<K> {
  const { pin, renewals = 0, environment = () => ({ hidden: false, offline: false }) } = ownProperties(options)
  const state = createStore<PinAttemptState<K>>(
    pin ? { status: 'waiting', pin, connection: 'ok' } : { status: 'creating' },
  )
  const { promise: grant, resolve, reject } = createDeferred<PlexGrant>()
  // An app that only watches the state need not handle the rejection.
  grant.catch(() => {})

  const start = (given?: Pin<K>) =>
    startPinRun<K>({ client, kind, pin: given, renewals, environment, state, onGrant: resolve })
  let run = start(pin)
  let isStopped = false

  return {
    getState: state.get,
    subscribe: state.subscribe,
    grant,
    pollNow: () => run.pollNow(),
    restart() {
      const now = state.get()
      const isSigningIn = now.status === 'approved' && now.connection === 'ok'
      if (isStopped || isSigningIn) return
      run.stop()
      run = start()
    },
    stop() {
      isStopped = true
      run.stop()
      state.close()
      reject(abortReason())
    },
  }
}

/** A promise, and what settles it. `Promise.withResolvers` is not on televisions. */
function createDeferred<T>() {
  let resolve: (value: T) => void = () => {}
  let reject: (reason: unknown) => void = () => {}
  const promise = new Promise<T>((...settle) => {
    ;[resolve, reject] = settle
  })
  return { promise, resolve, reject }
}
