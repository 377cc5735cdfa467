import { createDeadline, type Deadline } from './clock.ts'
import type { PlexClient } from './createPlexClient.ts'
import { codeHasTrait } from './errorTraits.ts'
import { parseJson, record } from './json.ts'
import { PlexError, type PlexErrorCode } from './PlexError.ts'
import { findWindow } from './platform.ts'
import { openLocalStore } from './storage.ts'

/** Why a sign-in with a password is pointless for a while, and until when. */
export interface SignInCooldown {
  readonly error: PlexError
  readonly deadline: Deadline
}

const LONGEST_MS = 15 * 60_000
const storageKey = (client: PlexClient) => `foyer.cooldown.${client.name}`

/** Keeps what plex.tv asked for, for all forms of this origin; nothing on a server. No secret is in it. */
export function keepSignInCooldown(client: PlexClient, { code, retryAfterMs }: PlexError): void {
  if (!findWindow() || retryAfterMs === undefined) return
  openLocalStore().set(storageKey(client), JSON.stringify({ code, endsAtMs: client.clock.now() + retryAfterMs }))
}

/**
 * What plex.tv asked for when it refused the last sign-in with a password of this client, and still holds: also after a
 * reload, in another tab, or in a form that was closed and is opened again. Null when there is nothing to wait for.
 */
export function readSignInCooldown(client: PlexClient): SignInCooldown | null {
  if (!findWindow()) return null
  const store = openLocalStore()
  const stored = record(parseJson(store.get(storageKey(client))))
  const code = String(stored.code)
  // The clock may have been set meanwhile: no form waits longer than plex.tv ever asks for.
  const leftMs = Math.min(Number(stored.endsAtMs) - client.clock.now(), LONGEST_MS)
  if (codeHasTrait(code, 'slow-down') && leftMs > 0) {
    const error = new PlexError(code as PlexErrorCode, `Could not sign in: ${code}, and asked to wait.`, {
      retryAfterMs: leftMs,
    })
    return { error, deadline: createDeadline(client.clock, leftMs) }
  }
  store.remove(storageKey(client))
  return null
}
