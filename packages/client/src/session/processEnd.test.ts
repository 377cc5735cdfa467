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
  const { createPlexClient, createPlexSession, pinCallback } = await import('${client}')
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
  ['a window that is waited for', 'pinCallback.listen(plex.clock, { onWindowReturned: () => true, onReturned() {} })'],
])('does not wait for %s', async (_what, program) => {
  expect(await run(`${program}\nconsole.log('open')`)).toEqual({ said: 'open\n', wrong: '', status: 0 })
})

test('hears what another one says as long as something else holds the process', async () => {
  const program = `
    const state = 'f'.repeat(24)
    const heard = new Promise((resolve) => {
      pinCallback.listen(plex.clock, { onWindowReturned: resolve, onReturned() {} })
    })
    const other = new BroadcastChannel('foyer.pin')
    other.unref()
    other.postMessage({ state, type: 'returned' })
    const held = setInterval(() => {}, 1000)
    console.log((await heard).length)
    clearInterval(held)
  `
  expect(await run(program)).toEqual({ said: '24\n', wrong: '', status: 0 })
})
