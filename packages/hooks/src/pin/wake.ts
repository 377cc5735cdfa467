/** What a page knows of its surroundings. */
export const surroundings = () => ({ hidden: document.hidden, offline: navigator.onLine === false })

/** Calls `wake` whenever they may have changed, or the person may have come back; returns the function that stops it. */
export function onWake(wake: () => void): () => void {
  const stops = [
    listen(document, 'visibilitychange', wake),
    listen(window, 'online', wake),
    listen(window, 'offline', wake),
    listen(window, 'focus', wake),
    // Back from the browser's cache of pages, which keeps scripts asleep.
    listen(window, 'pageshow', wake),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

function listen(target: EventTarget, event: string, wake: () => void): () => void {
  target.addEventListener(event, wake)
  return () => target.removeEventListener(event, wake)
}
