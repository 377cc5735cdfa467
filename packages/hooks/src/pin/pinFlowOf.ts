import type { PlexSession } from '@foyer/client'
import { createPinFlow, type PinFlow } from './pinFlow.ts'
import type { PinStates } from './pinState.ts'

const flows = new WeakMap<PlexSession, Partial<Record<keyof PinStates, PinFlow>>>()

/** The flow that all components under a session share. */
export function pinFlowOf(session: PlexSession, flow: keyof PinStates): PinFlow {
  const ofSession = flows.get(session) ?? {}
  flows.set(session, ofSession)
  ofSession[flow] ??= createPinFlow(session, flow)
  return ofSession[flow]
}
