import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test, vi } from 'vitest'

const bin = fileURLToPath(new URL('bin.ts', import.meta.url))
const running: ChildProcess[] = []
// A process begins late on a machine that is busy.
vi.setConfig({ testTimeout: 120_000 })

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

function start(...args: string[]) {
  const child = spawn(process.execPath, [bin, ...args])
  running.push(child)
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk) => {
    said.out += chunk
  })
  child.stderr.on('data', (chunk) => {
    said.err += chunk
  })
  const ended = once(child, 'close').then(([code]) => code)
  const listening = async () => {
    await expect.poll(() => said.out, { timeout: 100_000 }).toMatch(/s left\n$/)
    return /http:\S+/.exec(said.out)?.[0] ?? ''
  }
  return { child, said, ended, listening }
}

test('says where it listens and who can sign in, and ends at once when told', async () => {
  const { child, said, ended, listening } = start('--port', '0', '--seed', '7')
  const people = await (await fetch(`${await listening()}/_emulator/people`)).json()
  for (const { login, password, note, title, recoveryCodes } of people) {
    for (const word of [login, password, note, title, ...recoveryCodes]) expect(said.out).toContain(word)
  }
  const url = await listening()
  for (const path of ['/auth', '/link']) expect(said.out).toContain(`${url}${path}`)
  const { currentCode } = people.find(({ name }: { name: string }) => name === 'twoFactor')
  expect(said.out).toMatch(/Code of tomas@example\.com: \d{6}, \d+ s left\n$/)
  expect(currentCode).toMatch(/^\d{6}$/)
  child.kill('SIGINT')
  // Windows has no signals: there a process is ended as it stands.
  expect(await ended).toBe(process.platform === 'win32' ? null : 0)
  expect(said.err).toBe('')
})

test('says in one line that a port is taken', async () => {
  const port = new URL(await start('--port', '0').listening()).port
  const { said, ended } = start('--port', port)
  expect(await ended).toBe(1)
  expect(said).toEqual({
    out: '',
    err: `Could not serve the emulator on port ${port}: it is in use. Choose another port.\n`,
  })
})

test.each([
  [['--port', 'x'], '--port takes a whole number, not "x".\n'],
  [['--port', '99999'], 'Port must be a number between 0 and 65535'],
  [['--scenario', 'x'], 'No scenario "x". There are: everyone, hostile-names.\n'],
  [['--colour'], "Unknown option '--colour'"],
])('%j ends with 1 and one line', async (args, line) => {
  const { said, ended } = start(...args)
  expect(await ended).toBe(1)
  expect(said.err).toContain(line)
  expect(said.err.trimEnd()).not.toContain('\n')
})

test('explains itself', async () => {
  const { said, ended } = start('--help')
  expect(await ended).toBe(0)
  for (const option of ['--port', '--seed', '--scenario']) expect(said.out).toContain(option)
})
