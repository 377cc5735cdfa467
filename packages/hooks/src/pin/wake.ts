/** What a page knows of its surroundings. `behind`: a window of its own is open, and may be all that anybody looks at. */
export const surroundings = (behind: boolean) => ({
  hidden: document.hidden || (behind && !document.hasFocus()),
  offline: navigator.onLine === false,
})

/**
 * Calls `wake` whenever they may have changed, or the person may have come back; `fromCache`: to a page that was left, and
 * whose scripts the browser has kept asleep. Returns the function that stops it.
 */
export function onWake(wake: (fromCache: boolean) => void): () => void {
  const listen = (event: Event) => wake(event.type === 'pageshow' && (event as PageTransitionEvent).persisted)
  const each = (does: 'addEventListener' | 'removeEventListener') => {
    document[does]('visibilitychange', listen)
    for (const event of ['online', 'offline', 'focus', 'pageshow']) window[does](event, listen)
  }
  each('addEventListener')
  return () => each('removeEventListener')
}
