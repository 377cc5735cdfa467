// @module-tag fault
import { describe, expect, vi } from 'vitest'
import { createPlexSession, denyAccess, type SessionBackend } from '../index.ts'
import { faultTest as test } from '../testing/faultTest.ts'
import { answersOf, grantOf, sessionOf } from '../testing/plexOf.ts'

/** The app's own server keeps the session. */
test('two sign-ins answered out of order → the second is not begun before the first has ended; the session is whose `start` was last, and stays so', {
  tags: 'protocol',
}, async ({ canary }) => {
  const { plex, clock } = answersOf(canary, () => new Response(null, { status: 204 }))
  const held: (() => void)[] = []
  const backend = {
    accept: () => new Promise<void>((resolve) => held.push(resolve)),
    restore: async () => null,
    signOut: async () => {},
  }
  const session = sessionOf(canary, plex, { backend })
  const first = canary.refusal(session.start(grantOf(canary.token, { uuid: 'first' })))
  await vi.waitUntil(() => held.length === 1)
  const second = session.start(grantOf(canary.token, { uuid: 'second' }))
  expect(await first).toMatchObject({ name: 'AbortError' })
  await new Promise(setImmediate)
  expect(held).toHaveLength(1)
  held[0]?.()
  await vi.waitUntil(() => held.length === 2)
  expect(session.getState()).toEqual({ status: 'signed-out', reason: 'never' })
  held[1]?.()
  await second
  expect(session.getState()).toMatchObject({ user: { uuid: 'second' } })
  await vi.waitUntil(() => clock.waiting === 0)
})

describe('a backend that refuses, with whatever it throws → `backend`; not signed in; the token in no message', {
  tags: 'hostile-input',
}, () => {
  test.for([
    ['an error that quotes the token', (token) => new Error(`Bad token ${token}: ${token}`)],
    ['an error with the token in its cause', (token) => new Error('No', { cause: token })],
    ['a text', (token) => `Bad token ${token}`],
    ['an object', (token) => ({ token })],
    ['an object that can’t be a text', (token) => Object.assign(Object.create(null), { token })],
    [
      'an object whose text throws',
      (token) => ({
        toString() {
          throw new Error(token)
        },
      }),
    ],
    ['nothing', () => undefined],
  ] satisfies [string, (token: string) => unknown][])('%s', async ([, make], { canary }) => {
    const { plex } = answersOf(canary, () => new Response(null, { status: 204 }))
    const refuse = async () => Promise.reject(make(canary.token))
    const session = createPlexSession(plex, {
      backend: { accept: refuse, restore: async () => null, signOut: async () => {} },
    })
    canary.after(session.close)
    expect(await canary.refusal(session.start(grantOf(canary.token)))).toMatchObject({
      name: 'PlexError',
      code: 'backend',
    })
    expect(session.getState()).toEqual({ status: 'signed-out', reason: 'never' })
    await session.signOut()
  })
})

describe('an app that says no to somebody → `access-denied`, in the app’s own code and words; not signed in; the token ended at plex.tv', {
  tags: 'protocol',
}, () => {
  test.for(['authorize', 'accept'] as const)('%s', async (place, { canary }) => {
    const { plex, requests, clock } = answersOf(canary, () => new Response(null, { status: 204 }))
    const say = async () => denyAccess({ code: 'not-invited', message: `Ask Mara, not ${canary.token}.` })
    const session = sessionOf(
      canary,
      plex,
      place === 'authorize'
        ? { storage: 'memory', authorize: say }
        : { backend: { accept: say, restore: async () => null, signOut: async () => {} } },
    )
    expect(await canary.refusal(session.start(grantOf(canary.token)))).toMatchObject({
      code: 'access-denied',
      denial: { code: 'not-invited', message: 'Ask Mara, not [token].' },
    })
    expect(session.getState()).toEqual({ status: 'signed-out', reason: 'never' })
    await vi.waitUntil(() => requests.some(({ method }) => method === 'DELETE') && clock.waiting === 0)
  })
})

test('a backend that does not answer → `backend` after 30 s when signing in; nobody signed in when it has to say who; signing out is done at once', {
  tags: 'network',
}, async ({ canary }) => {
  const { plex, clock } = answersOf(canary, () => new Response(null, { status: 204 }))
  const never = () => new Promise<never>(() => {})
  let restore = async () => null
  const session = sessionOf(canary, plex, { backend: { accept: never, restore: () => restore(), signOut: never } })
  await vi.waitUntil(() => session.getState().status === 'signed-out')
  const error = canary.refusal(session.start(grantOf(canary.token)))
  await vi.waitUntil(() => clock.waiting > 0)
  clock.advance(30_000)
  expect(await error).toMatchObject({ code: 'backend' })
  restore = never
  const other = sessionOf(canary, plex, { backend: { accept: never, restore, signOut: never } })
  for (let attempt = 0; other.getState().status === 'pending'; attempt++) {
    expect(attempt).toBeLessThan(4)
    await vi.waitUntil(() => clock.waiting > 0 || other.getState().status !== 'pending')
    clock.advance(30_000)
    await new Promise(setImmediate)
  }
  expect(other.getState()).toEqual({ status: 'signed-out', reason: 'never' })
})

describe('a backend that fails or gives nonsense where it has to say who is signed in → asked three times; then nobody is, with a warning; one can sign in', {
  tags: 'hostile-input',
}, () => {
  test.for([
    [
      'throws',
      () => {
        throw new Error('down')
      },
    ],
    ['rejects', () => Promise.reject(new Error('down'))],
    ['gives a page of HTML', async () => '<html></html>'],
    ['gives a user without an id', async () => ({ ...grantOf('').user, id: undefined })],
    ['gives undefined', async () => undefined],
    ['gives a list', async () => []],
  ] satisfies [string, () => unknown][])('%s', async ([, restore], { canary }) => {
    const { plex } = answersOf(canary, () => new Response(null, { status: 204 }))
    const asked = vi.fn(restore)
    const backend = { accept: async () => {}, restore: asked, signOut: async () => {} } as unknown as SessionBackend
    const session = sessionOf(canary, plex, { backend })
    await vi.waitFor(() => expect(session.getState()).toEqual({ status: 'signed-out', reason: 'never' }))
    expect(asked).toHaveBeenCalledTimes(3)
    await session.start(grantOf(canary.token))
    expect(await canary.refusal(session.refresh())).toMatchObject({ code: 'backend' })
    expect(session.getState()).toMatchObject({ status: 'signed-in' })
    expect(await canary.refusal(session.getToken())).toMatchObject({ code: 'misuse' })
  })
})
