// Going to plex.tv's page and coming back from it, in OAuth's words: the callback is the page of this origin that
// plex.tv sends people to, and the state is the random name in its URL by which a waiting page knows it. Published as
// `pinCallback`.

import { createDeadline, type PlexClock, systemClock } from './clock.ts'
import type { PlexClient } from './createPlexClient.ts'
import { parseJson, record } from './json.ts'
import { PlexError } from './PlexError.ts'
import type { Pin } from './pin.ts'
import { findWindow } from './platform.ts'
import { randomId } from './randomId.ts'
import { openChannel } from './session/sessionChannel.ts'
import { openTabStore } from './storage.ts'

const STORAGE_PREFIX = 'foyer.pin.'
/** Not `state`, OAuth's own name: the app's router may read that one for another provider. */
const URL_PARAMETER = 'foyer'
/** Whoever waits answers at once; a page that does not within this time is gone. */
const ANSWER_MS = 3000

/**
 * Where a pin is waited for. `here`: in this tab, also after a reload. `away`: this tab has gone to plex.tv itself.
 * `returned`: it is back, and nobody has gone on with the pin yet. `window`: in the page that opened this window; here
 * only if nobody there waits any more.
 */
export type PinPlace = 'here' | 'away' | 'returned' | 'window'

/** A pin that a tab keeps, so that an approval is not lost with the page. */
export interface PendingPin {
  readonly pin: Pin
  /** What the callback's page is known by. It says nothing and opens nothing; the pin's id stays out of URLs. */
  readonly state: string
  readonly rememberMe: boolean
  readonly place: PinPlace
}

const storageKey = (client: PlexClient, method: string) => `${STORAGE_PREFIX}${client.name}.${method}`

/**
 * Keeps a method's pin in the `sessionStorage` of this tab, or of a window that it opened and that is still empty: in
 * place of the one before. False when the browser won't keep it.
 */
export function save(client: PlexClient, method: string, { pin, ...pending }: PendingPin, of?: Window): boolean {
  const { expires, ...named } = pin
  const endsAtMs = client.clock.now() + expires.leftMs()
  return openTabStore(of).set(storageKey(client, method), JSON.stringify({ pin: named, ...pending, endsAtMs }))
}

/** A method's pin that this tab keeps; null when it keeps none, or what is no pin. */
export function load(client: PlexClient, method: string): PendingPin | null {
  const stored = record(parseJson(openTabStore().get(storageKey(client, method))))
  const { state, rememberMe, place, endsAtMs } = stored
  const { kind, id, authUrl, code, url, urlWithCode } = record(stored.pin)
  if (typeof id !== 'number' || typeof endsAtMs !== 'number' || typeof state !== 'string' || !isPlace(place))
    return null
  const common = { id, expires: createDeadline(client.clock, Math.max(0, endsAtMs - client.clock.now())) }
  const pending = { state, rememberMe: rememberMe === true, place }
  if (kind === 'strong' && typeof authUrl === 'string') return { ...pending, pin: { kind, authUrl, ...common } }
  if (kind !== 'link' || typeof code !== 'string') return null
  if (typeof url !== 'string' || typeof urlWithCode !== 'string') return null
  return { ...pending, pin: { kind, code, url, urlWithCode, ...common } }
}

/** Forgets the pin that this tab keeps for a method. */
export const discard = (client: PlexClient, method: string): void => openTabStore().remove(storageKey(client, method))

const isPlace = (value: unknown): value is PinPlace =>
  value === 'here' || value === 'away' || value === 'returned' || value === 'window'

/** Whether plex.tv's page can lead back to this one: not to a file, nor into an app that serves itself. */
export const canReturn = (): boolean => /^https?:/.test(findWindow()?.location?.href ?? '')

/**
 * Whether the whole tab may go to plex.tv for this page. In a frame it is the page around it that goes, as plex.tv's
 * page can't be shown in a frame; what is kept here is found again there only where all of them are of one site.
 */
export function canNavigate(): boolean {
  if (!canReturn()) return false
  if (window.parent === window) return true
  const { ancestorOrigins, hostname } = window.location
  // A frame that can't know who is around stays where it is: not every browser says it.
  return Boolean(ancestorOrigins) && Array.from(ancestorOrigins).every((origin) => isSameSite(origin, hostname))
}

/** As far as can be told without the list of public suffixes: the same host, or one within the other. */
function isSameSite(origin: string, hostname: string): boolean {
  const other = /^https?:\/\/([^/:]+|\[[^\]]+\])/.exec(origin)?.[1]
  return other !== undefined && (other === hostname || other.endsWith(`.${hostname}`) || hostname.endsWith(`.${other}`))
}

/**
 * Where the person shall come back to, with a state in it. Default: this very page, and a state of its own.
 *
 * @throws {@link PlexError} `misuse` when `returnUrl` is no page of this origin.
 */
export function createUrl(returnUrl?: string, state = randomId()): { state: string; url: string } {
  const here = window.location.href
  const url = new URL(returnUrl ?? here, here)
  // The origin alone would not do: there may be a name and a password before it.
  if (!url.href.startsWith(`${window.location.origin}/`)) {
    throw new PlexError('misuse', 'Could not use returnUrl: of another origin.')
  }
  const search = withoutState(url.search)
  // A fragment keeps its backslashes, which plex.tv's page may read as slashes.
  const hash = url.hash.replace(/\\/g, '%5C')
  return { state, url: `${url.origin}${url.pathname}${search}${search ? '&' : '?'}${URL_PARAMETER}=${state}${hash}` }
}

/**
 * Takes the whole tab to plex.tv.
 *
 * @throws whatever the browser throws where a frame may not do that.
 */
