// A link screen whose time the bench moves, at a plex.tv that keeps nothing.
import { createPlexClient, createPlexSession } from '@foyer/client'
import { createTestClock } from '@foyer/emulator'
import { PlexProvider } from '@foyer/hooks'
import { LinkScreen } from '@foyer/ui'
import { createRoot } from 'react-dom/client'
import '@foyer/ui/styles.tv.css'

const LIFE_MS = 900_000

// The clock lets things run by this. A browser has none, and its timers would wait 4 ms each.
const { port1, port2 } = new MessageChannel()
const tasks: (() => void)[] = []
port1.onmessage = () => tasks.shift()?.()
const setImmediate = (task: () => void) => {
  tasks.push(task)
  port2.postMessage(null)
}
const clock = createTestClock({ turns: 3 })

let made = 0
let endsMs = 0
const client = createPlexClient({
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

Object.assign(window, { setImmediate, pass: clock.pass, countPins: () => made })
createRoot(document.getElementById('root') as HTMLElement).render(
  <PlexProvider session={createPlexSession(client, { storage: 'memory' })}>
    <LinkScreen />
  </PlexProvider>,
)
