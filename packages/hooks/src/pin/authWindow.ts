import { createNonce, PlexError } from '@foyer/client'

const NONCE = 'foyer'

/** The window in which a person approves, as far as a page can know it. */
export interface AuthWindow {
  /** Closed, or cut off by its Cross-Origin-Opener-Policy: a page can't tell which, so it ends nothing. */
  seemsClosed(): boolean
  go(url: string): void
  focus(): void
  close(): void
}

/**
 * Opens an empty window; null when the browser blocks it. To be called in the click's own task, which is why it is empty:
 * where it will go is not known yet.
 */
export function openAuthWindow(waitingText: string): AuthWindow | null {
  const opened = window.open('', '', 'popup,width=600,height=760')
  if (!opened) return null
  opened.document.title = waitingText
  opened.document.body.textContent = waitingText
  return {
    seemsClosed: () => opened.closed,
    go(url) {
      // Not in the history: going back must not lead to the empty page.
      if (!opened.closed) opened.location.replace(url)
    },
    focus: () => opened.focus(),
    close: () => opened.close(),
  }
}

/** Takes the whole tab to plex.tv. */
export function leaveFor(url: string): void {
  window.location.assign(url)
}

/**
 * Where the person shall come back to, with a nonce in it.
 *
 * @throws `PlexError` `misuse` when `returnUrl` is no page of this origin.
 */
export function returnTo(returnUrl: string | undefined): { nonce: string; url: string } {
  const here = window.location.href
  const url = new URL(returnUrl ?? here, here)
  if (url.origin !== window.location.origin || url.username || url.password) {
    throw new PlexError('misuse', 'Could not sign in: returnUrl is not of this origin.')
  }
  const nonce = createNonce()
  url.searchParams.set(NONCE, nonce)
  // A fragment keeps its backslashes, which plex.tv's page may read as slashes.
  return { nonce, url: url.href.replace(/\\/g, '%5C') }
}

/** The nonce in this page's URL, if the person has just come back. */
export function returnedNonce(): string | null {
  const nonce = new URL(window.location.href).searchParams.get(NONCE)
  return nonce && /^[0-9a-f]{24}$/.test(nonce) ? nonce : null
}

/** Takes the nonce out of the URL. */
export function forgetNonce(): void {
  const url = new URL(window.location.href)
  url.searchParams.delete(NONCE)
  window.history.replaceState(window.history.state, '', url)
}

/** Closes the window that this page is in; the browser does so only if a page opened it. */
export function closeThisWindow(): void {
  window.close()
}
