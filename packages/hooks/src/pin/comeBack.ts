import { bringPinBack, openReturnChannel, type PlexClock } from '@foyer/client'
import { closeThisWindow, takeReturnedNonce, tellRouter } from './authWindow.ts'

/** Who waits answers at once; a page that does not within this time is gone. */
const ANSWER_MS = 3000

/**
 * Deals with a return, once; what was begun ends by itself. `isHere`: called when the pin is waited for on this page from now
 * on: at once for a tab that had left itself, later for a window that nobody has waited for.
 */
export function comeBack(clock: PlexClock, { text, isHere }: ComeBackOptions = {}): void {
  const nonce = takeReturnedNonce()
  if (!nonce) return
  // By then it listens: a router mounts with its page, in one task.
  clock.after(0, tellRouter)
  const place = bringPinBack(nonce)
  if (place === 'away') {
    isHere?.()
    return
  }
  if (text !== undefined) document.body.textContent = text
  const channel = openReturnChannel((message) => {
    if (message.nonce !== nonce || message.type !== 'heard') return
    cancelWaiting()
    channel.close()
    closeThisWindow()
  })
  const cancelWaiting = clock.after(ANSWER_MS, () => {
    channel.close()
    if (place !== 'window') return
    bringPinBack(nonce, true)
    isHere?.()
  })
  channel.post({ nonce, type: 'returned' })
}

interface ComeBackOptions {
  text?: string | undefined
  isHere?: (() => void) | undefined
}
