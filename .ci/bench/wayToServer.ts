import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { answerAs, blackHoles, type Candidates, openCandidates, servePlexTv } from './candidates.ts'
import { type CtrlPlexResource, ctrlPlexName, signInWithCtrlPlex } from './ctrlPlex.ts'
import { type Figure, interleaved } from './figure.ts'
import type { Project } from './project.ts'

const ROUNDS = 25
/** How long the living server takes for an answer. */
const ANSWER_MS = 40
/** What `findConnection` gives local addresses over remote ones; here nothing else is ahead of the living one. */
const HEAD_START_MS = 250

const eightAddresses = 'way to a server, eight addresses'

/** What was driven, and what could not be; for people. */
export const wayToServerNotes = [
  `Way to a server: over HTTP, each address a port of this machine; what plex.tv lists is read beforehand. Eight are five local ones and three remote. All are black holes, which take a request and never answer, but the last where it is alive: it answers after ${ANSWER_MS} ms.`,
  `Foyer's is \`findConnection\`: 5 s for an address, local ones ${HEAD_START_MS} ms ahead of remote ones. ${ctrlPlexName}'s is \`MyPlexResource.connect\`: 30 s for an address, all at once, each by \`uri\` and by \`http://address:port\`, which are the same port here; the first answer wins. With no head start, a remote address wins over a local one that is slower.`,
  "Node 24's `fetch` opens one more socket, and closes it unused, for each request that is called off before its answer (undici's issue 5845; its 8.13.1 does not).",
  'python-plexapi is left out: Debian has no package of it, and what was not run has no figure.',
]

/**
 * How long it takes to find where a server is reached when most addresses are black holes, and what each of them gets
 * to see; beside the living address alone, and beside another library.
 */
export async function wayToServer(project: Project): Promise<Figure[]> {
  const { createPlexClient, findConnection, getServers } =
    await project.load<typeof import('@foyer/client')>('@foyer/client')
  const { createEmulator } = await project.load<typeof import('@foyer/emulator')>('@foyer/emulator')
  const emulator = createEmulator({
    servers: names.map((name) => ({ name, owner: 'plexPass' as const, addresses: [{ reach: 'local' }] })),
  })
  const token = emulator.tokenFor('plexPass', 'bench')
  const machineIdentifier = emulator.servers().find(({ name }) => name === 'alive')?.machineIdentifier ?? ''
  const candidates = await openAll(machineIdentifier)
  const sixteenByHand = await openCandidates(blackHoles(16, 'remote'))
  const plexTv = await servePlexTv(emulator, candidates)
  const directory = mkdtempSync(join(tmpdir(), 'foyer-bench-'))
  try {
    const client = createPlexClient({ product: 'Bench', clientIdentifier: 'bench', baseUrl: plexTv.url })
    const servers = await getServers(client, token)
    const find: Finder['find'] = (name) => {
      const server = servers.find((each) => each.name === name)
      if (!server) throw new Error(`plex.tv lists no server ${name}.`)
      return findConnection(client, server)
    }
    const account = await signInWithCtrlPlex(directory, plexTv.url, token)
    const peer = { alive: await account.resource('alive'), dead: await account.resource('deadToPeer') }
    return [
      ...(await timesOf({ find, peer: peer.alive }, candidates.alive, machineIdentifier)),
      ...(await countsOf({ find, peer: peer.dead }, candidates, sixteenByHand)),
    ]
  } finally {
    plexTv.close()
    for (const each of [...Object.values(candidates), sixteenByHand]) each.close()
    rmSync(directory, { recursive: true })
  }
}

/** A server for each way of looking, so that each has counts of its own. */
const names = ['alive', 'dead', 'deadToPeer', 'sixteen', 'forty'] as const
type ServerName = (typeof names)[number]

/** Both ways, each with what it was told by plex.tv. */
interface Finder {
  find: (name: ServerName) => Promise<{ status: string }>
  peer: CtrlPlexResource
}

async function openAll(machineIdentifier: string): Promise<Record<ServerName, Candidates>> {
  const eight = [...blackHoles(5, 'local'), ...blackHoles(3, 'remote')]
  const living = { reach: 'remote', answer: answerAs(machineIdentifier, ANSWER_MS) } as const
  return {
    alive: await openCandidates([...eight.slice(0, -1), living]),
    dead: await openCandidates(eight),
    deadToPeer: await openCandidates(eight),
    sixteen: await openCandidates([...blackHoles(8, 'local'), ...blackHoles(6, 'remote'), ...blackHoles(2, 'relay')]),
    forty: await openCandidates([...blackHoles(20, 'local'), ...blackHoles(15, 'remote'), ...blackHoles(5, 'relay')]),
  }
}

