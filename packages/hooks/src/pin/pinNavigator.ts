import { authUrlReturningTo, type PlexClient, PlexError, pinCallback, type StrongPin } from '@foyer/client'
import { createAuthWindow } from './authWindow.ts'
import type { PinSignIn } from './pinSignIn.ts'
import type { AuthWindowStatus } from './pinState.ts'

/** Takes people to plex.tv's page: in a window beside this one, or in this tab. */
export interface PinNavigator {
  isWindowOpen(): boolean
  /** Opens an empty window, or brings the open one to the front: in the click's own task, or the browser blocks it. */
  openWindow(waitingText?: string, url?: string): void
  focusWindow(): void
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
  const authWindow = createAuthWindow(clock, onWindowChange)
  let expectedState = ''

  return {
    isWindowOpen: authWindow.isOpen,
    openWindow(waitingText, url) {
      if (authWindow.isOpen()) authWindow.focus()
      else authWindow.open(waitingText, url)
    },
    focusWindow: authWindow.focus,
    closeWindow: authWindow.close,
    send(signIn, pin) {
      const { destination } = signIn
      if (!destination) return true
      signIn.destination = null
      expectedState = signIn.state
      const authUrl = authUrlReturningTo(pin, destination.url)
      if (destination.to === 'tab') return navigateTab(signIn, pin, authUrl)
      signIn.save(pin, 'here')
      // Should this page be gone when the window comes back, the window has all it needs to go on.
      authWindow.whileEmpty((empty) => signIn.save(pin, 'window', empty))
      authWindow.go(authUrl)
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
