import type { PlexClock } from '../index.ts'

/**
 * Time that passes when told, timer by timer, each in its turn and at its own instant. In between all that was let go
 * runs: an answer of the emulator passes a few turns of the event loop, one of a test's own hardly any.
 */
export function createTimeline(turns = 6) {
  const beganMs = Date.parse('2026-11-22T10:00:00Z')
  let elapsedMs = 0
  let aheadMs = 0
  const timers = new Set<{ at: number; task: () => void }>()
  const clock: PlexClock = {
    elapsed: () => elapsedMs,
    now: () => beganMs + elapsedMs + aheadMs,
    after(ms, task) {
      const timer = { at: elapsedMs + Math.max(0, ms), task }
      timers.add(timer)
      return () => timers.delete(timer)
    },
  }

  async function settled() {
    for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate)
  }
  async function run(until: number) {
    await settled()
    while (true) {
      const next = [...timers].sort((a, b) => a.at - b.at)[0]
      if (!next || next.at > until) break
      timers.delete(next)
      elapsedMs = Math.max(elapsedMs, next.at)
      next.task()
      await settled()
    }
    elapsedMs = Math.max(elapsedMs, until)
  }

  return {
    clock,
    /** The true time, which no setting of the system's clock changes: plex.tv's. */
    trueClock: { now: () => beganMs + elapsedMs, after: clock.after },
    waiting: () => timers.size,
    /** Lets time pass, and whatever is due meanwhile. */
    pass: (ms: number) => run(elapsedMs + ms),
    /** Time passes while nothing runs; whatever was due is late. */
    async sleep(ms: number) {
      await settled()
      elapsedMs += ms
    },
    /** Somebody sets the system's clock. */
    setAhead(ms: number) {
      aheadMs += ms
    },
    settled,
  }
}
