import { type Builds, ofEach } from './builds.ts'
import { type Figure, interleaved } from './figure.ts'

const ROUNDS = 800
/**
 * Sign-ins a sample: few, so that whoever else wants the core gets it between two samples more often than within one.
 */
const SIGN_INS = 5

/**
 * A sign-in through the client against the same POST by hand: where `fetch` costs next to nothing, so that what the
 * client adds is all there is to see, and over HTTP, where it is a share of what people wait for.
 */
export async function roundTrip(builds: Builds): Promise<Figure[]> {
  const project = builds.foyer
  const clients = await ofEach(builds, ({ load }) => load<typeof import('@foyer/client')>('@foyer/client'))
  const { createEmulator } = await project.load<typeof import('@foyer/emulator')>('@foyer/emulator')
  const { serve } = await project.load<typeof import('@foyer/emulator/server')>('@foyer/emulator/server')
  const emulator = createEmulator()
  const { login, password } = emulator.person('plain')

  async function measure(where: string, baseUrl: string, fetch: typeof globalThis.fetch): Promise<Figure> {
    const signIns = await ofEach(clients, ({ createPlexClient, signIn }) => {
      const client = createPlexClient({ product: 'Bench', clientIdentifier: 'bench', baseUrl, fetch })
      return () => microseconds(() => signIn(client, { login, password }))
    })
    const headers = {
      Accept: 'application/json',
      'X-Plex-Product': 'Bench',
      'X-Plex-Device-Name': 'Bench',
      'X-Plex-Client-Identifier': 'bench',
    }
    const byHand = async () => {
      const body = new URLSearchParams({ login, password, rememberMe: 'true' })
      const answer = await fetch(`${baseUrl}/api/v2/users/signin`, { method: 'POST', headers, body })
      if (!answer.ok) throw new Error(`plex.tv answered ${answer.status}.`)
      return JSON.parse(await answer.text())
    }
    const tasks = { ...signIns, byHand: () => microseconds(byHand) }
    await interleaved(ROUNDS / 5, tasks)
    const samples = await interleaved(ROUNDS, tasks)
    return {
      name: `sign-in round trip, ${where}`,
      unit: 'µs',
      samples: samples.foyer,
      against: { name: 'bare fetch', samples: samples.byHand },
      before: samples.before,
      goal: { of: 'ratio', atMost: 1.3 },
    }
  }

  const recorded = await emulator.fetch(
    new Request('https://plex.tv/api/v2/users/signin', {
      method: 'POST',
      headers: { Accept: 'application/json', 'X-Plex-Client-Identifier': 'bench' },
      body: new URLSearchParams({ login, password }),
    }),
  )
  const text = await recorded.text()
  const headers = { 'Content-Type': 'application/json; charset=utf-8' }
  const answerAtOnce = async () => new Response(text, { status: recorded.status, headers })
  const server = await serve(emulator, { port: 0 })
  try {
    return [
      await measure('constant fetch', 'https://plex.tv', answerAtOnce),
      await measure('over HTTP on this machine', server.url, globalThis.fetch),
    ]
  } finally {
    await server.close()
  }
}

async function microseconds(task: () => Promise<unknown>) {
  const started = performance.now()
  for (let run = 0; run < SIGN_INS; run++) await task()
  return ((performance.now() - started) / SIGN_INS) * 1000
}