/** How long each takes to find the one that is alive. */
async function timesOf({ find, peer }: Finder, alive: Candidates, machineIdentifier: string): Promise<Figure[]> {
  const livingUri = alive.connections.at(-1)?.uri
  const tasks = {
    async foyer() {
      const { status } = await find('alive')
      if (status !== 'connected') throw new Error('Foyer did not find the server.')
    },
    async alone() {
      await (await fetch(`${livingUri}/identity`)).json()
    },
    async peer() {
      const found = await peer.connect()
      if (found.machineIdentifier !== machineIdentifier) throw new Error(`${ctrlPlexName} did not find the server.`)
    },
  }
  const timed = timedEach(tasks, alive)
  await interleaved(3, timed)
  const samples = await interleaved(ROUNDS, timed)
  return [
    {
      name: `${eightAddresses}, the last alive`,
      unit: 'ms',
      samples: samples.foyer,
      against: { name: 'that one alone, and the head start', samples: samples.alone.map((ms) => ms + HEAD_START_MS) },
      goal: { of: 'ratio', atMost: 1.2 },
    },
    {
      name: `${eightAddresses}, the last alive; another library`,
      unit: 'ms',
      samples: samples.foyer,
      against: { name: ctrlPlexName, samples: samples.peer },
      goal: { of: 'ratio', atMost: 0.333 },
    },
  ]
}

/** What comes to the addresses where nobody is, and how long it takes until that is said. */
async function countsOf(
  { find, peer }: Finder,
  { dead, deadToPeer, sixteen, forty }: Record<ServerName, Candidates>,
  sixteenByHand: Candidates,
): Promise<Figure[]> {
  // These only wait, so that they may do so all at once; the longest of them is long past the others' last sockets.
  const [foyerGivesUp, peerGivesUp] = await Promise.all([
    milliseconds(() => expectNobody(find('dead'))),
    milliseconds(() => expectRejection(peer.connect())),
    expectNobody(find('sixteen')),
    expectNobody(find('forty')),
    ...sixteenByHand.connections.map(({ uri }) =>
      expectRejection(fetch(`${uri}/identity`, { signal: AbortSignal.timeout(5000) })),
    ),
  ])
  return [
    {
      name: `${eightAddresses}, none alive: until that is said`,
      unit: 'ms',
      samples: [foyerGivesUp],
      against: { name: ctrlPlexName, samples: [peerGivesUp] },
    },
    {
      name: `${eightAddresses}, none alive: requests`,
      unit: 'requests',
      samples: [dead.seen.requests],
      against: { name: ctrlPlexName, samples: [deadToPeer.seen.requests] },
    },
    {
      name: `${eightAddresses}, none alive: requests with a token`,
      unit: 'requests',
      samples: [dead.seen.requestsWithToken],
      against: { name: ctrlPlexName, samples: [deadToPeer.seen.requestsWithToken] },
      goal: { of: 'figure', atMost: 0 },
    },
    ...countsOfMany('sixteen', sixteen, sixteenByHand),
    ...countsOfMany('forty', forty, sixteenByHand),
  ]
}

function countsOfMany(many: string, { seen }: Candidates, sixteenByHand: Candidates): Figure[] {
  const name = `way to a server, ${many} addresses, none alive`
  return [
    {
      name: `${name}: requests`,
      unit: 'requests',
      samples: [seen.requests],
      goal: { of: 'figure', atMost: 16 },
    },
    {
      name: `${name}: requests with a token`,
      unit: 'requests',
      samples: [seen.requestsWithToken],
      goal: { of: 'figure', atMost: 0 },
    },
    {
      name: `${name}: sockets`,
      unit: 'sockets',
      samples: [seen.sockets],
      against: { name: 'sixteen bare fetches', samples: [sixteenByHand.seen.sockets] },
      goal: { of: 'figure', atMost: 16 },
    },
  ]
}

async function milliseconds(task: () => Promise<unknown>) {
  const started = performance.now()
  await task()
  return performance.now() - started
}

/** The same tasks, which tell how long they took, and begin when all is quiet. */
function timedEach<Name extends string>(tasks: Record<Name, () => Promise<void>>, candidates: Candidates) {
  const timed = Object.entries<() => Promise<void>>(tasks).map(([name, task]) => [
    name,
    async () => {
      candidates.hangUp()
      // What the task before has called off is still being cleared away.
      await setTimeout(100)
      return milliseconds(task)
    },
  ])
  return Object.fromEntries(timed) as Record<Name, () => Promise<number>>
}

async function expectNobody(search: Promise<{ status: string }>) {
  if ((await search).status !== 'unreachable') throw new Error('Foyer found a server where there is none.')
}

async function expectRejection(connecting: Promise<unknown>) {
  const connected = await connecting.then(
    () => true,
    () => false,
  )
  if (connected) throw new Error('Somebody answered where nobody is.')
}
