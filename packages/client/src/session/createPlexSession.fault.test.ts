// @module-tag fault
// @module-tag protocol
import { describe, expect } from 'vitest'
import { getUser } from '../index.ts'
import { faultTest as test } from '../testing/faultTest.ts'
import { answersOf, grantOf, jsonOf, sessionOf, somebody } from '../testing/plexOf.ts'

/** A session, and plex.tv's word on its token. */
describe('the stored token’s lookup fails → signed out, once, if plex.tv says that the token is dead; still signed in otherwise', () => {
  test.for([
    ['401', (answer) => answer('{"errors":[{"code":1001}]}', 401), 'unauthorized', 'revoked'],
    ['498', (answer) => answer('', 498), 'token-expired', 'revoked'],
    ['500', (answer) => answer('', 500), 'server', null],
    [
      '422, and says in words that it is invalid',
      (answer) => answer('<?xml version="1.0"?>\n<errors>\n  <error>Invalid token</error>\n</errors>', 422),
      'unauthorized',
      'revoked',
    ],
    ['503 with HTML', (answer) => answer('<html></html>', 503), 'server', null],
    ['429', (answer) => answer('', 429), 'rate-limited', null],
    ['403', (answer) => answer('', 403), 'forbidden', null],
    ['404', (answer) => answer('', 404), 'not-found', null],
    ['422', (answer) => answer('{"errors":[{"code":1001}]}', 422), 'rejected', null],
    ['200 with a captive portal', (answer) => answer('<html></html>', 200), 'unexpected-response', null],
    ['a redirect', (answer) => answer('', 302), 'unexpected-response', null],
    ['no connection', () => Promise.reject(new TypeError('Failed to fetch')), 'network', null],
  ] satisfies [
    string,
    (answer: (body: string, status: number) => Response) => Response | Promise<Response>,
    string,
    string | null,
  ][])('%s', async ([, answer, code, reason], { canary }) => {
    const { plex, requests } = answersOf(canary, () => answer((body, status) => new Response(body, { status })))
    const session = sessionOf(canary, plex)
    await session.start(grantOf(canary.token))
    const states: unknown[] = []
    session.subscribe(() => states.push(session.getState()))
    const calls = [session.refresh(), session.call(getUser), session.call(getUser)]
    for (const error of await Promise.all(calls.map(canary.refusal))) expect(error).toMatchObject({ code })
    const state = reason ? { status: 'signed-out', reason } : { status: 'signed-in', refreshError: { code } }
    expect(states).toMatchObject([state])
    if (!reason) expect(await session.getToken()).toBe(canary.token)
    expect(requests.some(({ method }) => method === 'DELETE')).toBe(false)
  })
})

test('a 401 for a token that is no longer the session’s → the new session stays', async ({ canary }) => {
  let refuse = (_: Response) => {}
  const { plex } = answersOf(canary, ({ method }) =>
    method === 'DELETE' ? new Response(null, { status: 204 }) : new Promise((resolve) => (refuse = resolve)),
  )
  const session = sessionOf(canary, plex)
  await session.start(grantOf(canary.token))
  const old = canary.refusal(session.call(getUser))
  await new Promise(setImmediate)
  await session.start(grantOf(canary.secret('second token', `second-${canary.token}`), { uuid: 'second' }))
  refuse(new Response('', { status: 401 }))
  expect(await old).toMatchObject({ code: 'unauthorized' })
  expect(session.getState()).toMatchObject({ status: 'signed-in', user: { uuid: 'second' } })
})

test('an answer from before the sign-out → goes to who asked, and brings nobody back', async ({ canary }) => {
  const held: ((response: Response) => void)[] = []
  const { plex } = answersOf(canary, ({ method }) =>
    method === 'DELETE' ? new Response(null, { status: 204 }) : new Promise((resolve) => held.push(resolve)),
  )
  const session = sessionOf(canary, plex)
  await session.start(grantOf(canary.token))
  const late = session.refresh()
  await new Promise(setImmediate)
  await session.signOut()
  held[0]?.(jsonOf(somebody(canary)))
  expect(await late).toMatchObject({ id: 1 })
  expect(session.getState()).toEqual({ status: 'signed-out', reason: 'signed-out' })
  expect(await canary.refusal(session.getToken())).toMatchObject({ code: 'unauthorized' })
})

describe('signing out while plex.tv fails → signed out at once; the token forgotten; rejects not', () => {
  test.for([
    ['says that the token is dead', () => new Response('', { status: 401 })],
    ['is down', () => new Response('', { status: 503 })],
    ['is out of reach', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['redirects', () => new Response('', { status: 302 })],
  ] satisfies [string, () => Response | Promise<Response>][])('%s', async ([, answer], { canary }) => {
    const { plex } = answersOf(canary, answer)
    const session = sessionOf(canary, plex)
    await session.start(grantOf(canary.token))
    const done = session.signOut()
    await new Promise(setImmediate)
    expect(session.getState()).toEqual({ status: 'signed-out', reason: 'signed-out' })
    await done
    expect(await canary.refusal(session.getToken())).toMatchObject({ code: 'unauthorized' })
  })
})

test('signing out while plex.tv does not answer → signed out at once; gives up on the revoking in time', async ({
  canary,
}) => {
  const { plex, clock } = answersOf(canary, () => new Promise(() => {}))
  const session = sessionOf(canary, plex)
  await session.start(grantOf(canary.token))
  const done = session.signOut()
  await new Promise(setImmediate)
  expect(session.getState()).toEqual({ status: 'signed-out', reason: 'signed-out' })
  clock.advance(15_000)
  await done
})