export function navigate(url: string): void {
  const { top } = window
  // To set `href` is the one way in which a page of another origin may be sent elsewhere; its `assign` is refused.
  if (top && top !== window.self) top.location.href = url
  else window.location.assign(url)
}

/** What is told of callbacks to whoever waits on this page. */
export interface CallbackListener {
  /** A window is back under this state: whether somebody waits for it here. It then closes itself. */
  onWindowReturned(state: string): boolean
  /** A pin of this tab may be `returned`: the tab is back, or a window whose page is gone goes on by itself. */
  onReturned(): void
}

const listeners = new Set<CallbackListener>()

/** Listens for callbacks, of this page and of windows that it opened; returns the function that stops it. */
export function listen(clock: PlexClock, listener: CallbackListener): () => void {
  const channel = openCallbackChannel(({ type, state }) => {
    if (type === 'returned' && listener.onWindowReturned(state)) channel.post({ type: 'acknowledged', state })
  })
  listeners.add(listener)
  complete({ clock })
  return () => {
    listeners.delete(listener)
    channel.close()
  }
}

/** What {@link complete} takes. */
export interface CompleteOptions {
  /** Takes the place of the page, for a window that stays. Default: the page stays as it is. */
  text?: string | undefined
  /** Default: the platform's. */
  clock?: PlexClock | undefined
}

/**
 * For the page that plex.tv sends people back to; a page with a `PlexProvider` does it by itself. Does nothing on a
 * page that was not opened with a state of Foyer's in its URL, from which it is taken when this module is loaded.
 *
 * A tab that went to plex.tv itself goes on by its own. In a window that another page opened, this tells that page (the
 * state only, never a token), and closes the window when that page has answered.
 *
 * @example
 * ```ts
 * import { pinCallback } from '@foyer/client'
 *
 * pinCallback.complete({ text: 'You are done here. Close this window.' })
 * ```
 *
 * @see https://developer.plex.tv/pms/ "Authenticating with Plex", `forwardUrl`
 */
export function complete({ text, clock = systemClock }: CompleteOptions = {}): void {
  const state = takeState()
  if (!state) return
  // A task later a router listens: it mounts in the same task as its page.
  clock.after(0, informRouter)
  const place = markReturned(state, 'away')
  if (place === 'away') {
    tellListeners()
    return
  }
  if (text !== undefined) document.body.textContent = text
  const channel = openCallbackChannel((message) => {
    if (message.state !== state || message.type !== 'acknowledged') return
    cancelWaiting()
    channel.close()
    // The browser closes only a window that a page opened.
    window.close()
  })
  const cancelWaiting = clock.after(ANSWER_MS, () => {
    channel.close()
    if (markReturned(state, 'window') === 'window') tellListeners()
  })
  channel.post({ state, type: 'returned' })
}

function tellListeners() {
  for (const listener of [...listeners]) listener.onReturned()
}

/**
 * Marks the pin under this state as returned if it was waited for at `from`; says where it was, null for no such pin.
 */
function markReturned(state: string, from: PinPlace): PinPlace | null {
  const store = openTabStore()
  for (const key of store.keys()) {
    if (!key.startsWith(STORAGE_PREFIX)) continue
    const stored = record(parseJson(store.get(key)))
    if (stored.state !== state || !isPlace(stored.place)) continue
    if (stored.place === from) store.set(key, JSON.stringify({ ...stored, place: 'returned' }))
    return stored.place
  }
  return null
}

/**
 * What pages tell each other of a callback, by its state: that it is here, and that somebody there has waited for it.
 */
interface CallbackMessage {
  readonly state: string
  readonly type: 'returned' | 'acknowledged'
}

/** The channel between a page that waits and the page that the person comes back to. Only states go through it. */
function openCallbackChannel(onMessage: (message: CallbackMessage) => void) {
  const channel = openChannel('foyer.pin', (message) => {
    const { state, type } = record(message)
    if (typeof state === 'string' && (type === 'returned' || type === 'acknowledged')) onMessage({ state, type })
  })
  return { post: (message: CallbackMessage) => channel.post(message), close: channel.close }
}

/** The state that this page was opened with, until somebody takes it. */
let openedWith: string | null = null

/** Takes the state out of the URL, and remembers it. */
function readState(): void {
  const { pathname, search, hash, searchParams } = new URL(window.location.href)
  const state = searchParams.get(URL_PARAMETER)
  if (!state || !/^[0-9a-f]{24}$/.test(state)) return
  openedWith = state
  window.history.replaceState(window.history.state, '', `${pathname}${withoutState(search)}${hash}`)
}

/** The state that this page was opened with, if the person has just come back; only once. */
function takeState(): string | null {
  if (!findWindow()?.location?.href) return null
  readState()
  const state = openedWith
  openedWith = null
  return state
}

/**
 * For a router that had read the URL before this module was loaded, as Next's and one that starts before a page that is
 * loaded later: what it has written back is taken out again, and it is told as the browser tells of a step in the
 * history.
 */
function informRouter(): void {
  readState()
  openedWith = null
  window.dispatchEvent(new PopStateEvent('popstate', { state: window.history.state }))
}

/**
 * A query without our parameter, and else as the app wrote it, byte for byte: it may be no list of names and values.
 */
function withoutState(search: string): string {
  const rest = search
    .slice(1)
    .split('&')
    .filter((part) => !part.startsWith(`${URL_PARAMETER}=`))
    .join('&')
  return rest && `?${rest}`
}

// The state is read when the module is loaded, so that a router that starts after that never sees it. On a server, and
// where an app has no address, there is nothing to read.
if (findWindow()?.location?.href) readState()
