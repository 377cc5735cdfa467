import { expect } from 'vitest'
import type { FaultRow } from '../../../../.ci/faults/faultRow.ts'
import type { SessionStore } from '../index.ts'
import { answersOf, grantOf, sessionOf } from './plexOf.ts'

const area = 'Hostile input'

/** A store or a backend that the app gave us. */
export const storeFaults: FaultRow[] = [
  ...(
    [
      [
        'throws, and quotes the record',
        (text) => {
          throw new Error(`No room for ${text}`)
        },
      ],
      ['rejects, and quotes the record', (text) => Promise.reject(new Error(`No room for ${text}`, { cause: text }))],
    ] satisfies [string, (text: string) => void | Promise<void>][]
  ).map(
    ([form, fail]): FaultRow => ({
      area,
      fault: `a store of the app’s whose write ${form}`,
      endState: 'signed in, in memory; a warning without it',
      async run(stage) {
        const { plex } = answersOf(stage, () => new Response(null, { status: 204 }))
        const storage: SessionStore = { read: () => null, write: fail, clear: () => fail('all') }
        const session = sessionOf(stage, plex, { storage })
        await session.start(grantOf(stage.token))
        expect(await session.getToken()).toBe(stage.token)
        await session.signOut()
        expect(session.getState()).toMatchObject({ status: 'signed-out' })
      },
    }),
  ),
  ...(
    [
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
    ] satisfies [string, () => unknown][]
  ).map(
    ([form, read]): FaultRow => ({
      area,
      fault: `a store of the app’s whose read ${form}`,
      endState: 'nobody is signed in; one can sign in',
      async run(stage) {
        const { plex } = answersOf(stage, () => new Response(null, { status: 204 }))
        const storage = { read, write() {}, clear() {} } as unknown as SessionStore
        const session = sessionOf(stage, plex, { storage })
        await stage.refusal(session.getToken())
        expect(session.getState()).toEqual({ status: 'signed-out', reason: 'never' })
        await session.start(grantOf(stage.token))
        expect(session.getState()).toMatchObject({ status: 'signed-in' })
      },
    }),
  ),
]
