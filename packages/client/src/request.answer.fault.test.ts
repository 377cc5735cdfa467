// @module-tag fault
// @module-tag network
import { gzipSync } from 'node:zlib'
import { describe, expect } from 'vitest'
import { getUser, signIn } from './index.ts'
import { http } from './testing/createSocketServer.ts'
import { faultTest as test } from './testing/faultTest.ts'
import { emulatorOf, socketsOf, somebody, tries } from './testing/plexOf.ts'

/** Answers that aren't plex.tv's. */
test('slow body, a byte each 100 ms → `timeout` counted to the end of the body; the request aborted', async ({
  canary,
}) => {
  const { plex, credentials, server, clock } = await socketsOf(canary, (socket) => {
    socket.write('HTTP/1.1 201 Created\r\nContent-Length: 100000\r\n\r\n')
    const drip = () =>
      socket.write('{', () => {
        if (socket.destroyed) return
        clock.advance(100)
        setImmediate(drip)
      })
    drip()
  })
  const started = clock.elapsed()
  expect(await canary.refusal(signIn(plex, credentials))).toMatchObject({ code: 'timeout' })
  expect(clock.elapsed() - started).toBeLessThanOrEqual(15_100)
  await server.left()
})

test('endless body, of a success or of a failure → refused after 1 MiB, and read no further; a failure keeps its code', async ({
  canary,
}) => {
  for (const [status, code] of [
    ['201 Created', 'unexpected-response'],
    ['401 Unauthorized', 'invalid-credentials'],
    ['500 Internal Server Error', 'server'],
  ] as const) {
    let sent = 0
    const { plex, credentials, server } = await socketsOf(canary, (socket) => {
      socket.write(`HTTP/1.1 ${status}\r\n\r\n`)
      const pour = () => {
        while (!socket.destroyed && socket.write(' '.repeat(65_536))) sent += 65_536
      }
      socket.on('drain', pour)
      pour()
    })
    expect(await canary.refusal(signIn(plex, credentials))).toMatchObject({ code })
    await server.left()
    // The system's buffers hold some that was sent and never read.
    expect(sent).toBeLessThan(32 * 1024 * 1024)
  }
})

test('a small gzip of a huge body → `unexpected-response`, after 1 MiB', async ({ canary }) => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '))
  const { plex, credentials } = await socketsOf(canary, (socket) =>
    socket.end(http('201 Created', bomb, { 'Content-Encoding': 'gzip' })),
  )
  expect(await canary.refusal(signIn(plex, credentials))).toMatchObject({ code: 'unexpected-response' })
})

describe('502 with HTML and its kin → `server`; one POST, a lookup three times; none of its words', () => {
  test.for([
    ['502 with HTML', '502 Bad Gateway', (text) => `<html><h1>${text}</h1><script>alert(1)</script></html>`],
    ['503, empty', '503 Service Unavailable', () => ''],
    [
      '500 with `errors`',
      '500 Internal Server Error',
      (text) => JSON.stringify({ errors: [{ code: 1006, message: text }] }),
    ],
    ['522 of an edge', '522 Origin Connection Time-out', (text) => text],
  ] satisfies [string, string, (text: string) => string][])('%s', async ([, status, body], { canary }) => {
    const { plex, credentials, server } = await socketsOf(canary, (socket) =>
      socket.end(http(status, body(canary.serverText), { 'Content-Type': 'text/html' })),
    )
    const expected = { code: 'server', status: Number(status.slice(0, 3)) }
    expect(await canary.refusal(signIn(plex, credentials))).toMatchObject(expected)
    expect(server.requests()).toEqual(tries(1))
    expect(await canary.refusal(getUser(plex, canary.token))).toMatchObject(expected)
    expect(server.requests()).toEqual(tries(4))
  })
})

describe('429 with a `Retry-After`, with none, or with nonsense → `rate-limited` for as long, for 30 s, for 15 minutes at most; nothing is sent again by itself', () => {
  test.for([
    ['seconds', '7', 7_000],
    ['a date', 'Thu, 01 Jan 2026 00:01:30 GMT', 90_000],
    ['a date that has passed', 'Wed, 31 Dec 2025 23:00:00 GMT', 30_000],
    ['nothing', undefined, 30_000],
    ['no number', 'a while', 30_000],
    ['a year', '31536000', 900_000],
  ] as const)('%s', async ([, retryAfter, retryAfterMs], { canary }) => {
    const { plex, plexTv, credentials } = emulatorOf(canary)
    plexTv.fail({ kind: 'rate-limited', retryAfter })
    const expected = { code: 'rate-limited', status: 429, plexCode: 1003, retryAfterMs }
    expect(await canary.refusal(signIn(plex, credentials))).toMatchObject(expected)
    expect(plexTv.requests()).toEqual(tries(1))
  })
})

