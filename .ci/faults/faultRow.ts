/** What a row is given: this run's secrets, and the means to show what came out of it. */
export interface Stage {
  /** Random, as are all four: found anywhere, they came from this run. */
  readonly password: string
  readonly verificationCode: string
  readonly token: string
  /** For the bodies of a server: its words are no secret, but reach no person and no error. */
  readonly serverText: string
  /** Another secret, of the emulator's say. Gives it back. */
  secret(name: string, text: string): string
  /** Shows something that must hold no secret: a state, a cache, a log. */
  see(where: string, value: unknown): void
  /** What a promise rejects with, after it was searched; a promise that is kept fails the row. */
  refusal(promise: Promise<unknown>): Promise<unknown>
  /** A caller who may cancel; a listener left on the signal fails the row. */
  caller(): AbortController
  /** The one place that the app chose for the token. */
  tokenMayLieIn(area: 'localStorage' | 'sessionStorage', key: string): void
  /** Done when the row is, whether or not it failed, and before what it left behind is counted. */
  after(task: () => unknown): void
}

export const areas = ['Network', 'Protocol', 'Pin', 'Browser and React', 'Hostile input'] as const

/**
 * Something that goes wrong, and what must come of it. A package lists its rows in `src/testing/…Faults.ts` (they run
 * in Node) or `…Faults.tsx` (in jsdom), as exported arrays; `.ci/faults.test.ts(x)` finds and runs them, and FAULTS.md
 * tells of them. A row that only a story or a journey can show names that file in place of `run`; its test has the
 * fault's words.
 */
export type FaultRow = {
  readonly area: (typeof areas)[number]
  /** What goes wrong. */
  readonly fault: string
  /** What is so afterwards, beside what holds after every row. */
  readonly endState: string
} & ({ run(stage: Stage): void | Promise<void>; shownBy?: never } | { shownBy: string; run?: never })
