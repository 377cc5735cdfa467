/** Time, as the emulator sees it: a `TestClock`, or whatever `createPlexClient({ clock })` takes. */
export interface EmulatorClock {
  /** Epoch ms. */
  now(): number
  /** Runs `task` once after `ms` milliseconds; the returned function calls it off. */
  after(ms: number, task: () => void): () => void
  /** Moves it; without this the emulator's `advance` moves the emulator alone. */
  advance?(ms: number): void
}

/** The platform's clock. */
export const systemClock: EmulatorClock = {
  now: () => Date.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms)
    return () => clearTimeout(timer)
  },
}
