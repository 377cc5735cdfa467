/**
 * What a page knows of its environment. `behind`: a window of its own is open, and may be all that anybody looks at.
 */
export const readEnvironment = (behind: boolean) => ({
  hidden: document.hidden || (behind && !document.hasFocus()),
  offline: navigator.onLine === false,
})

/**
 * Calls `changed` whenever they may have changed, or the person may have come back; `fromCache`: to a page that was
 * left, and whose scripts the browser has kept asleep. Returns the function that stops it.
 */
export function onPageActivity(changed: (fromCache: boolean) => void): () => void {
  const listen = (event: Event) => changed(event.type === 'pageshow' && (event as PageTransitionEvent).persisted)
  const each = (does: 'addEventListener' | 'removeEventListener') => {
    document[does]('visibilitychange', listen)
    for (const event of ['online', 'offline', 'focus', 'pageshow']) window[does](event, listen)
  }
  each('addEventListener')
  return () => each('removeEventListener')
}
