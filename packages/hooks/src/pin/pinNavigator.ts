import { authUrlReturningTo, type PlexClient, PlexError, pinCallback, type StrongPin } from '@foyer/client'
import type { PinSignIn } from './pinSignIn.ts'
import type { AuthWindowStatus } from './pinState.ts'

const WATCH_MS = 1000
const WINDOW_WIDTH = 600
const WINDOW_HEIGHT = 760

/**
 * Takes people to plex.tv's page: in a window beside this one, or in this tab. Once the window seems closed it is so, or
 * its Cross-Origin-Opener-Policy cut it off. A page can't tell which, so that it ends nothing.
 */
export interface PinNavigator {
  isWindowOpen(): boolean
  /**
   * Opens an empty window, or brings the open one to the front: in the click's own task, or the browser blocks it. Where
   * it will go may not be known yet. An app on iOS's home screen can't send a window anywhere: there one is opened, in a
   * browser, when `url` is known.
   */
  openWindow(waitingText?: string, url?: string): void
  closeWindow(): void
  /**
   * Sends the person off with a pin that waits, if the sign-in has somewhere to send them. False where this page may
   * not take its tab along.
   *
   * @throws `PlexError` `storage` when the pin can't be kept for a tab that leaves; `misuse` for a `returnUrl` without
   * http.
   */
  send(signIn: PinSignIn, pin: StrongPin): boolean
  /** From now on a window with this state is waited for, and no other. */
  expectWindow(state: string): void
  /** Whether the window that is back under this state is the one that is waited for. */
  isExpected(state: string): boolean
}

export function createPinNavigator(
  { clock }: PlexClient,
  onWindowChange: (status: AuthWindowStatus) => void,
): PinNavigator {
  let opened: Window | null = null
  let cancelWatch = () => {}
  let expectedState = ''

  const findOpen = () => (opened?.closed === false ? opened : null)
  function watch() {
    if (findOpen()) cancelWatch = clock.after(WATCH_MS, watch)
    else if (opened) onWindowChange('lost')
  }

  return {
    isWindowOpen: () => findOpen() !== null,
    openWindow(waitingText = '…', url) {
      const already = findOpen()
      if (already) return already.focus()
      cancelWatch()
      if ((navigator as { standalone?: boolean }).standalone) {
        if (url) window.open(url)
        return onWindowChange('external')
      }
      opened = window.open('', '', windowFeatures())
      if (opened) opened.document.title = opened.document.body.textContent = waitingText
      onWindowChange(opened ? 'open' : pinCallback.canNavigate() ? 'blocked' : 'stuck')
      watch()
    },
    closeWindow() {
      cancelWatch()
      opened?.close()
      opened = null
    },
    send(signIn, pin) {
      const { destination } = signIn
      if (!destination) return true
      signIn.destination = null
      expectedState = signIn.state
      const authUrl = authUrlReturningTo(pin, destination.url)
      if (destination.to === 'tab') return navigateTab(signIn, pin, authUrl)
      signIn.save(pin, 'here')
      const empty = findOpen()
      if (!empty) return true
      // Should this page be gone when the window comes back, the window has all it needs to go on.
      signIn.save(pin, 'window', empty)
      // The empty page is replaced, so that going back does not lead to it.
      empty.location.replace(authUrl)
      return true
    },
    expectWindow(state) {
      expectedState = state
    },
    isExpected: (state) => expectedState !== '' && state === expectedState,
  }
}

function navigateTab(signIn: PinSignIn, pin: StrongPin, authUrl: string): boolean {
  // A tab that leaves without a saved pin would come back knowing nothing, and say so to nobody.
  if (!signIn.save(pin, 'away')) throw new PlexError('storage', 'Could not use sessionStorage: blocked or full.')
  signIn.hasNavigated = true
  try {
    pinCallback.navigate(authUrl)
    return true
  } catch {
    // A sandboxed frame must not take the tab along, and can't know before it tries.
    signIn.hasNavigated = false
    signIn.save(pin, 'here')
    return false
  }
}

/** In the middle of the window that opens it; browsers keep it on the screen. */
function windowFeatures(): string {
  const { screenX = 0, screenY = 0, outerWidth = WINDOW_WIDTH, outerHeight = WINDOW_HEIGHT } = window
  const left = Math.round(screenX + (outerWidth - WINDOW_WIDTH) / 2)
  const top = Math.round(screenY + (outerHeight - WINDOW_HEIGHT) / 2)
  return `popup,width=${WINDOW_WIDTH},height=${WINDOW_HEIGHT},left=${left},top=${top}`
}
