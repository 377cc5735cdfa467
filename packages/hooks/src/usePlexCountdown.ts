'use client'

import { type Deadline, systemClock } from '@foyer/client'
import { useCallback, useContext, useSyncExternalStore } from 'react'
import { PlexContext } from './PlexProvider.tsx'

/** How much is left of a deadline. */
export interface Countdown {
  /** Whole seconds, rounded up; 0 when it has passed. */
  readonly secondsLeft: number
  /** From 1 down to 0. */
  readonly fraction: number
}

/** Counts a deadline down, once a second, by itself; null when there is nothing to count. Works without a provider. */
export function usePlexCountdown(deadline: Deadline | null): Countdown | null {
  const clock = useContext(PlexContext)?.session.client.clock ?? systemClock
  const subscribe = useCallback(
    (tick: () => void) => {
      let cancel = () => {}
      const wait = () => {
        const leftMs = deadline?.leftMs() ?? 0
        if (leftMs <= 0) return
        cancel = clock.after(leftMs % 1000 || 1000, () => {
          tick()
          wait()
        })
      }
      wait()
      return () => cancel()
    },
    [deadline, clock],
  )
  const secondsLeft = useSyncExternalStore(
    subscribe,
    () => Math.ceil((deadline?.leftMs() ?? 0) / 1000),
    () => Math.ceil((deadline?.totalMs ?? 0) / 1000),
  )
  if (!deadline) return null
  return { secondsLeft, fraction: secondsLeft && Math.min(1, (secondsLeft * 1000) / deadline.totalMs) }
}
