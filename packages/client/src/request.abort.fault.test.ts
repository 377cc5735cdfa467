// @module-tag fault
// @module-tag network
import { describe, expect, vi } from 'vitest'
import { createDeadline, createPlexSession, getUser, type PlexUser, signIn, waitForPin } from './index.ts'
import { faultTest as test } from './testing/faultTest.ts'
import { answersOf, clientOf, jsonOf, promised, socketsOf, somebody, tries } from './testing/plexOf.ts'

/** The caller changes their mind. */
test('aborted by the caller before the call → their own reason; nothing is sent', async ({ canary }) => {
  const { plex, credentials, requests } = answersOf(canary, () => jsonOf(somebody(canary)))
  const caller = canary.caller()
  caller.abort('changed my mind')
  expect(await canary.refusal(signIn(plex, credentials, { signal: caller.signal }))).toBe('changed my mind')
  expect(requests).toEqual([])
})

describe('aborted by the caller on the way → the `AbortError`, untouched, at once; the request aborted, and not tried again', () => {
  test.for([
    ['before any answer', ''],
    ['within the headers', 'HTTP/1.1 201 Created\r\nContent'],
    ['in mid-body', 'HTTP/1.1 201 Created\r\nContent-Length: 900\r\n\r\n{"id":1,'],
  ] as const)('%s', async ([, bytes], { canary }) => {
    const sent = promised()
    const { plex, credentials, server } = await socketsOf(canary, (socket) => {
      socket.write(bytes, () => setImmediate(sent.resolve))
    })
    const caller = canary.caller()
    const error = canary.refusal(signIn(plex, credentials, { signal: caller.signal }))
    await sent.promise
    caller.abort()
    expect(await error).toBe(caller.signal.reason)
    await server.left()
    expect(server.requests()).toEqual(tries(1))
  })
})

test('aborted by the caller, before and during a call, in a browser whose signals have no reason (Chrome 79) → an `AbortError`', async ({
  canary,
}) => {
  const { plex, credentials, clock } = answersOf(canary, ({ method }) =>
    method === 'DELETE' ? new Response(null, { status: 204 }) : new Promise<Response>(() => {}),
  )
  const reason = vi.spyOn(AbortSignal.prototype, 'reason', 'get').mockReturnValue(undefined)
  canary.after(() => reason.mockRestore())
  const caller = canary.caller()
  const error = canary.refusal(signIn(plex, credentials, { signal: caller.signal }))
  caller.abort()
  expect(await error).toMatchObject({ name: 'AbortError' })
  const { signal } = caller
  const session = createPlexSession(plex, { storage: 'memory' })
  const pin = { kind: 'strong', id: 1, authUrl: '', expires: createDeadline(plex.clock, 1000) } as const
  const later = canary.caller()
  const refusals = [
    getUser(plex, canary.token, { signal }),
    session.start({ token: canary.token, user: {} as PlexUser }, { signal }),
    waitForPin(plex, pin, { signal }),
    waitForPin(plex, pin, { signal: later.signal }),
  ].map((call) => canary.refusal(call))
  later.abort()
  for (const refusal of refusals) expect(await refusal).toMatchObject({ name: 'AbortError' })
  // The token of the sign-in that was called off is ended.
  await vi.waitUntil(() => clock.waiting === 0)
})

test('aborted by the caller between two tries → their reason, at once; nothing more is sent', async ({ canary }) => {
  const { plex, requests, pauses } = answersOf(canary, () => jsonOf({}, { status: 503 }), true)
  const caller = canary.caller()
  const error = canary.refusal(getUser(plex, canary.token, { signal: caller.signal }))
  await vi.waitUntil(() => pauses.length > 0)
  caller.abort()
  const waited = new Promise((resolve) => setImmediate(() => setImmediate(() => resolve('still waiting'))))
  expect(await Promise.race([error, waited])).toBe(caller.signal.reason)
  expect(requests).toEqual(tries(1))
})

test('aborted by the caller after the answer → nothing: the answer stands', async ({ canary }) => {
  const { plex, credentials } = answersOf(canary, () => jsonOf(somebody(canary)))
  const caller = canary.caller()
  const { token } = await signIn(plex, credentials, { signal: caller.signal })
  caller.abort()
  expect(token).toBe(canary.token)
})

test('the app’s own client identifier never comes → `timeout`, or the caller’s abort; nothing is sent', async ({
  canary,
}) => {
  const fetch = vi.fn<typeof globalThis.fetch>()
  const clientIdentifier = () => new Promise<string>(() => {})
  const { plex, credentials, clock } = clientOf(canary, { fetch, clientIdentifier })
  const waited = () => new Promise((resolve) => setImmediate(() => setImmediate(() => resolve('still waiting'))))
  const caller = canary.caller()
  const aborted = canary.refusal(signIn(plex, credentials, { signal: caller.signal }))
  caller.abort()
  expect(await Promise.race([aborted, waited()])).toBe(caller.signal.reason)
  const late = canary.refusal(signIn(plex, credentials))
  clock.advance(15_000)
  expect(await Promise.race([late, waited()])).toMatchObject({ code: 'timeout' })
  expect(fetch).not.toHaveBeenCalled()
})
