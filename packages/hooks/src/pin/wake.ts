/** What a page knows of its surroundings. `behind`: a window of its own is open, and may be all that anybody looks at. */
export const surroundings = (behind: boolean) => ({
  hidden: document.hidden || (behind && !document.hasFocus()),
  offline: navigator.onLine === false,
})

/** Calls `wake` whenever they may have changed, or the person may have come back; returns the function that stops it. */
export function onWake(wake: () => void): () => void {
  const each = (does: 'addEventListener' | 'removeEventListener') => {
    document[does]('visibilitychange', wake)
    // The last: back from the browser's cache of pages, which keeps scripts asleep.
    for (const event of ['online', 'offline', 'focus', 'pageshow']) window[does](event, wake)
  }
  each('addEventListener')
  return () => each('removeEventListener')
}
