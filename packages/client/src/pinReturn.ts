import { createDeadline } from './clock.ts'
import type { PlexClient } from './createPlexClient.ts'
import { parseJson, record } from './json.ts'
import type { StrongPin } from './pin.ts'
import { randomId } from './randomId.ts'
import { openChannel } from './session/sessionChannel.ts'
import { openTabStore } from './storage.ts'

const keyOf = (nonce: string) => `foyer.pin.${nonce}`

/** A name for one return from plex.tv, for the page's URL. It says nothing and opens nothing; the pin's id stays out of URLs. */
export const createNonce = () => randomId()

/** What left for plex.tv's page, and what it wants when it comes back. */
export interface PinLeft {
  /** Only what left can go on. */
  readonly flow: string
  readonly rememberMe: boolean
}

/**
 * Keeps a pin in this tab while the person is away on plex.tv's page: only the tab that left can go on with it. False when
 * the browser won't keep it.
 */
export function keepPin(
  client: PlexClient,
  nonce: string,
  { id, authUrl, expires }: StrongPin,
  left: PinLeft,
): boolean {
  const endsAtMs = client.clock.now() + expires.leftMs()
  return openTabStore().set(keyOf(nonce), JSON.stringify({ id, authUrl, endsAtMs, ...left })) === true
}

/** The pin that this tab keeps under a nonce for a flow, once; null when it keeps none, whatever a URL says. */
export function takePin(
  client: PlexClient,
  nonce: string,
  flow: string,
): { pin: StrongPin; rememberMe: boolean } | null {
  const store = openTabStore()
  const { id, authUrl, endsAtMs, flow: left, rememberMe } = record(parseJson(store.get(keyOf(nonce))))
  // Another flow's, on the same page.
  if (left && left !== flow) return null
  store.remove(keyOf(nonce))
  if (typeof id !== 'number' || typeof authUrl !== 'string' || typeof endsAtMs !== 'number') return null
  const expires = createDeadline(client.clock, endsAtMs - client.clock.now())
  return { pin: { kind: 'strong', id, authUrl, expires }, rememberMe: rememberMe === true }
}

/** Forgets the pin that this tab keeps under a nonce. */
export const dropPin = (nonce: string) => openTabStore().remove(keyOf(nonce))

/** Whether this tab keeps a pin under the nonce. */
export const keepsPin = (nonce: string) => openTabStore().get(keyOf(nonce)) !== null

/** The channel between a page that waits and the page that the person comes back to. Only nonces go through it. */
export const openReturnChannel = (heard: (nonce: unknown) => void) => openChannel('foyer.pin', heard)
