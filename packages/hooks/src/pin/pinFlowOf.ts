import { dropKeptPin, openReturnChannel, type PlexClient, type PlexSession } from '@foyer/client'
import { comeBack } from './comeBack.ts'
import { createPinFlow, type PinFlow } from './pinFlow.ts'
import type { PinStates } from './pinState.ts'

const flows = new WeakMap<PlexSession, Partial<Record<keyof PinStates, PinFlow>>>()

/** The method that all components under a session share. */
export function pinFlowOf(session: PlexSession, method: keyof PinStates): PinFlow {
  const ofSession = flows.get(session) ?? {}
  flows.set(session, ofSession)
  ofSession[method] ??= createPinFlow(session, method)
  return ofSession[method]
}

/** Forgets what this tab keeps of any method. */
export function dropKeptPins(client: PlexClient): void {
  for (const method of ['link', 'popup', 'redirect']) dropKeptPin(client, method)
}

/**
 * Deals with what comes back from plex.tv: this page itself, and windows that it opened, also after the component that
 * opened them has gone. Returns the function that stops it.
 */
export function watchReturns(session: PlexSession): () => void {
  const flowsHere = () => Object.values(flows.get(session) ?? {})
  const channel = openReturnChannel(({ type, nonce }) => {
    if (type === 'returned' && flowsHere().some((method) => method.takeReturn(nonce)))
      channel.post({ type: 'heard', nonce })
  })
  comeBack(session.client.clock, {
    isHere: () => {
      for (const method of flowsHere()) method.resume(true)
    },
  })
  return channel.close
}
