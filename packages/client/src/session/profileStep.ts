import { createDeadline, type Deadline, type PlexClock } from '../clock.ts'
import type { PlexClient } from '../createPlexClient.ts'
import { ownProperties } from '../ownProperties.ts'
import { readEnvironment } from '../pageActivity.ts'
import { type ProfileChoice, switchProfile } from '../profile.ts'
import type { CallOptions } from '../request.ts'
import type { PlexGrant } from '../signIn.ts'
import type { PlexUser } from '../user.ts'

/** How a session asks who of a Home is watching: made by {@link askForProfile}, and given to `createPlexSession`. */
export interface ProfileStep {
  /** Whether whoever watches is forgotten with the page, and asked for when it comes back. */
  readonly isLocking: boolean
  /** Whether this account has to say who is watching. */
  isWanted(account: PlexUser): boolean
  switchTo(client: PlexClient, token: string, choice: ProfileChoice, options?: CallOptions): Promise<PlexGrant>
  /** Tells, at each activity of the page, whether whoever was watching has to be asked for again. */
  createLock(clock: PlexClock): (fromCache: boolean) => boolean
}

/** What {@link askForProfile} takes. */
export interface ProfileStepOptions {
  /**
   * Locks the app: for how long, in milliseconds, nobody need look at the page before the profile has to be chosen
   * again, and its PIN given. A page that is loaded anew, in this tab or in another, or that comes out of the
   * back-forward cache, is locked at once.
   *
   * @default no lock: who is watching is kept with the session
   */
  lockAfterMs?: number | undefined
}

/**
 * Makes a session ask who is watching, where the account is in a Plex Home: after a sign-in its state is
 * `choosing-profile` until `session.chooseProfile` has worked. Without it a session is the account's.
 *
 * @example
 * ```ts
 * import { askForProfile, createPlexClient, createPlexSession } from '@foyer/client'
 *
 * export const session = createPlexSession(createPlexClient({ product: 'Reelroom' }), {
 *   profiles: askForProfile({ lockAfterMs: 15 * 60_000 }),
 * })
 * ```
 */
export function askForProfile(options?: ProfileStepOptions): ProfileStep {
  const { lockAfterMs } = ownProperties(options)
  return {
    isLocking: lockAfterMs !== undefined,
    isWanted: ({ inHome }) => inHome,
    switchTo: switchProfile,
    createLock(clock) {
      let lock: Deadline | undefined
      return (fromCache) => {
        if (lockAfterMs === undefined) return false
        if (readEnvironment().hidden) {
          lock ??= createDeadline(clock, lockAfterMs)
          return false
        }
        const isDue = fromCache || lock?.leftMs() === 0
        lock = undefined
        return isDue
      }
    },
  }
}
