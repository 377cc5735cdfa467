// A test runner's process ends when nothing holds it any more: what a session and a return have open must not.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test, vi } from 'vitest'

// A process begins late on a machine that is busy.
vi.setConfig({ testTimeout: 120_000 })

const client = new URL('../index.ts', import.meta.url).href
const begin = `
  globalThis.window = globalThis
  const { createPlexClient, createPlexSession, openReturnChannel } = await import('${client}')
  const plex = createPlexClient({ product: 'Reelroom', clientIdentifier: 'test' })
`

/** What a program says that begins as a page does, in Node, and then has nothing more to do. */
async function run(program: string) {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', begin + program])
  onTestFinished(() => void child.kill('SIGKILL'))
  const [said, wrong] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { said, wrong, status: child.exitCode }
}

test.each([
  ['a session', "createPlexSession(plex, { storage: 'memory' })"],
  ['a return from plex.tv that is waited for', 'openReturnChannel(() => {})'],
])('does not wait for %s', async (_what, program) => {
  expect(await run(`${program}\nconsole.log('open')`)).toEqual({ said: 'open\n', wrong: '', status: 0 })
})

test('hears what another one says as long as something else holds the process', async () => {
  const program = `
    const heard = new Promise((resolve) => openReturnChannel(resolve))
    openReturnChannel(() => {}).post({ nonce: 'a nonce', type: 'returned' })
    const held = setInterval(() => {}, 1000)
    console.log((await heard).nonce)
    clearInterval(held)
  `
  expect(await run(program)).toEqual({ said: 'a nonce\n', wrong: '', status: 0 })
})
