import type { PlexSession } from '@foyer/client'
import { createPinFlow, type PinFlow } from './pinFlow.ts'
import type { PinStates } from './pinState.ts'

const flows = new WeakMap<PlexSession, Map<keyof PinStates, PinFlow>>()

/** The flow that all components under a session share. */
export function pinFlowOf(session: PlexSession, flow: keyof PinStates): PinFlow {
  const ofSession = flows.get(session) ?? new Map<keyof PinStates, PinFlow>()
  flows.set(session, ofSession)
  const found = ofSession.get(flow) ?? createPinFlow(session, flow)
  ofSession.set(flow, found)
  return found
}
