'use client'

import { PlexError, type PlexSession, type PlexUser } from '@foyer/client'
import { QueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { discardPendingPins, listenForCallbacks } from './pin/pinFlows.ts'

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
  /**
   * Where the user is cached.
   *
   * @default a private one, so that no user is seen in the app's devtools or written to its persisted cache
   */
  queryClient?: QueryClient | undefined
  /** What may use the hooks. */
  children?: ReactNode | undefined
}

interface PlexContextValue {
  readonly session: PlexSession
  readonly initialUser: PlexUser | null | undefined
  readonly queryClient: QueryClient
}

/** Is null outside of a provider, for the hooks that can do without one. */
export const PlexContext = createContext<PlexContextValue | null>(null)

/**
 * Gives the hooks their session. It renders no `QueryClientProvider`, so that the app's own `useQuery` below it is
 * untouched.
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
export function PlexProvider({ session, initialUser, queryClient: given, children }: PlexProviderProps): ReactNode {
  const [own] = useState(() => given ?? new QueryClient())
  const queryClient = given ?? own
  useEffect(() => {
    // A client that no QueryClientProvider mounts hears nothing of focus and reconnection otherwise.
    queryClient.mount()
    return () => queryClient.unmount()
  }, [queryClient])
  useEffect(() => {
    const stopListening = listenForCallbacks(session)
    // A pin that a tab kept must not sign anybody in again after whoever is in now has left.
    const dropPins = () => {
      if (session.getState().status === 'signed-in') discardPendingPins(session.client)
    }
    dropPins()
    const unsubscribe = session.subscribe(dropPins)
    return () => {
      unsubscribe()
      stopListening()
    }
  }, [session])
  const value = useMemo(() => ({ session, initialUser, queryClient }), [session, initialUser, queryClient])
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
