import { withTimeout } from '../clock.ts'
import type { PlexClient } from '../createPlexClient.ts'
import { findWindow } from '../platform.ts'
import { failure } from '../refusal.ts'
import { holdSignIns } from '../revocations.ts'
import { REVOKE_MS } from './sessionPersistence.ts'

/**
 * Why nobody is signed in: not yet, by their own wish, because plex.tv (or your backend) no longer accepts them, or
 * because this browser has lost the key that renewed their token (`device-keys` only).
 */
export type SignedOutReason = 'never' | 'signed-out' | 'revoked' | 'key-lost'

/** What one tab tells the others of a session that ends. It holds no secret: any page of the origin can listen. */
export interface EndNotice {
  /** The session that ends: a tab with another one is not concerned, whoever is in it. */
  readonly id: string
  /** Whose it is: another session of theirs may have had the same token. */
  readonly uuid: string
  readonly reason: Exclude<SignedOutReason, 'never'>
  /** Whether its token has ended at plex.tv too, as far as it ever will. */
  readonly isOver: boolean
}

/** A channel to the other pages of this origin. Without BroadcastChannel nothing is posted, and nothing heard. */
export function openChannel(name: string, onMessage: (message: unknown) => void) {
  let channel: (BroadcastChannel & { unref?(): void }) | undefined
  try {
    // On a server nobody else listens.
    if (findWindow()) channel = new BroadcastChannel(name)
  } catch {
    // BroadcastChannel is missing here, or refused because cookies are blocked.
  }
  channel?.addEventListener('message', ({ data }) => onMessage(data))
  // In Node, where tests of pages run, an open channel would keep the process from ending.
  channel?.unref?.()
  return {
    post: (message: unknown) => channel?.postMessage(message),
    close() {
      channel?.close()
      channel = undefined
    },
  }
}

/**
 * The channel of the tabs that share a session's name. While a token ends in another tab, sign-ins in this one wait, as
 * they do for this tab's own.
 */
export function openSessionChannel(client: PlexClient, onEnd: (notice: EndNotice) => void) {
  /** Ends that were announced, by the session's id. */
  const awaited = new Map<string, () => void>()
  function settle(id: string) {
    awaited.get(id)?.()
    awaited.delete(id)
  }
  function wait(id: string) {
    if (awaited.has(id)) return
    const limit = { clock: client.clock, ms: REVOKE_MS, late: () => failure({ task: 'sign out' }, 'timeout') }
    holdSignIns(
      client,
      withTimeout(limit, () => new Promise<void>((resolve) => awaited.set(id, resolve))),
    )
  }
  /** For a page that slept: what the others said meanwhile was not heard. */
  function stopWaiting() {
    for (const id of [...awaited.keys()]) settle(id)
  }

  const channel = openChannel(`foyer.session.${client.name}`, (message) => {
    const { id, uuid, reason, isOver } = (message ?? {}) as { [K in keyof EndNotice]?: unknown }
    if (typeof id !== 'string' || typeof uuid !== 'string' || typeof isOver !== 'boolean') return
    if (reason !== 'signed-out' && reason !== 'revoked' && reason !== 'key-lost') return
    if (isOver) settle(id)
    else wait(id)
    onEnd({ id, uuid, reason, isOver })
  })
  return {
    post: (notice: EndNotice) => channel.post(notice),
    stopWaiting,
    close() {
      channel.close()
      stopWaiting()
    },
  }
}
