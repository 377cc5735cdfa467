import { type PlexClient, type PlexSession, pinCallback } from '@foyer/client'
import { createPinFlow, type PinFlow } from './pinFlow.ts'
import type { PinStates } from './pinState.ts'

const flows = new WeakMap<PlexSession, Partial<Record<keyof PinStates, PinFlow>>>()

/** The flow of a method that all components under a session share. */
export function getPinFlow(session: PlexSession, method: keyof PinStates): PinFlow {
  const existing = flows.get(session) ?? {}
  flows.set(session, existing)
  existing[method] ??= createPinFlow(session, method)
  return existing[method]
}

/** Forgets the pins that this tab keeps. */
export function discardPendingPins(client: PlexClient): void {
  for (const method of ['link', 'popup', 'redirect']) pinCallback.discard(client, method)
}

/**
 * Deals with what comes back from plex.tv: this page itself, and windows that it opened, also after the component that
 * opened them has gone. Returns the function that stops it.
 */
export function listenForCallbacks(session: PlexSession): () => void {
  const ownFlows = () => Object.values(flows.get(session) ?? {})
  function onReturned() {
    for (const flow of ownFlows()) flow.resume()
  }
  const stop = pinCallback.listen(session.client.clock, {
    onWindowReturned: (state) => ownFlows().some((flow) => flow.takeWindowBack(state)),
    onReturned,
  })
  // The state may have been taken before: by an inner provider, or by the page itself.
  onReturned()
  return stop
}
