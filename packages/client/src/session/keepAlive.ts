import type { PlexClient } from '../createPlexClient.ts'
import { readEnvironment } from '../pageActivity.ts'
import type { HeldSession } from './sessionPersistence.ts'

const DAY_MS = 24 * 60 * 60_000

/**
 * Notes in a session that plex.tv is told of its token now; null when that was done within a day by the wall clock, or
 * can't be done. A clock that was set back makes a new day.
 */
export function notePing<S extends HeldSession>({ clock }: PlexClient, session: S): S | null {
  const age = clock.now() - (session.pingedAt ?? 0)
  if (readEnvironment().offline || (age >= 0 && age < DAY_MS)) return null
  return { ...session, pingedAt: clock.now() }
}
