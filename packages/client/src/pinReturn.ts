import { createDeadline } from './clock.ts'
import type { PlexClient } from './createPlexClient.ts'
import { parseJson, record } from './json.ts'
import type { Pin } from './pin.ts'
import { randomId } from './randomId.ts'
import { openChannel } from './session/sessionChannel.ts'
import { openTabStore } from './storage.ts'

const PREFIX = 'foyer.pin.'
const keyOf = (client: PlexClient, flow: string) => `${PREFIX}${client.name}.${flow}`

/** A name for one return from plex.tv, for the page's URL. It says nothing and opens nothing; the pin's id stays out of URLs. */
export const createNonce = () => randomId()

/**
 * Where a pin is waited for. `here`: in this tab, also after a reload. `away`: this tab has gone to plex.tv itself, and goes
 * on when it is back. `window`: in the page that opened this window; here only if nobody there waits any more.
 */
export type PinPlace = 'here' | 'away' | 'window'

/** A pin that a tab keeps, so that an approval is not lost with the page. */
export interface KeptPin {
  readonly pin: Pin
  /** What the page is called by when it comes back. */
  readonly nonce: string
  readonly rememberMe: boolean
  readonly place: PinPlace
}

/**
 * Keeps a flow's pin in the `sessionStorage` of this tab, or of a window that it opened and that is still empty: in place of
 * the one before. False when the browser won't keep it.
 */
export function keepPin(client: PlexClient, flow: string, { pin, ...kept }: KeptPin, of?: Window): boolean {
  const { expires, ...named } = pin
  const endsAtMs = client.clock.now() + expires.leftMs()
  return openTabStore(of).set(keyOf(client, flow), JSON.stringify({ pin: named, ...kept, endsAtMs })) === true
}

/** A flow's pin that this tab keeps; null when it keeps none, or what is no pin. */
export function readKeptPin(client: PlexClient, flow: string): KeptPin | null {
  const kept = record(parseJson(openTabStore().get(keyOf(client, flow))))
  const { nonce, rememberMe, place, endsAtMs } = kept
  const { kind, id, authUrl, code, url, urlWithCode } = record(kept.pin)
  if (typeof id !== 'number' || typeof endsAtMs !== 'number' || typeof nonce !== 'string' || !isPlace(place))
    return null
  const common = { id, expires: createDeadline(client.clock, Math.max(0, endsAtMs - client.clock.now())) }
  const known = { nonce, rememberMe: rememberMe === true, place }
  if (kind === 'strong' && typeof authUrl === 'string') return { ...known, pin: { kind, authUrl, ...common } }
  if (kind !== 'link' || typeof code !== 'string') return null
  if (typeof url !== 'string' || typeof urlWithCode !== 'string') return null
  return { ...known, pin: { kind, code, url, urlWithCode, ...common } }
}

const isPlace = (value: unknown): value is PinPlace => value === 'here' || value === 'away' || value === 'window'

/** Forgets the pin that this tab keeps for a flow. */
export const dropKeptPin = (client: PlexClient, flow: string) => openTabStore().remove(keyOf(client, flow))

/**
 * For the page that a nonce has come back to: says where its pin was waited for, null when this tab keeps none under it. The
 * pin of a tab that had left is waited for here from now on; with `isAbandoned`, also the one of a window.
 */
export function bringPinBack(nonce: string, isAbandoned = false): PinPlace | null {
  const store = openTabStore()
  for (const key of store.keys()) {
    if (!key.startsWith(PREFIX)) continue
    const kept = record(parseJson(store.get(key)))
    if (kept.nonce !== nonce || !isPlace(kept.place)) continue
    if (kept.place === 'away' || isAbandoned) store.set(key, JSON.stringify({ ...kept, place: 'here' }))
    return kept.place
  }
  return null
}

/** What pages tell each other of a return, by its nonce: that it is here, and that somebody there has waited for it. */
export interface ReturnMessage {
  readonly nonce: string
  readonly type: 'returned' | 'heard'
}

/** The channel between a page that waits and the page that the person comes back to. Only nonces go through it. */
export function openReturnChannel(onMessage: (message: ReturnMessage) => void) {
  const channel = openChannel('foyer.pin', (message) => {
    const { nonce, type } = record(message)
    if (typeof nonce === 'string' && (type === 'returned' || type === 'heard')) onMessage({ nonce, type })
  })
  return { post: (message: ReturnMessage) => channel.post(message), close: channel.close }
}
