// @module-tag fault
// @module-tag hostile-input
import { describe, expect } from 'vitest'
import type { SessionStore } from '../index.ts'
import { faultTest as test } from '../testing/faultTest.ts'
import { answersOf, grantOf, sessionOf } from '../testing/plexOf.ts'

/** A store or a backend that the app gave us. */
describe('a store of the app’s whose write fails, and quotes the record → signed in, in memory; a warning without it', () => {
  test.for([
    [
      'throws, and quotes the record',
      (text) => {
        throw new Error(`No room for ${text}`)
      },
    ],
    ['rejects, and quotes the record', (text) => Promise.reject(new Error(`No room for ${text}`, { cause: text }))],
  ] satisfies [string, (text: string) => void | Promise<void>][])('%s', async ([, fail], { canary }) => {
    const { plex } = answersOf(canary, () => new Response(null, { status: 204 }))
    const storage: SessionStore = { read: () => null, write: fail, clear: () => fail('all') }
    const session = sessionOf(canary, plex, { storage })
    await session.start(grantOf(canary.token))
    expect(await session.getToken()).toBe(canary.token)
    await session.signOut()
    expect(session.getState()).toMatchObject({ status: 'signed-out' })
  })
})

describe('a store of the app’s whose read fails or gives nonsense → nobody is signed in; one can sign in', () => {
  test.for([
    [
      'throws',
      () => {
        throw new Error('blocked')
      },
    ],
    ['rejects', () => Promise.reject(new Error('blocked'))],
    ['gives words', () => 'signed in'],
    ['gives half a record', () => '{"v":1,"token":"x","user":{"id":1'],
    ['gives another version', () => '{"v":99}'],
    ['gives undefined', () => undefined],
    ['gives an object', () => ({ v: 1 })],
  ] satisfies [string, () => unknown][])('%s', async ([, read], { canary }) => {
    const { plex } = answersOf(canary, () => new Response(null, { status: 204 }))
    const storage = { read, write() {}, clear() {} } as unknown as SessionStore
    const session = sessionOf(canary, plex, { storage })
    await canary.refusal(session.getToken())
    expect(session.getState()).toEqual({ status: 'signed-out', reason: 'never' })
    await session.start(grantOf(canary.token))
    expect(session.getState()).toMatchObject({ status: 'signed-in' })
  })
})
