import { createDeadline, type Deadline } from '../../clock.ts'
import type { PlexClient } from '../../createPlexClient.ts'
import { isPlexError } from '../../PlexError.ts'
import { readAge, readLife, type TokenLife } from '../../token.ts'
import type { KeptToken, OpenDeviceKeys, TokenPlace } from '../DeviceKeys.ts'
import { exclusively } from '../exclusively.ts'

/** How long the one who renews is waited for: the two requests that it takes, on a bad day. */
const WAIT_MS = 10_000
/** How long a token that can still be used goes on being used after its renewal has failed. */
const PAUSE_MS = 60_000

/**
 * Makes the one function that renews tokens: ahead of their end, once for however many ask, in this tab and in others.
 * A token that can still be used is, while its renewal fails.
 */
export function createRenewal(
  { name, clock }: PlexClient,
  getNext: (kept: KeptToken) => Promise<KeptToken>,
): OpenDeviceKeys['renew'] {
  const running = new Map<string, Promise<KeptToken>>()
  /** What was read last: it is asked for at each call, and takes longer to read than all else of it. */
  let lastRead: { readonly kept: KeptToken; readonly life: TokenLife | undefined } | undefined
  /** plex.tv may have said how long to wait: that counts for a token that has ended too. */
  let failed:
    | { readonly token: string; readonly error: unknown; readonly isTold: boolean; readonly until: Deadline }
    | undefined

  function lifeOf(kept: KeptToken): TokenLife | undefined {
    const isKnown = lastRead?.kept.token === kept.token && lastRead.kept.tokenAt === kept.tokenAt
    if (!lastRead || !isKnown) lastRead = { kept, life: readLife(kept) }
    return lastRead.life
  }
  async function renewNow<K extends KeptToken>({ token }: K, place: TokenPlace<K>): Promise<K> {
    const kept = await place.read()
    if (kept.token !== token && readAge(lifeOf(kept), clock.now()) === 'fresh') return kept
    const { token: next, tokenAt } = await getNext(kept)
    return place.write({ token: next, tokenAt })
  }

  return async <K extends KeptToken>(kept: K, isDead: boolean, place: TokenPlace<K>): Promise<K> => {
    const life = lifeOf(kept)
    const age = isDead ? 'over' : readAge(life, clock.now())
    if (!life || age === 'fresh') return kept
    if (failed?.token === kept.token && failed.until.leftMs() > 0) {
      if (age === 'due') return kept
      if (failed.isTold) throw failed.error
    }
    try {
      const renewing =
        running.get(kept.token) ?? exclusively(`foyer.renewal.${name}`, clock, () => renewNow(kept, place), WAIT_MS)
      running.set(kept.token, renewing)
      const renewed = (await renewing) as K
      failed = undefined
      return renewed
    } catch (error) {
      const toldMs = isPlexError(error) ? error.retryAfterMs : undefined
      const until = createDeadline(clock, toldMs ?? PAUSE_MS)
      failed = { token: kept.token, error, isTold: toldMs !== undefined, until }
      if (age === 'due') return kept
      throw error
    } finally {
      running.delete(kept.token)
    }
  }
}
