// A client whose time the bench moves, at a plex.tv that keeps nothing.
import { createPlexClient } from '@foyer/client'
import { createTestClock } from '@foyer/emulator'

const LIFE_MS = 900_000

// The clock lets things run by this. A browser has none, and its timers would wait 4 ms each.
const { port1, port2 } = new MessageChannel()
const tasks: (() => void)[] = []
port1.onmessage = () => tasks.shift()?.()
const setImmediate = (task: () => void) => {
  tasks.push(task)
  port2.postMessage(null)
}
Object.assign(window, { setImmediate })

export const clock = createTestClock({ turns: 3 })

let made = 0
let endsMs = 0
/** How many pins were made so far. */
export const countPins = () => made

export const client = createPlexClient({
  product: 'Bench',
  clientIdentifier: 'bench',
  clock,
  async fetch(_, init) {
    if (init?.method === 'POST') {
      made++
      endsMs = clock.elapsed() + LIFE_MS
    }
    const leftMs = endsMs - clock.elapsed()
    if (leftMs <= 0) return new Response('{}', { status: 404 })
    const code = String(1000 + (made % 9000))
    const expiresIn = Math.ceil(leftMs / 1000)
    return Response.json({ id: made, code, clientIdentifier: 'bench', expiresIn, authToken: null })
  },
})