test('429 again and again, without `Retry-After` → the wait doubles up to 15 minutes, and starts anew after a success', async ({
  canary,
}) => {
  const { plex, plexTv, credentials } = emulatorOf(canary)
  const waits = async (times: number) => {
    const fault = plexTv.fail({ kind: 'rate-limited' })
    const found: unknown[] = []
    for (let time = 0; time < times; time++) {
      found.push(((await canary.refusal(signIn(plex, credentials))) as { retryAfterMs: number }).retryAfterMs / 1000)
    }
    fault.stop()
    return found
  }
  expect(await waits(7)).toEqual([30, 60, 120, 240, 480, 900, 900])
  await signIn(plex, plexTv.person('plain'))
  expect(await waits(1)).toEqual([30])
})

describe('a success whose body is no person → `unexpected-response`', () => {
  test.for([
    ['JSON that ends in its middle', '201 Created', '{"id":1,"uuid":"0123456789abcdef","authTok'],
    ['HTML from a captive portal', '200 OK', '<!doctype html><title>Welcome</title>'],
    ['an empty body', '201 Created', ''],
    ['no content', '204 No Content', ''],
    ['XML, whatever was asked for', '201 Created', '<?xml version="1.0"?><user id="1" uuid="abc" authToken="x"/>'],
    ['a JSON text', '201 Created', '"signed in"'],
    ['null', '201 Created', 'null'],
    ['a list', '201 Created', '[{"id":1}]'],
    ['a success that lists errors', '200 OK', '{"errors":[{"code":1001}]}'],
    ['brackets, a hundred thousand deep', '201 Created', '['.repeat(100_000)],
    ['random bytes', '201 Created', Uint8Array.from({ length: 500 }, (_, index) => (index * 7919) % 256)],
  ] satisfies [string, string, string | Uint8Array][])('%s', async ([, status, body], { canary }) => {
    const { plex, credentials, server } = await socketsOf(canary, (socket) =>
      socket.end(http(status, body, status.startsWith('204') ? { 'Content-Length': '0' } : {})),
    )
    const expected = { code: 'unexpected-response', status: Number(status.slice(0, 3)) }
    expect(await canary.refusal(signIn(plex, credentials))).toMatchObject(expected)
    expect(await canary.refusal(getUser(plex, canary.token))).toMatchObject(expected)
    expect(server.requests()).toEqual(tries(2))
  })
})

describe('good JSON in a strange wrapping → works', () => {
  test.for([
    ['under `text/html`', { 'Content-Type': 'text/html' }, (json) => json],
    ['under `text/json; charset=utf-16`', { 'Content-Type': 'text/json; charset=utf-16' }, (json) => json],
    ['without a content type', { 'Content-Type': '' }, (json) => json],
    ['after a byte order mark', {}, (json) => `\ufeff${json}`],
    ['among blank lines', {}, (json) => `\r\n\r\n${json}\n`],
    ['in gzip', { 'Content-Encoding': 'gzip' }, (json) => gzipSync(json)],
    [
      'a byte a chunk, through letters of several bytes',
      { 'Content-Length': '', 'Transfer-Encoding': 'chunked' },
      (json) =>
        Buffer.concat([
          ...[...Buffer.from(json)].map((byte) => Buffer.from([49, 13, 10, byte, 13, 10])),
          Buffer.from('0\r\n\r\n'),
        ]),
    ],
  ] satisfies [string, Record<string, string>, (json: string) => string | Uint8Array][])(
    '%s',
    async ([, headers, body], { canary }) => {
      const json = JSON.stringify({ ...somebody(canary), title: 'Ève 映画 🎬' })
      const { plex, credentials } = await socketsOf(canary, (socket) => {
        const bytes = http('201 Created', body(json), headers)
        const text = bytes.toString('latin1').replace('Content-Length: \r\n', '').replace('Content-Type: \r\n', '')
        socket.end(Buffer.from(text, 'latin1'))
      })
      const { token, user } = await signIn(plex, credentials)
      expect([token, user.title]).toEqual([canary.token, 'Ève 映画 🎬'])
    },
  )
})

test('early hints before the answer; an answer of unsaid length → works', async ({ canary }) => {
  const { plex, credentials } = await socketsOf(canary, (socket) => {
    socket.write('HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n')
    socket.end(`HTTP/1.1 201 Created\r\nConnection: close\r\n\r\n${JSON.stringify(somebody(canary))}`)
  })
  expect(await signIn(plex, credentials)).toMatchObject({ token: canary.token })
})
