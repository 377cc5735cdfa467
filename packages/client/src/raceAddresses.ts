import { abortReason } from './clock.ts'
import type { PlexClient } from './createPlexClient.ts'
import type { ServerAddress } from './serverAddress.ts'
import { askIdentity, type IdentityOutcome } from './serverIdentity.ts'

/** What is asked together, and how long after the stage before it unless that has failed already. */
export interface Stage {
  readonly addresses: readonly ServerAddress[]
  readonly headStartMs: number
}

interface RaceSetting {
  readonly caller: AbortSignal | undefined
  readonly timeoutMs: number
  /** Hears what came of each address that was asked and not called off. */
  note(address: ServerAddress, outcome: IdentityOutcome): void
}

/** The first address that is the server; undefined when none is. Nothing of it is left when it settles. */
export function raceAddresses(
  client: PlexClient,
  machineIdentifier: string,
  given: readonly Stage[],
  { caller, timeoutMs, note }: RaceSetting,
): Promise<ServerAddress | undefined> {
  const stages = [...given]
  const calledOff = new AbortController()
  let cancelHeadStart = () => {}
  let callOff = () => {}
  return new Promise<ServerAddress | undefined>((resolve, reject) => {
    let isOver = false
    let asking = 0
    const end = (settle: () => void) => {
      isOver = true
      settle()
    }
    callOff = () => end(() => reject(abortReason(caller)))

    const startNext = () => {
      cancelHeadStart()
      const stage = stages.shift()
      if (!stage) return end(() => resolve(undefined))
      asking += stage.addresses.length
      for (const address of stage.addresses) {
        askIdentity(client, machineIdentifier, address, { timeoutMs, signal: calledOff.signal }).then(
          (outcome) => {
            if (isOver) return
            note(address, outcome)
            asking -= 1
            if (outcome === 'connected') end(() => resolve(address))
            else if (asking === 0) startNext()
          },
          (error) => end(() => reject(error)),
        )
      }
      const [next] = stages
      if (next) cancelHeadStart = client.clock.after(next.headStartMs, startNext)
    }

    if (caller?.aborted) return callOff()
    caller?.addEventListener('abort', callOff)
    startNext()
  }).finally(() => {
    cancelHeadStart()
    caller?.removeEventListener('abort', callOff)
    calledOff.abort()
  })
}
