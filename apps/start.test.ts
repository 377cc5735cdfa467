import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'

// Each starts a process, and two of them two of Vite's: all late on a machine that is busy.
vi.setConfig({ testTimeout: 120_000 })

// Windows has no signals: there a process is ended as it stands.
const told = process.platform === 'win32' ? null : 0

test('serves the apps and the emulator, says where, and ends with 0 on Ctrl-C', async () => {
  const ports = await freePorts()
  const demo = start(ports)
  const said = await demo.until('Ctrl-C')
  expect(said).toContain(`http://localhost:${ports.FOYER_WEB_PORT}/`)
  expect(said).toContain(`http://127.0.0.1:${ports.FOYER_EMULATOR_PORT}/link`)
  expect(said).toMatch(/Sign in as \S+, password \S+/)
  expect(said).toMatch(/code \d{6}/)
  expect(await (await fetch(`http://localhost:${ports.FOYER_WEB_PORT}/`)).text()).toContain('<script type="module"')
  expect((await fetch(`http://127.0.0.1:${ports.FOYER_EMULATOR_PORT}/_emulator/people`)).status).toBe(200)
  demo.child.kill('SIGINT')
  expect(await demo.status).toBe(told)
})

test('starts no emulator for the real plex.tv', async () => {
  const ports = await freePorts()
  const demo = start({ ...ports, FOYER_PLEX: 'real' })
  expect(await demo.until('Ctrl-C')).not.toContain('password')
  await expect(fetch(`http://127.0.0.1:${ports.FOYER_EMULATOR_PORT}/`)).rejects.toThrow('fetch failed')
  demo.child.kill('SIGINT')
  expect(await demo.status).toBe(told)
})

test('says in one line which port is taken and what to set', async () => {
  const ports = await freePorts()
  await listen(ports.FOYER_WEB_PORT)
  const demo = start(ports)
  const said = await text(demo.child.stderr)
  expect(said).toBe(
    `Port ${ports.FOYER_WEB_PORT} is taken. Free it, or choose another: FOYER_WEB_PORT=${ports.FOYER_WEB_PORT + 100} npm start\n`,
  )
  expect(await demo.status).toBe(1)
})

function start(env: Record<string, string | number>) {
  const child = spawn(process.execPath, [fileURLToPath(new URL('start.ts', import.meta.url))], {
    env: { ...process.env, ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, `${value}`])) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const status = new Promise((resolve) => child.once('exit', resolve))
  const until = async (words: string) => {
    let said = ''
    for await (const chunk of child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
      said += chunk
      if (said.includes(words)) return said
    }
    throw new Error(`It ended without "${words}":\n${said}`)
  }
  return { child, status, until }
}

async function freePorts() {
  const servers = await Promise.all([listen(0), listen(0), listen(0)])
  const [web, tv, emulator] = servers.map((server) => server.port)
  await Promise.all(servers.map((server) => server.close()))
  return { FOYER_WEB_PORT: web ?? 0, FOYER_TV_PORT: tv ?? 0, FOYER_EMULATOR_PORT: emulator ?? 0 }
}

async function listen(port: number) {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const close = () => new Promise((resolve) => server.close(resolve))
  onTestFinished(async () => void (await close()))
  const address = server.address()
  return { port: typeof address === 'object' && address ? address.port : 0, close }
}
