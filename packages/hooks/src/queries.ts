import { createDeadline, type Deadline, isPlexError, type PlexSession, type PlexUser } from '@foyer/client'
import { queryOptions } from '@tanstack/react-query'

/** Nobody is signed in: there is nothing to ask. */
const SIGNED_OUT = 'signed-out'

const numbers = new WeakMap<PlexSession, number>()
let count = 0

/** Tells sessions apart in a client that they share: each asks for itself, though the same person be in both. */
function numberSession(session: PlexSession): number {
  const number = numbers.get(session) ?? ++count
  numbers.set(session, number)
  return number
}

const REST_MS = 5 * 60_000

/** Until when a session's user need not be asked for, or must not: whichever component and query client asks. */
const rests = new WeakMap<PlexSession, { uuid: string; until: Deadline }>()

function rest(session: PlexSession, { uuid }: PlexUser, ms = REST_MS) {
  rests.set(session, { uuid, until: createDeadline(session.client.clock, ms) })
}

/**
 * Says, before the session shows this user to anybody, that they came from plex.tv itself a moment ago, by signing in.
 */
export const markFresh = (session: PlexSession, user: PlexUser): void => rest(session, user)

/**
 * Asks again who is signed in. The answer lands in the session, which owns the user; the query only says when to ask,
 * and what went wrong. Every option that matters is said here, for an app's own client has defaults of its own.
 */
export function userQuery(session: PlexSession, user: PlexUser | null) {
  const isDue = () => {
    const known = rests.get(session)
    return known?.uuid !== user?.uuid || !known?.until.leftMs()
  }
  return queryOptions({
    queryKey: ['foyer', 'user', numberSession(session), user?.uuid ?? SIGNED_OUT],
    // The query's signal is left out: a person who looks away while it asks, and back, must not make it ask anew.
    async queryFn() {
      try {
        const answer = await session.refresh()
        rest(session, answer)
        return answer
      } catch (error) {
        // plex.tv asked to be left alone for a while, whichever component asks.
        if (isPlexError(error) && error.retryAfterMs && user) rest(session, user, error.retryAfterMs)
        throw error
      }
    },
    enabled: user !== null,
    initialData: user ?? undefined,
    // Long ago; a 0 means "never" to TanStack Query before 5.25, which then asks at every mount and drops the error.
    initialDataUpdatedAt: isDue() ? 1 : undefined,
    staleTime: REST_MS,
    gcTime: 0,
    // The client tries again by itself, and knows when not to.
    retry: false,
    networkMode: 'online',
    refetchInterval: false,
    refetchOnMount: isDue,
    refetchOnReconnect: isDue,
    refetchOnWindowFocus: isDue,
    throwOnError: false,
    subscribed: true,
  })
}
