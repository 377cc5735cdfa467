// @module-tag fault
// @module-tag network
import { createServer } from 'node:net'
import { describe, expect, vi } from 'vitest'
import { getUser, signIn } from './index.ts'
import { createSocketServer, http } from './testing/createSocketServer.ts'
import { faultTest as test } from './testing/faultTest.ts'
import { clientOf, emulatorOf, promised, socketsOf, somebody, tries } from './testing/plexOf.ts'

async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Connections that end before there is an answer. */
test('connection refused → `network`', async ({ canary }) => {
  const { plex, credentials } = clientOf(canary, { baseUrl: `http://127.0.0.1:${await closedPort()}` })
  expect(await canary.refusal(signIn(plex, credentials))).toMatchObject({ code: 'network' })
})

test('a server that speaks no TLS → `network`', async ({ canary }) => {
  const server = await createSocketServer((socket) => socket.end(http('400 Bad Request')))
  canary.after(server.close)
  const { plex, credentials } = clientOf(canary, { baseUrl: server.url.replace('http:', 'https:') })
  const error = canary.refusal(signIn(plex, credentials))
  expect(await error).toMatchObject({ code: 'network' })
})

test('accepted, never answered → `timeout` at 15 s, or as configured, or as the call says; the request aborted', async ({
  canary,
}) => {
  for (const [configured, called, ms] of [
    [undefined, undefined, 15_000],
    [4_000, undefined, 4_000],
    [4_000, 6_000, 6_000],
  ] as const) {
    const arrived = promised()
    const { plex, credentials, server, clock } = await socketsOf(canary, () => arrived.resolve(), {
      ...(configured && { timeoutMs: configured }),
    })
    const settled = vi.fn()
    const call = signIn(plex, credentials, called && { timeoutMs: called }).finally(settled)
    const error = canary.refusal(call)
    await arrived.promise
    clock.advance(ms - 1)
    await new Promise(setImmediate)
    expect(settled).not.toHaveBeenCalled()
    clock.advance(1)
    expect(await error).toMatchObject({ code: 'timeout' })
    await server.left()
    expect(server.requests()).toEqual(tries(1))
  }
})

test('a lookup that is never answered → `timeout`, and not tried again: three times 15 s is too long to look at', async ({
  canary,
}) => {
  const arrived = promised()
  const { plex, server, clock } = await socketsOf(canary, () => arrived.resolve())
  const error = canary.refusal(getUser(plex, canary.token))
  await arrived.promise
  clock.advance(15_000)
  expect(await error).toMatchObject({ code: 'timeout' })
  await server.left()
  expect(server.requests()).toEqual(tries(1))
})

describe('reset, at any byte of the answer → `network`, never `unexpected-response`; one POST', () => {
  test.for([
    ['reset before headers', ''],
    ['reset within the status line', 'HTTP/1.1 20'],
    ['reset within the headers', 'HTTP/1.1 201 Created\r\nContent-Ty'],
    ['reset in mid-body', 'HTTP/1.1 201 Created\r\nContent-Length: 900\r\n\r\n{"id":1,'],
  ] as const)('%s', async ([, bytes], { canary }) => {
    const { plex, credentials, server } = await socketsOf(canary, (socket) =>
      socket.write(bytes, () => setImmediate(() => socket.resetAndDestroy())),
    )
    expect(await canary.refusal(signIn(plex, credentials))).toMatchObject({ code: 'network' })
    expect(server.requests()).toEqual(tries(1))
  })
})

