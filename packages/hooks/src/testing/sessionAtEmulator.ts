import { createPlexClient, createPlexSession, type PlexSession, type SessionOptions } from '@foyer/client'
import { createEmulator, createTestClock, type Emulator, type TestClock } from '@foyer/emulator'

/** A plex.tv, a clock that stands still, and a session over both. */
export interface SessionAtEmulator {
  readonly plexTv: Emulator
  readonly clock: TestClock
  readonly session: PlexSession
  /** The forms that were posted to sign in, in order, as sent. */
  readonly posted: readonly URLSearchParams[]
  /** How often the user was asked for. */
  asked(): number
  /** From now on each answer to a sign-in waits to be let through. */
  hold(): HeldAnswers
}

/** Answers that wait, in the order of their requests. */
interface HeldAnswers {
  readonly count: number
  /** Lets the answer with this number through; default: the first that waits. */
  release(at?: number): void
}

export function sessionAtEmulator(options: SessionOptions = { storage: 'memory' }): SessionAtEmulator {
  const plexTv = createEmulator()
  const clock = createTestClock()
  const posted: URLSearchParams[] = []
  let gates: (() => void)[] | undefined
  const client = createPlexClient({
    product: 'Reelroom',
    clientIdentifier: 'test',
    clock,
    async fetch(input, init) {
      if (init?.method === 'POST') posted.push(new URLSearchParams(String(init.body)))
      const answer = await plexTv.fetch(input, init)
      if (gates && init?.method === 'POST') await new Promise<void>((open) => gates?.push(open))
      return answer
    },
  })
  return {
    plexTv,
    clock,
    session: createPlexSession(client, options),
    posted,
    asked: () => plexTv.requests().filter(({ method, path }) => method === 'GET' && path === '/api/v2/user').length,
    hold() {
      const held: (() => void)[] = []
      gates = held
      return {
        get count() {
          return held.length
        },
        release: (at = 0) => held.splice(at, 1)[0]?.(),
      }
    },
  }
}
