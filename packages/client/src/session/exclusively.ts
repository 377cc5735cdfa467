import type { PlexClock } from '../clock.ts'
import { onPageHide } from '../pageActivity.ts'
import { findNavigator } from '../platform.ts'

/** How long a lock is waited for by what takes no request of its own. */
const WAIT_MS = 1000

/**
 * Runs a task while no other tab runs one under this name. Where the platform has no locks, or gives none (storage is
 * blocked, or whoever has it does not come to an end), the task runs all the same: it compares before it writes, so
 * that it is lost at worst.
 *
 * Chromium 156 lets a page in the back-forward cache sit on a lock, so that a page which is left gives it back, and
 * ends its task, if ever, without.
 */
export async function exclusively<T>(
  name: string,
  clock: PlexClock,
  task: () => Promise<T>,
  waitMs = WAIT_MS,
): Promise<T> {
  const locks = findNavigator()?.locks
  if (!locks) return task()
  const controller = new AbortController()
  const cancelTimer = clock.after(waitMs, () => controller.abort())
  let stopListening = () => {}
  let running: Promise<T> | undefined
  try {
    await locks.request(name, { signal: controller.signal }, () => {
      running = task()
      const left = new Promise<void>((resolve) => {
        stopListening = onPageHide(resolve)
      })
      return Promise.race([running, left])
    })
  } catch {
    // No lock was to be had; or the task failed, and says so itself.
  } finally {
    cancelTimer()
    stopListening()
  }
  return running ?? task()
}
