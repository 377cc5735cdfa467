import { createDeadline, type Deadline, isPlexError, type PlexSession, type PlexUser } from '@foyer/client'
import { queryOptions } from '@tanstack/react-query'

/** Nobody is signed in: there is nothing to ask. */
const NOBODY = 'nobody'

/** Who came from plex.tv itself a moment ago, by signing in. */
const fresh = new WeakSet<PlexUser>()

/** Says so, before the session shows this user to anybody: not to be asked for again at once. */
export function markFresh(user: PlexUser): void {
  fresh.add(user)
}

const numbers = new WeakMap<PlexSession, number>()
let count = 0

/** Tells sessions apart in a client that they share: each asks for itself, though the same person be in both. */
function numberOf(session: PlexSession): number {
  const number = numbers.get(session) ?? ++count
  numbers.set(session, number)
  return number
}

/** Until when plex.tv asked to be left alone. */
const rests = new WeakMap<PlexSession, Deadline>()

/**
 * Asks again who is signed in. The answer lands in the session, which owns the user; the query only says when to ask, and
 * what went wrong. Every option that matters is said here, for an app's own client has defaults of its own.
 */
export function userQuery(session: PlexSession, user: PlexUser | null) {
  const isRested = () => !rests.get(session)?.leftMs()
  return queryOptions({
    queryKey: ['foyer', 'user', numberOf(session), user?.uuid ?? NOBODY],
    async queryFn({ signal }) {
      try {
        return await session.refresh({ signal })
      } catch (error) {
        if (isPlexError(error) && error.retryAfterMs)
          rests.set(session, createDeadline(session.client.clock, error.retryAfterMs))
        throw error
      }
    },
    enabled: user !== null,
    initialData: user ?? undefined,
    // What was kept may be of last month: asked for once at the start.
    initialDataUpdatedAt: user && fresh.has(user) ? undefined : 0,
    staleTime: 5 * 60_000,
    gcTime: 0,
    // The client tries again by itself, and knows when not to.
    retry: false,
    networkMode: 'online',
    refetchInterval: false,
    refetchOnMount: isRested,
    refetchOnReconnect: isRested,
    refetchOnWindowFocus: isRested,
    throwOnError: false,
    subscribed: true,
  })
}
