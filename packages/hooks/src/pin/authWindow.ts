import { type PlexClock, pinCallback } from '@foyer/client'
import type { AuthWindowStatus } from './pinState.ts'

const WATCH_MS = 1000
const WINDOW_WIDTH = 600
const WINDOW_HEIGHT = 760

/**
 * The window in which a person approves, as far as a page can know it: once it seems closed it is so, or its
 * Cross-Origin-Opener-Policy cut it off. A page can't tell which, so that it ends nothing.
 */
export function createAuthWindow(clock: PlexClock, changed: (status: AuthWindowStatus) => void) {
  let opened: Window | null = null
  let cancelWatch = () => {}
  const isOpen = () => opened?.closed === false
  function watch() {
    if (isOpen()) cancelWatch = clock.after(WATCH_MS, watch)
    else if (opened) changed('lost')
  }
  return {
    isOpen,
    /**
     * An empty one, in the click's own task, or the browser blocks it: where it will go may not be known yet.
     * An app on iOS's home screen can't send a window anywhere: there it is opened when `url` is known, in a browser.
     */
    open(waitingText = '…', url?: string) {
      cancelWatch()
      if ((navigator as { standalone?: boolean }).standalone) {
        if (url) window.open(url)
        return changed('external')
      }
      opened = window.open('', '', windowFeatures())
      if (opened) opened.document.title = opened.document.body.textContent = waitingText
      changed(opened ? 'open' : pinCallback.canNavigate() ? 'blocked' : 'stuck')
      watch()
    },
    go(url: string) {
      // The empty page is replaced, so that going back does not lead to it.
      if (isOpen()) opened?.location.replace(url)
    },
    /** The window, as long as it is empty and of this origin: what is kept in there it still has when it is back. */
    whileEmpty: (task: (empty: Window) => void) => void (opened && isOpen() && task(opened)),
    focus: () => opened?.focus(),
    close() {
      cancelWatch()
      opened?.close()
      opened = null
    },
  }
}

/** In the middle of the window that opens it; browsers keep it on the screen. */
function windowFeatures(): string {
  const { screenX = 0, screenY = 0, outerWidth = WINDOW_WIDTH, outerHeight = WINDOW_HEIGHT } = window
  const left = Math.round(screenX + (outerWidth - WINDOW_WIDTH) / 2)
  const top = Math.round(screenY + (outerHeight - WINDOW_HEIGHT) / 2)
  return `popup,width=${WINDOW_WIDTH},height=${WINDOW_HEIGHT},left=${left},top=${top}`
}
