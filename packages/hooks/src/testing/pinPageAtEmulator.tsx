import { createPlexClient, createPlexSession, type PlexSession, type SessionOptions } from '@foyer/client'
import { createEmulator, createTestClock, type Emulator, type PersonName, type TestClock } from '@foyer/emulator'
import { act, cleanup, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { onTestFinished, vi } from 'vitest'
import { PlexProvider } from '../PlexProvider.tsx'
import type { PinStates } from '../pin/pinState.ts'
import { type UsePlexPinOptions, usePlexPin } from '../pin/usePlexPin.ts'

/** A plex.tv, and a clock that both it and the page go by. What it leaves behind is tidied up `after`. */
export function pinPageAtEmulator(
  options: SessionOptions = { storage: 'memory' },
  after: (task: () => void) => void = onTestFinished,
) {
  const clock = createTestClock()
  const plexTv = createEmulator({ clock, seed: Math.floor(Math.random() * 2 ** 31) })
  const reload = () => load(plexTv, clock, options, after)
  const first = reload()
  after(() => {
    cleanup()
    clock.advance(0)
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
    window.history.replaceState(null, '', '/')
    window.sessionStorage.clear()
  })
  const pins = (method: string) => () =>
    plexTv.requests().filter((sent) => sent.method === method && sent.path.startsWith('/api/v2/pins')).length
  const polls = pins('GET')
  return {
    plexTv,
    clock,
    ...first,
    /** The page is loaded anew: nothing is left of the one before but what the browser keeps. */
    reload,
    made: pins('POST'),
    polls,
    /** The code of the pin that was made last. */
    code: () => plexTv.pins().at(-1)?.code ?? '',
    approve: (as: PersonName = 'plain', code = plexTv.pins().at(-1)?.code ?? '') => plexTv.approvePin(code, as),
    /** Lets what is due now run to its end. */
    async settle() {
      act(() => clock.advance(0))
      await settle()
    },
    /** Lets time pass until the pin is asked for once more; how long that took, in milliseconds. */
    async nextPoll(): Promise<number> {
      const [before, beganMs] = [polls(), clock.elapsed()]
      while (polls() === before) {
        const { nextMs } = clock
        if (nextMs === undefined) throw new Error('Nobody waits to ask for the pin.')
        act(() => clock.advance(nextMs))
        await settle()
      }
      return clock.elapsed() - beganMs
    },
    /** Lets time pass, a second at a time, and whatever is due meanwhile. */
    async pass(ms: number) {
      for (let left = ms; left > 0; left -= 1000) {
        act(() => clock.advance(Math.min(left, 1000)))
        await settle()
      }
    },
  }
}

/** Requests on their way, on all pages: one test has one. */
let inFlight = 0
/** More turns than this no answer takes: it hangs. */
const MOST_TURNS = 200

/** Until all that was let go has run: an answer is read, and what comes of it begins, within a few turns of the loop. */
const settle = () =>
  act(async () => {
    for (let turns = 0, quiet = 0; quiet < 6 && turns < MOST_TURNS; turns++) {
      await new Promise(setImmediate)
      quiet = inFlight > 0 ? 0 : quiet + 1
    }
  })

function load(plexTv: Emulator, clock: TestClock, options: SessionOptions, after: (task: () => void) => void) {
  const client = createPlexClient({
    product: 'Reelroom',
    clientIdentifier: 'test',
    clock,
    async fetch(input, init) {
      inFlight++
      try {
        return await plexTv.fetch(input, init)
      } finally {
        inFlight--
      }
    },
  })
  const session: PlexSession = createPlexSession(client, options)
  after(() => session.close())
  const wrapper = ({ children }: { children: ReactNode }) => <PlexProvider session={session}>{children}</PlexProvider>
  return {
    session,
    wrapper,
    /** A component of its own with the hook in it. */
    use<F extends keyof PinStates>(options: UsePlexPinOptions<F>) {
      return renderHook((props: UsePlexPinOptions<F>) => usePlexPin(props), { initialProps: options, wrapper })
    },
  }
}
