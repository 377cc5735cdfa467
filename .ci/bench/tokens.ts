import { type Figure, interleaved } from './figure.ts'
import type { Project } from './project.ts'

const ROUNDS = 200
const READS = 10_000

/** `getToken` of a source that has a token, against reading a variable through a promise that is awaited. */
export async function tokens({ load }: Project): Promise<Figure[]> {
  const { createPlexClient, createPlexSession, createTokenSource, signIn } =
    await load<typeof import('@foyer/client')>('@foyer/client')
  const { createTextKeyStore, deviceKeys } =
    await load<typeof import('@foyer/client/device-keys')>('@foyer/client/device-keys')
  const { createEmulator } = await load<typeof import('@foyer/emulator')>('@foyer/emulator')
  const emulator = createEmulator()
  const plex = createPlexClient({ product: 'Bench', clientIdentifier: 'bench', fetch: emulator.fetch })
  const createStore = () => {
    let text: string | null = null
    return {
      read: () => text,
      write(record: string) {
        text = record
      },
      clear() {
        text = null
      },
    }
  }
  const classic = createTokenSource(plex, { register: (client) => signIn(client, emulator.person('plain')) })
  const keyed = createTokenSource(plex, {
    register: (client) => signIn(client, emulator.person('plain')),
    keys: deviceKeys({ store: createTextKeyStore(createStore()) }),
    store: createStore(),
  })
  const session = createPlexSession(plex, {
    storage: 'memory',
    tokens: deviceKeys({ store: createTextKeyStore(createStore()) }),
  })
  await session.start(() => signIn(session.client, emulator.person('plain')))
  const token = await keyed.getToken()
  const variable = async () => token
  const tasks = {
    variable: () => microseconds(variable),
    classic: () => microseconds(() => classic.getToken()),
    keyed: () => microseconds(() => keyed.getToken()),
    session: () => microseconds(() => session.getToken()),
  }
  await interleaved(ROUNDS / 10, tasks)
  const samples = await interleaved(ROUNDS, tasks)
  const figure = (name: string, own: number[], atMost?: number): Figure => ({
    name,
    unit: 'µs',
    samples: own,
    against: { name: 'a variable, through a promise', samples: samples.variable },
    ...(atMost && { goal: { of: 'ratio', atMost } }),
  })
  return [
    figure('token source, a classic token', samples.classic, 1.05),
    figure('token source, a token of seven days', samples.keyed, 1.05),
    figure('session, a token of seven days', samples.session),
  ]
}

async function microseconds(read: () => Promise<string>) {
  const started = performance.now()
  for (let count = 0; count < READS; count++) await read()
  return ((performance.now() - started) / READS) * 1000
}
