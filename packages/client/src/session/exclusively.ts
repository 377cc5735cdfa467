import type { PlexClock } from '../clock.ts'
import { findNavigator } from '../platform.ts'

/** How long a lock is waited for. */
const WAIT_MS = 1000

/**
 * Runs a task while no other tab runs one under this name. Where the platform has no locks, or gives none (storage is
 * blocked, or a page in the back-forward cache sits on it, as Chromium 156 lets it), the task runs all the same: it
 * compares before it writes, so that it is lost at worst.
 */
export async function exclusively<T>(name: string, clock: PlexClock, task: () => Promise<T>): Promise<T> {
  const locks = findNavigator()?.locks
  if (!locks) return task()
  const controller = new AbortController()
  const cancelTimer = clock.after(WAIT_MS, () => controller.abort())
  let hasBegun = false
  try {
    return await locks.request(name, { signal: controller.signal }, () => {
      hasBegun = true
      return task()
    })
  } catch (error) {
    if (hasBegun) throw error
    return task()
  } finally {
    cancelTimer()
  }
}
