'use client'

import type { SessionState } from '@foyer/client'
import { useEffect, useSyncExternalStore } from 'react'
import { usePlexContext } from '../PlexProvider.tsx'
import { type UserState, userState } from './userState.ts'

/** What {@link usePlexUser} gives: who is signed in, and the way out. */
export type UsePlexUserResult = UserState & {
  /** Signs out at plex.tv and in every tab. Stable; never rejects. */
  signOut(): Promise<void>
}

const pending: SessionState = { status: 'pending' }

/**
 * Tells who is signed in. plex.tv (or your backend) is asked again at the start, on focus and on reconnection, and,
 * once it has answered, not for five minutes; only the answer that the token is dead signs out. On a server the state
 * is `pending`, unless the provider was told.
 *
 * @example
 * ```tsx
 * import { usePlexUser } from '@foyer/hooks'
 *
 * export function Account() {
 *   const plex = usePlexUser()
 *   if (plex.status === 'pending') return <p>One moment …</p>
 *   if (plex.status !== 'signed-in') return <a href="/login">Sign in</a>
 *   return <button onClick={plex.signOut}>Sign {plex.user.title} out</button>
 * }
 * ```
 *
 * @throws `PlexError` `misuse` without a provider.
 */
export function usePlexUser(): UsePlexUserResult {
  const { session, initialUser } = usePlexContext()
  const state = useSyncExternalStore(session.subscribe, session.getState, () => pending)
  useEffect(() => session.keepUserFresh(), [session])
  return { ...userState(state, initialUser), signOut: session.signOut }
}
