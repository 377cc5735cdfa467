'use client'

import { type Deadline, systemClock } from '@foyer/client'
import { useCallback, useContext, useSyncExternalStore } from 'react'
import { PlexContext } from './PlexProvider.tsx'

/** How much is left of a deadline. */
export interface Countdown {
  /** In whole seconds, rounded up; 0 when the deadline has passed. */
  readonly secondsLeft: number
  /** What is left of the whole time: from 1 down to 0. */
  readonly fraction: number
}

/**
 * Counts a deadline down, once a second, by itself. It gives null when there is nothing to count, and works without a
 * provider.
 *
 * @example
 * ```tsx
 * import { usePlexCountdown, usePlexPin } from '@foyer/hooks'
 *
 * export function Code() {
 *   const pin = usePlexPin({ method: 'link' })
 *   const left = usePlexCountdown(pin.status === 'waiting' ? pin.expires : null)
 *   if (pin.status !== 'waiting') return null
 *   return (
 *     <p>
 *       {pin.code}, for {left?.secondsLeft} seconds
 *     </p>
 *   )
 * }
 * ```
 */
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