describe('closed too early, or not HTTP → `network`; one POST', () => {
  test.for([
    ['closed before any answer', ''],
    ['closed before the length that was promised', 'HTTP/1.1 201 Created\r\nContent-Length: 900\r\n\r\n{"id":1,'],
    ['closed within a chunk', 'HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{"id":1,'],
    ['no HTTP at all', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['chunks of no length', 'HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n'],
    ['headers past all reason', `HTTP/1.1 201 Created\r\nX-Long: ${'x'.repeat(200_000)}\r\n\r\n{}`],
    ['a body that is not gzip as it says', 'HTTP/1.1 201 Created\r\nContent-Encoding: gzip\r\n\r\n{"id":1}'],
  ] as const)('%s', async ([, bytes], { canary }) => {
    const { plex, credentials, server } = await socketsOf(canary, (socket) => socket.end(bytes))
    expect(await canary.refusal(signIn(plex, credentials))).toMatchObject({ code: 'network' })
    expect(server.requests()).toEqual(tries(1))
  })
})

test('an opaque CORS failure, as a browser shows it → `network`, one POST', async ({ canary }) => {
  const { plex, plexTv, credentials } = emulatorOf(canary)
  plexTv.fail({ kind: 'offline' })
  expect(await canary.refusal(signIn(plex, credentials))).toMatchObject({ code: 'network' })
  expect(plexTv.requests()).toEqual(tries(1))
})

test('offline at submit, online later → `network` at once, also for a lookup; nothing is queued', async ({
  canary,
}) => {
  const { plex, plexTv, credentials, clock, pauses } = emulatorOf(canary)
  vi.stubGlobal('navigator', { onLine: false })
  canary.after(() => vi.unstubAllGlobals())
  const fault = plexTv.fail({ kind: 'offline' })
  expect(await canary.refusal(signIn(plex, credentials))).toMatchObject({ code: 'network' })
  expect(await canary.refusal(getUser(plex, canary.token))).toMatchObject({ code: 'network' })
  expect(pauses).toEqual([])
  fault.stop()
  vi.unstubAllGlobals()
  clock.advance(60_000)
  await new Promise(setImmediate)
  expect(plexTv.requests()).toEqual(tries(2))
})

test('a lookup fails twice and then works → works, after about 0.4 s and 1.2 s', async ({ canary }) => {
  let visits = 0
  const { plex, pauses, server } = await socketsOf(canary, (socket) => {
    visits++
    if (visits === 1) socket.resetAndDestroy()
    else if (visits === 2) socket.end(http('503 Service Unavailable'))
    else socket.end(http('200 OK', JSON.stringify(somebody(canary))))
  })
  expect(await getUser(plex, canary.token)).toMatchObject({ id: 1 })
  expect(server.requests()).toEqual(tries(3))
  const [first = 0, second = 0, ...more] = pauses
  expect(first).toBeGreaterThanOrEqual(200)
  expect(first).toBeLessThanOrEqual(600)
  expect(second).toBeGreaterThanOrEqual(600)
  expect(second).toBeLessThanOrEqual(1800)
  expect(more).toEqual([])
})

test('a lookup fails three times → `network`, after three tries', async ({ canary }) => {
  const { plex, plexTv } = emulatorOf(canary)
  plexTv.fail({ kind: 'offline' })
  expect(await canary.refusal(getUser(plex, canary.token))).toMatchObject({ code: 'network' })
  expect(plexTv.requests()).toEqual(tries(3))
})

test('a fetch of the app’s that throws, or repeats the request in its error → `network`', async ({ canary }) => {
  const wrong = [
    (_: unknown, init?: RequestInit) => {
      throw new TypeError(`Failed: ${init?.body}`, { cause: init })
    },
    async (_: unknown, init?: RequestInit) => Promise.reject(Object.assign(new Error(String(init?.body)), { init })),
  ] as unknown as (typeof fetch)[]
  for (const fetch of wrong) {
    const { plex, credentials } = clientOf(canary, { fetch })
    expect(await canary.refusal(signIn(plex, credentials))).toMatchObject({ code: 'network' })
  }
})

test('a fetch of the app’s that gives no response, or trips over what is not there → `misuse`, asked once', async ({
  canary,
}) => {
  for (const answer of [undefined, {}, { status: 200, ok: true, text: undefined }]) {
    let asked = 0
    const fetch = (async () => {
      asked++
      return answer
    }) as unknown as typeof globalThis.fetch
    const { plex } = clientOf(canary, { fetch })
    expect(await canary.refusal(getUser(plex, canary.token))).toMatchObject({ code: 'misuse' })
    expect(asked).toBe(1)
  }
})

test('a fetch of the app’s that does not heed its signal → `timeout` all the same', async ({ canary }) => {
  const { plex, credentials, clock } = clientOf(canary, { fetch: () => new Promise<Response>(() => {}) })
  const error = canary.refusal(signIn(plex, credentials))
  await vi.waitUntil(() => clock.waiting > 0)
  clock.advance(15_000)
  expect(await error).toMatchObject({ code: 'timeout' })
})
