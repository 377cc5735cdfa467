'use client'

import type { PlexError, PlexUser } from '@foyer/client'
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { usePlexContext } from '../PlexProvider.tsx'
import { getPinFlow } from './pinFlows.ts'
import { nothingYet, type PinStates, pinState } from './pinState.ts'

/** What {@link usePlexPin} takes. */
export interface UsePlexPinOptions<F extends keyof PinStates> {
  /**
   * `link`: a code to type at plex.tv/link. `popup`: a window of plex.tv's. `redirect`: the tab goes there and comes
   * back.
   */
  method: F
  /** @default the session's */
  rememberMe?: boolean | undefined
  /**
   * The page of this origin that people come back to. For a redirect, and for going on in this tab, it must use this
   * hook too: there the sign-in goes on.
   *
   * @default the page they left
   */
  returnUrl?: string | undefined
  /**
   * What the window shows until plex.tv's page is there.
   *
   * @default '…'
   */
  waitingText?: string | undefined
  /** Called once a sign-in, when the session has begun; with the user, never with a token. */
  onSignedIn?: ((user: PlexUser) => void) | undefined
  /** Called once for each sign-in that failed or was denied. What merely holds one up is in the state. */
  onError?: ((error: PlexError) => void) | undefined
}

/** The actions of each method: stable, never throw, take nothing, and are safe to call twice. */
export interface PinMethods {
  link: PinStates['link'] & {
    /** Makes a new code, from any status. */
    start(): void
  }
  popup: PinStates['popup'] & {
    /**
     * Opens the window; call it in the click itself, or the browser blocks it. While it is open: brings it to the
     * front.
     */
    start(): void
    cancel(): void
    /**
     * Brings the window to the front, or opens one on the same pin. While it is `external`: opens plex.tv's page; in
     * the click.
     */
    showWindow(): void
    /** For a blocked window: takes this tab to plex.tv, and goes on here when the person comes back. */
    continueInThisTab(): void
  }
  redirect: PinStates['redirect'] & {
    /** Takes this tab to plex.tv, and goes on here when the person comes back. */
    start(): void
    cancel(): void
  }
}

/** What {@link usePlexPin} gives for a method. */
export type UsePlexPinResult<F extends keyof PinMethods> = PinMethods[F]

/**
 * Signs in by approval on plex.tv: no password is typed into the app. The pin belongs to its method and its session:
 * two components share it, and it stops when the last of them has gone.
 *
 * @example
 * ```tsx
 * import { usePlexPin } from '@foyer/hooks'
 *
 * export function SignIn() {
 *   const pin = usePlexPin({ method: 'popup', waitingText: 'Opening Plex…' })
 *   if (pin.status === 'done') return <p>Hello {pin.user.title}.</p>
 *   if (pin.status === 'idle') return <button onClick={pin.start}>Sign in with Plex</button>
 *   return <p>Finish in the Plex window.</p>
 * }
 * ```
 *
 * @throws `PlexError` `misuse` without a provider.
 */
export function usePlexPin<F extends keyof PinMethods>(options: UsePlexPinOptions<F>): UsePlexPinResult<F> {
  const { session } = usePlexContext()
  const latest = useRef(options)
  useEffect(() => {
    latest.current = options
  })
  const { method } = options
  const pin = getPinFlow(session, method)
  const subscribe = useCallback((listener: () => void) => pin.subscribe(listener, latest), [pin])
  const facts = useSyncExternalStore(subscribe, pin.getFacts, () => nothingYet)
  const actions = useMemo(() => {
    const start = () => pin.start(latest)
    const continueInThisTab = () => pin.continueInThisTab(latest)
    const { cancel, showWindow } = pin
    return {
      link: { start },
      popup: { start, cancel, showWindow, continueInThisTab },
      redirect: { start: continueInThisTab, cancel },
    }
  }, [pin])
  return { ...pinState(method, facts), ...actions[method] } as PinMethods[F]
}
