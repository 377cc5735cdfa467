import { callApp, type PlexError, type PlexUser } from '@foyer/client'

/** What one component wants of a pin that it may share. */
interface PinFlowOptions {
  rememberMe?: boolean | undefined
  returnUrl?: string | undefined
  waitingText?: string | undefined
  onSignedIn?: ((user: PlexUser) => void) | undefined
  onError?: ((error: PlexError) => void) | undefined
}

/** A component, and what it wants at this moment. */
export type PinMember = { readonly current: PinFlowOptions }

/** The components that look at a pin. */
export interface PinMembers {
  /** Nobody looks. */
  isEmpty(): boolean
  /** Whoever has looked for the longest time. */
  first(): PinMember | undefined
  /** Counts a component in; the returned function counts it out. */
  add(member: PinMember): () => void
  /** Resolves when somebody looks, or the signal aborts. */
  untilSeen(signal: AbortSignal): Promise<void>
  tellError(error: PlexError): void
  /** Collects whom to tell that somebody is in: the new state may unmount those who want to know. */
  collectListeners(): (user: PlexUser) => void
}

export function createPinMembers(): PinMembers {
  const members = new Set<{ readonly member: PinMember }>()
  const waiting = new Set<() => void>()
  const wishes = () => [...members].map(({ member }) => member.current)

  return {
    isEmpty: () => members.size === 0,
    first: () => [...members][0]?.member,
    add(member) {
      // One component is counted twice where React has not counted it out yet.
      const entry = { member }
      members.add(entry)
      for (const resolve of waiting) resolve()
      return () => members.delete(entry)
    },
    async untilSeen(signal) {
      if (members.size > 0 || signal.aborted) return
      let resolve = () => {}
      const seen = new Promise<void>((settle) => {
        resolve = settle
      })
      waiting.add(resolve)
      signal.addEventListener('abort', resolve)
      await seen
      waiting.delete(resolve)
      signal.removeEventListener('abort', resolve)
    },
    tellError(error) {
      for (const { onError } of wishes()) callApp(onError, error)
    },
    collectListeners() {
      const collected = wishes()
      return (user) => {
        for (const { onSignedIn } of collected) callApp(onSignedIn, user)
      }
    },
  }
}
