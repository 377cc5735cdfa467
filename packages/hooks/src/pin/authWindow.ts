import { createNonce, type PlexClock, PlexError } from '@foyer/client'
import type { AuthWindowStatus } from './pinState.ts'

const NONCE = 'foyer'
const WATCH_MS = 1000

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
        return changed('apart')
      }
      opened = window.open('', '', 'popup,width=600,height=760')
      if (opened) opened.document.title = opened.document.body.textContent = waitingText
      changed(opened ? 'open' : 'blocked')
      watch()
    },
    go(url: string) {
      // Not in the history: going back must not lead to the empty page.
      if (isOpen()) opened?.location.replace(url)
    },
    focus: () => opened?.focus(),
    close() {
      cancelWatch()
      opened?.close()
      opened = null
    },
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
  // Not its origin alone: there may be a name and a password before it.
  if (!url.href.startsWith(`${window.location.origin}/`)) {
    throw new PlexError('misuse', 'Could not use returnUrl: of another origin.')
  }
  const nonce = createNonce()
  const search = withoutNonce(url.search)
  // A fragment keeps its backslashes, which plex.tv's page may read as slashes.
  const hash = url.hash.replace(/\\/g, '%5C')
  return { nonce, url: `${url.origin}${url.pathname}${search}${search ? '&' : '?'}${NONCE}=${nonce}${hash}` }
}

/** The nonce in this page's URL, if the person has just come back. */
export function returnedNonce(): string | null {
  const nonce = new URL(window.location.href).searchParams.get(NONCE)
  return nonce && /^[0-9a-f]{24}$/.test(nonce) ? nonce : null
}

/** Takes the nonce out of the URL. */
export function forgetNonce(): void {
  const { pathname, search, hash } = new URL(window.location.href)
  window.history.replaceState(window.history.state, '', `${pathname}${withoutNonce(search)}${hash}`)
}

/** A query without our parameter, and else as the app wrote it, byte for byte: it may be no list of names and values. */
function withoutNonce(search: string): string {
  const rest = search
    .slice(1)
    .split('&')
    .filter((part) => !part.startsWith(`${NONCE}=`))
    .join('&')
  return rest && `?${rest}`
}

/** Closes the window that this page is in; the browser does so only if a page opened it. */
export function closeThisWindow(): void {
  window.close()
}
