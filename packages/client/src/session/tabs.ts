/** Why nobody is signed in: not yet, by their own wish, or because plex.tv (or your backend) no longer accepts them. */
export type SignedOutReason = 'never' | 'signed-out' | 'revoked'

/** What one tab tells the others. It holds no secret: any page of the origin can listen. */
export interface SignOutNotice {
  readonly reason: SignedOutReason
  /** Whose session ended: a tab with somebody else in it is not concerned. */
  readonly uuid: string
}

/** A channel to the other pages of this origin. Without BroadcastChannel nothing is said, and nothing heard. */
export function openChannel(name: string, heard: (said: unknown) => void) {
  // Not in Node, where an open channel keeps the process alive, and nobody else listens.
  let channel: BroadcastChannel | undefined
  try {
    if (globalThis.window) channel = new BroadcastChannel(name)
  } catch {
    // Missing, or refused where cookies are blocked.
  }
  channel?.addEventListener('message', ({ data }) => heard(data))
  return {
    say: (said: unknown) => channel?.postMessage(said),
    close() {
      channel?.close()
      channel = undefined
    },
  }
}

/** Joins the tabs that share a session's name. */
export function joinTabs(name: string, heard: (notice: SignOutNotice) => void) {
  return openChannel(`foyer.session.${name}`, (said) => {
    const notice = said as SignOutNotice | null
    if (['signed-out', 'revoked'].includes(notice?.reason as string)) heard(notice as SignOutNotice)
  })
}
