'use client'

import { PlexError, type PlexSession, type PlexUser } from '@foyer/client'
import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react'
import { discardPendingPins, listenForCallbacks } from './pin/pinFlows.ts'
import { isSignedIn } from './user/userState.ts'

/** What {@link PlexProvider} takes. */
export interface PlexProviderProps {
  /** Made once by the app, outside of React; the provider borrows it. */
  session: PlexSession
  /**
   * Who your server says is signed in, for the first HTML; null says that nobody is.
   *
   * @default not known: `pending` until the session is read
   */
  initialUser?: PlexUser | null | undefined
  /** What may use the hooks. */
  children?: ReactNode | undefined
}

interface PlexContextValue {
  readonly session: PlexSession
  readonly initialUser: PlexUser | null | undefined
}

/** Is null outside of a provider, for the hooks that can do without one. */
export const PlexContext = createContext<PlexContextValue | null>(null)

/**
 * Gives the hooks their session.
 *
 * @example
 * ```tsx
 * import { createPlexClient, createPlexSession } from '@foyer/client'
 * import { PlexProvider, usePlexUser } from '@foyer/hooks'
 *
 * const session = createPlexSession(createPlexClient({ product: 'Reelroom' }))
 *
 * export const App = () => (
 *   <PlexProvider session={session}>
 *     <Status />
 *   </PlexProvider>
 * )
 *
 * const Status = () => <p>{usePlexUser().status}</p>
 * ```
 */
export function PlexProvider({ session, initialUser, children }: PlexProviderProps): ReactNode {
  useEffect(() => {
    const stopListening = listenForCallbacks(session)
    // A pin that a tab kept must not sign anybody in again after whoever is in now has left.
    const dropPins = () => {
      if (isSignedIn(session.getState())) discardPendingPins(session.client)
    }
    dropPins()
    const unsubscribe = session.subscribe(dropPins)
    return () => {
      unsubscribe()
      stopListening()
    }
  }, [session])
  const value = useMemo(() => ({ session, initialUser }), [session, initialUser])
  return <PlexContext.Provider value={value}>{children}</PlexContext.Provider>
}

export function usePlexContext(): PlexContextValue {
  const context = useContext(PlexContext)
  if (context) return context
  throw new PlexError('misuse', 'Could not use a Foyer hook: there is no PlexProvider above it.')
}

/**
 * Gives the session that the provider above was given.
 *
 * @throws `PlexError` `misuse` without a provider.
 */
export function usePlexSession(): PlexSession {
  return usePlexContext().session
}
