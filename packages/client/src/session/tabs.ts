/** Why nobody is signed in: not yet, by their own wish, or because plex.tv (or your backend) no longer accepts them. */
export type SignedOutReason = 'never' | 'signed-out' | 'revoked'

/** What one tab tells the others. It holds no secret: any page of the origin can listen. */
export interface SignOutNotice {
  readonly reason: SignedOutReason
  /** Whose session ended: a tab with somebody else in it is not concerned. */
  readonly uuid: string
}

/** Joins the tabs that share a session's name. Without BroadcastChannel a tab hears of a sign-out by storage only. */
export function joinTabs(name: string, heard: (notice: SignOutNotice) => void) {
  const channel = globalThis.BroadcastChannel && new BroadcastChannel(`foyer.session.${name}`)
  const listen = ({ data }: MessageEvent) => {
    if (['signed-out', 'revoked'].includes(data?.reason)) heard(data)
  }
  channel?.addEventListener('message', listen)
  return {
    tell: (notice: SignOutNotice) => channel?.postMessage(notice),
    leave: () => channel?.close(),
  }
}
