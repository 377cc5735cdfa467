import { createNonce, type PlexClock, PlexError } from '@foyer/client'
import type { AuthWindowStatus } from './pinState.ts'

const NONCE = 'foyer'
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
      changed(opened ? 'open' : canLeave() ? 'blocked' : 'stuck')
      watch()
    },
    go(url: string) {
      // Not in the history: going back must not lead to the empty page.
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

/** Whether plex.tv's page can lead back to this one: not to a file, nor into an app that serves itself. */
export const canComeBack = (): boolean => /^https?:/.test(globalThis.window?.location?.href ?? '')

/**
 * Whether the whole tab may go to plex.tv for this page. In a frame it is the page around it that goes, as plex.tv's page
 * can't be shown in a frame; what is kept here is found again there only where all of them are of one site.
 */
export function canLeave(): boolean {
  if (!canComeBack()) return false
  if (window.parent === window) return true
  const { ancestorOrigins, hostname } = window.location
  // Not every browser says who is around; a frame that can't know stays where it is.
  return Boolean(ancestorOrigins) && Array.from(ancestorOrigins).every((origin) => isSameSite(origin, hostname))
}

/** As far as can be told without the list of public suffixes: the same host, or one within the other. */
function isSameSite(origin: string, hostname: string): boolean {
  const other = /^https?:\/\/([^/:]+|\[[^\]]+\])/.exec(origin)?.[1]
  return other !== undefined && (other === hostname || other.endsWith(`.${hostname}`) || hostname.endsWith(`.${other}`))
}

/**
 * Takes the whole tab to plex.tv.
 *
 * @throws whatever the browser throws where a frame may not do that.
 */
export function leaveFor(url: string): void {
  const { top } = window
  // To set `href` is the one way in which a page of another origin may be sent elsewhere; its `assign` is refused.
  if (top && top !== window.self) top.location.href = url
  else window.location.assign(url)
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

/** The nonce that this page was opened with, until somebody takes it. */
let returned: string | null = null

/**
 * Takes the nonce out of the URL, and remembers it. Also done when this module is loaded, so that a router that starts after
 * that never sees it.
 */
function readNonce(): void {
  const { href } = window.location
  const { pathname, search, hash, searchParams } = new URL(href)
  const nonce = searchParams.get(NONCE)
  if (!nonce || !/^[0-9a-f]{24}$/.test(nonce)) return
  returned = nonce
  window.history.replaceState(window.history.state, '', `${pathname}${withoutNonce(search)}${hash}`)
}

/** The nonce that this page was opened with, if the person has just come back; only once. */
export function takeReturnedNonce(): string | null {
  readNonce()
  const nonce = returned
  returned = null
  return nonce
}

/**
 * For a router that had read the URL before this module was loaded, as Next's and one that starts before a page that is
 * loaded later: what it has written back is taken out again, and it is told as the browser tells of a step in the history.
 */
export function tellRouter(): void {
  readNonce()
  returned = null
  window.dispatchEvent(new PopStateEvent('popstate', { state: window.history.state }))
}

// On a server, and where an app has no address, there is nothing to read.
if (globalThis.window?.location?.href) readNonce()

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
