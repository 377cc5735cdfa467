import { findNavigator, findWindow } from './platform.ts'

/** What a page knows of its environment. */
export interface PageEnvironment {
  /** Nobody is looking. */
  readonly hidden: boolean
  /** The browser says that there is no network. */
  readonly offline: boolean
}

/** Reads what is so now. On a server somebody is always looking. */
export const readEnvironment = (): PageEnvironment => ({
  hidden: findWindow()?.document?.hidden === true,
  offline: findNavigator()?.onLine === false,
})

/**
 * Calls `changed` whenever that may have changed, or the person may have come back; `fromCache`: to a page that was
 * left, and whose scripts the browser has kept asleep. Returns the function that stops it.
 */
export function onPageActivity(changed: (fromCache: boolean) => void): () => void {
  const window = findWindow()
  const listen = (event: Event) => changed(event.type === 'pageshow' && (event as PageTransitionEvent).persisted)
  const each = (does: 'addEventListener' | 'removeEventListener') => {
    // React Native has a window without events.
    window?.document?.[does]?.('visibilitychange', listen)
    for (const event of ['online', 'offline', 'focus', 'pageshow']) window?.[does]?.(event, listen)
  }
  each('addEventListener')
  return () => each('removeEventListener')
}

/** Calls `listener` when the page is left, for another or for the back-forward cache; returns what stops it. */
export function onPageHide(listener: () => void): () => void {
  findWindow()?.addEventListener?.('pagehide', listener)
  return () => findWindow()?.removeEventListener?.('pagehide', listener)
}
