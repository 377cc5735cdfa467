import { createDeadline, type Deadline } from '../clock.ts'
import type { PlexClient } from '../createPlexClient.ts'
import { isPlexError, type PlexError } from '../PlexError.ts'
import { readEnvironment } from '../pageActivity.ts'
import type { HeldSession } from './sessionPersistence.ts'

/** For how long an answer about the user is as good as new. */
const FRESH_MS = 5 * 60_000
/** Between a failure and the next try, however often somebody looks. */
const FAILED_MS = 1000

/** Knows when a session's user was asked for, and what came of it. */
export interface UserFreshness {
  /** Why this session's user could not be asked for the last time; null when they were. */
  errorOf(session: HeldSession): PlexError | null
  /** Notes that this session's user has come from plex.tv (or your backend) just now. */
  markFresh(session: HeldSession): void
  /** Notes that they could not be asked for. */
  markFailed(session: HeldSession, error: unknown): void
  /** Counts one in who wants the user to stay fresh; the returned function counts them out. */
  watch(): () => void
  /** Asks for the session's user, if somebody wants that, it is time, and it can be done. */
  check(): void
}

/** `held`: the session of now. `ask`: asks for its user; it marks what comes of that itself, and never rejects. */
export function createUserFreshness(
  { clock }: PlexClient,
  held: () => HeldSession | null,
  ask: (session: HeldSession) => Promise<void>,
): UserFreshness {
  const watchers = new Set<object>()
  /** The session that was asked about last. */
  let known: { readonly id: string; readonly error: PlexError | null; readonly rest: Deadline } | undefined
  /** The session that is asked about now. */
  let asking: string | undefined

  function note({ id }: HeldSession, error: PlexError | null, restMs: number) {
    known = { id, error, rest: createDeadline(clock, restMs) }
  }
  function check() {
    const session = held()
    if (!session || watchers.size === 0 || asking === session.id || readEnvironment().offline) return
    if (known?.id === session.id && known.rest.leftMs() > 0) return
    asking = session.id
    void ask(session).finally(() => {
      if (asking === session.id) asking = undefined
    })
  }
  return {
    errorOf: ({ id }) => (known?.id === id ? known.error : null),
    markFresh: (session) => note(session, null, FRESH_MS),
    markFailed(session, error) {
      if (isPlexError(error)) note(session, error, error.retryAfterMs ?? FAILED_MS)
    },
    watch() {
      const watcher = {}
      watchers.add(watcher)
      check()
      return () => watchers.delete(watcher)
    },
    check,
  }
}
