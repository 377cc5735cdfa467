import type { PlexClock } from '../index.ts'

export type Timeline = ReturnType<typeof createTimeline>

/** Time that passes when told, timer by timer, each in its turn and at its own instant. */
export function createTimeline() {
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
    trueMs: () => beganMs + elapsedMs,
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

/** Until all that was let go has run: an answer of the emulator passes a few turns of the event loop. */
async function settled() {
  for (let turns = 0; turns < 6; turns++) await new Promise(setImmediate)
}
