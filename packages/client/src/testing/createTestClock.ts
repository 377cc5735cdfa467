import type { PlexClock } from '../index.ts'

/** The longest of the client's own pauses between two tries. */
const PAUSE_MS = 2000

/** Time that stands still until told. Pauses between two tries pass by themselves, unless `patient`. */
export function createTestClock({ patient = false } = {}) {
  let nowMs = Date.parse('2026-11-22T10:00:00Z')
  const startMs = nowMs
  const tasks = new Map<object, { at: number; task: () => void }>()
  const pauses: number[] = []
  const clock: PlexClock = {
    elapsed: () => nowMs - startMs,
    now: () => nowMs,
    after(ms, task) {
      const key = {}
      tasks.set(key, { at: nowMs + ms, task })
      if (ms < PAUSE_MS) {
        pauses.push(ms)
        if (!patient) queueMicrotask(() => run(key))
      }
      return () => tasks.delete(key)
    },
  }
  function run(key: object) {
    const entry = tasks.get(key)
    tasks.delete(key)
    entry?.task()
  }
  return {
    ...clock,
    /** How long each pause between two tries was to be. */
    pauses: pauses as readonly number[],
    waiting: () => tasks.size,
    advance(ms: number) {
      nowMs += ms
      for (const [key, { at }] of [...tasks]) if (at <= nowMs) run(key)
    },
  }
}
