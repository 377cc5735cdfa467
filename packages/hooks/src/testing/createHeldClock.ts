import type { PlexClock } from '@foyer/client'

/** A clock that stands still until a test moves it. */
export interface HeldClock extends PlexClock {
  /** Moves the time, and does in order what falls due. */
  advance(ms: number): void
  /** What still waits to be done. */
  readonly waiting: number
}

export function createHeldClock(): HeldClock {
  let elapsed = 0
  const tasks = new Map<object, { at: number; task: () => void }>()
  return {
    elapsed: () => elapsed,
    now: () => Date.UTC(2026, 0, 1) + elapsed,
    after(ms, task) {
      const key = {}
      tasks.set(key, { at: elapsed + ms, task })
      return () => tasks.delete(key)
    },
    advance(ms) {
      const end = elapsed + ms
      while (true) {
        const [next] = [...tasks].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)
        if (!next) break
        const [key, { at, task }] = next
        tasks.delete(key)
        elapsed = Math.max(elapsed, at)
        task()
      }
      elapsed = end
    },
    get waiting() {
      return tasks.size
    },
  }
}
