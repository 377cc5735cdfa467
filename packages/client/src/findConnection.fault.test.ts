// @module-tag fault
// @module-tag network
import { describe, expect } from 'vitest'
import { createPlexClient, findConnection, type ServerAddress } from './index.ts'
import { createSocketServer, http } from './testing/createSocketServer.ts'
import { type Canary, faultTest as test } from './testing/faultTest.ts'
import { clientOf, promised } from './testing/plexOf.ts'

const machineIdentifier = '0123456789abcdef0123456789abcdef01234567'
const identityOf = (name: string) => http('200 OK', JSON.stringify({ MediaContainer: { machineIdentifier: name } }))

/** A server at real sockets, each with a way of its own to answer. */
async function serverAt(canary: Canary, answers: Parameters<typeof createSocketServer>[0][]) {
  const servers = []
  for (const answer of answers) {
    const server = await createSocketServer(answer)
    canary.after(server.close)
    servers.push(server)
  }
  const addresses = servers.map(({ url }): ServerAddress => ({ uri: url, reach: 'local' }))
  return { servers, server: { machineIdentifier, addresses } }
}

test('sixteen addresses that take the connection and say nothing → 16 sockets, no token; called off, every socket closes and no timer is left', async ({
  canary,
}) => {
  const caller = canary.caller()
  const all = promised()
  let asked = 0
  const silent = () => {
    asked += 1
    if (asked === 16) all.resolve()
  }
  const { servers, server } = await serverAt(
    canary,
    Array.from({ length: 16 }, () => silent),
  )
  const { plex } = clientOf(canary, { patient: true })
  const search = findConnection(plex, server, { signal: caller.signal })
  const refusal = canary.refusal(search)
  await all.promise
  expect(servers.reduce((sum, { visits }) => sum + visits(), 0)).toBe(16)
  const reason = new Error('enough')
  caller.abort(reason)
  expect(await refusal).toBe(reason)
  await Promise.all(servers.map(({ left }) => left()))
  const requests = servers.flatMap((each) => each.requests())
  // Node opens a connection anew where a request was called off, and asks nothing over it.
  expect(requests).toHaveLength(16)
  for (const request of requests) {
    expect(request).toMatch(/^GET \/identity HTTP\/1\.1\r\n/)
    expect(request).not.toMatch(/plex-|token|cookie|referer/i)
  }
})

test('one of sixteen answers → found; the sockets of the others close', async ({ canary }) => {
  const all = promised()
  let asked = 0
  const arrived = () => {
    asked += 1
    if (asked === 16) all.resolve()
  }
  const { servers, server } = await serverAt(canary, [
    ...Array.from({ length: 15 }, () => arrived),
    (socket) => {
      arrived()
      void all.promise.then(() => socket.end(identityOf(machineIdentifier)))
    },
  ])
  const { plex } = clientOf(canary, { patient: true })
  const search = await findConnection(plex, server)
  expect(search).toMatchObject({ status: 'connected', connection: server.addresses[15] ?? {} })
  await Promise.all(servers.map(({ left }) => left()))
  canary.see('the search', search)
})

describe('an answer that is no server’s → its own outcome; none of its words; the next one is found', () => {
  test.for([
    ['another’s identifier', 'other-server', () => identityOf('f'.repeat(40))],
    ['HTML', 'unexpected-response', (text) => http('200 OK', `<html>${text}</html>`, { 'Content-Type': 'text/html' })],
    ['401 with HTML', 'unexpected-response', (text) => http('401 Unauthorized', text)],
    ['429', 'unexpected-response', (text) => http('429 Too Many Requests', text, { 'Retry-After': '9999' })],
    ['498', 'unexpected-response', (text) => http('498 Token Expired', text)],
    ['500', 'unexpected-response', (text) => http('500 Internal Server Error', text)],
    ['a redirect to the server', 'unexpected-response', () => http('302 Found', '', { Location: 'https://plex.tv/' })],
    [
      'an identifier that is a number',
      'unexpected-response',
      () => http('200 OK', '{"MediaContainer":{"machineIdentifier":7}}'),
    ],
    ['nothing', 'unreachable', () => Buffer.alloc(0)],
    ['no HTTP', 'unreachable', () => Buffer.from('SSH-2.0-OpenSSH_9.9\r\n')],
  ] satisfies [string, string, (text: string) => Buffer][])('%s', async ([, outcome, answer], { canary }) => {
    const { server } = await serverAt(canary, [
      (socket) => socket.end(answer(canary.serverText)),
      (socket) => socket.end(identityOf(machineIdentifier)),
    ])
    const [first, second] = server.addresses
    if (!first || !second) throw new Error('Two were asked for.')
    const { plex } = clientOf(canary, { patient: true })
    const addresses = [first, { ...second, reach: 'relay' as const }]
    const search = await findConnection(plex, { ...server, addresses })
    expect(search).toMatchObject({ status: 'connected', tried: [{ outcome }, { outcome: 'connected' }] })
    canary.see('the search', search)
  })
})

test('1 GB in place of an identity → read no further than 64 KiB, and the next one is found', async ({ canary }) => {
  let sent = 0
  const { servers, server } = await serverAt(canary, [
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n')
      const pour = () => {
        while (!socket.destroyed && sent < 2 ** 30 && socket.write(' '.repeat(65_536))) sent += 65_536
      }
      socket.on('drain', pour)
      pour()
    },
  ])
  const { plex } = clientOf(canary, { patient: true })
  expect(await findConnection(plex, server)).toMatchObject({
    status: 'unreachable',
    tried: [{ outcome: 'unexpected-response' }],
  })
  await servers[0]?.left()
  // The system's buffers hold some that was sent and never read.
  expect(sent).toBeLessThan(32 * 1024 * 1024)
})

test('called off before it began → nobody is asked', async ({ canary }) => {
  const { servers, server } = await serverAt(canary, [() => {}])
  const { plex } = clientOf(canary, { patient: true })
  const caller = canary.caller()
  caller.abort()
  expect(await canary.refusal(findConnection(plex, server, { signal: caller.signal }))).toMatchObject({
    name: 'AbortError',
  })
  expect(servers[0]?.visits()).toBe(0)
})

test('no `fetch`, or one that takes no request → `misuse`, not an unreachable server', async ({ canary }) => {
  const { plex } = clientOf(canary, {
    fetch: (() => Promise.reject(new ReferenceError('Blob is not defined'))) as typeof fetch,
  })
  const server = { machineIdentifier, addresses: [{ uri: 'https://a.example', reach: 'local' as const }] }
  expect(await canary.refusal(findConnection(plex, server))).toMatchObject({ code: 'misuse' })
})

test('no client identifier → found all the same: no server is told who asks', async ({ canary }) => {
  const { server } = await serverAt(canary, [(socket) => socket.end(identityOf(machineIdentifier))])
  expect(await findConnection(createPlexClient({ product: 'Reelroom' }), server)).toMatchObject({ status: 'connected' })
})
