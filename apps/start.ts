// `npm start`: the demo apps on live source, and the emulator that they speak to; FOYER_PLEX=real leaves that out.
import { createServer as createProbe } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createEmulator } from '@foyer/emulator'
import { serve } from '@foyer/emulator/server'
import { createServer } from 'vite'
import { plexEnvironment } from './plexEnvironment.ts'

const apps = [
  { folder: 'web', title: 'Web app', port: portFrom('FOYER_WEB_PORT', 5173) },
  { folder: 'tv', title: 'TV app', port: portFrom('FOYER_TV_PORT', 5174) },
]
const emulatorPort = portFrom('FOYER_EMULATOR_PORT', 4010)
const isReal = process.env.FOYER_PLEX === 'real'

await refuseTakenPorts([...apps.map(({ port }) => port), ...(isReal ? [] : [emulatorPort])])

const emulator = isReal ? null : createEmulator()
const plexTv = emulator ? await serve(emulator, { port: emulatorPort.number }) : null
Object.assign(process.env, plexEnvironment(plexTv, emulator?.servers()[0]?.machineIdentifier))

const servers = await Promise.all(
  apps.map(async ({ folder, port }) => {
    const root = fileURLToPath(new URL(folder, import.meta.url))
    const server = await createServer({
      root,
      logLevel: 'warn',
      server: { port: port.number, strictPort: true, host: 'localhost' },
    })
    return server.listen()
  }),
)

// Before anything is said: whoever reads that Ctrl-C ends it may press it at once.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)

console.log('')
for (const { title, port } of apps) console.log(`  ${title.padEnd(10)} http://localhost:${port.number}/`)
console.log(`  ${'plex.tv'.padEnd(10)} ${plexTv ? `${plexTv.url} (the emulator)` : 'https://plex.tv (the real one)'}`)
console.log(`  ${'TV’s code'.padEnd(10)} ${plexTv?.linkUrl ?? 'https://plex.tv/link'}`)
printLogins()
console.log('\nCtrl-C ends all of it.')

if (emulator && process.stdin.isTTY) process.stdin.on('data', printLogins)

function printLogins() {
  if (!emulator) return
  const plain = emulator.person('plain')
  const twoFactor = emulator.person('twoFactor')
  console.log(`\n  Sign in as ${plain.login}, password ${plain.password}`)
  console.log(`  or as ${twoFactor.login}, password ${twoFactor.password}, code ${twoFactor.currentCode()}`)
  if (process.stdin.isTTY) console.log('  (a code is good for half a minute; Enter shows the next)')
}

async function end() {
  await Promise.all([...servers.map((server) => server.close()), plexTv?.close()])
  process.exit(0)
}

interface Port {
  number: number
  variable: string
}

function portFrom(variable: string, fallback: number): Port {
  const given = process.env[variable]
  const number = given ? Number(given) : fallback
  if (Number.isInteger(number) && number > 0 && number < 65_536) return { number, variable }
  console.error(`${variable} is "${given}", which is no port.`)
  process.exit(1)
}

async function refuseTakenPorts(ports: Port[]) {
  const taken: Port[] = []
  for (const port of ports) if (await isTaken(port.number)) taken.push(port)
  for (const { number, variable } of taken) {
    console.error(`Port ${number} is taken. Free it, or choose another: ${variable}=${number + 100} npm start`)
  }
  if (taken.length > 0) process.exit(1)
}

/** Asked on both loopback addresses: a server on one of them lets another start on the other, and hides it. */
async function isTaken(port: number) {
  const answers = await Promise.all(['127.0.0.1', '::1'].map((host) => codeOfListening(port, host)))
  return answers.includes('EADDRINUSE')
}

function codeOfListening(port: number, host: string) {
  return new Promise<string | undefined>((resolve) => {
    const probe = createProbe()
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
    probe.listen(port, host, () => probe.close(() => resolve(undefined)))
  })
}
