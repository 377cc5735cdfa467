import { expect, vi } from 'vitest'
import type { FaultRow } from '../../../../.ci/faults/faultRow.ts'
import { createPlexSession, denyAccess, type SessionBackend } from '../index.ts'
import { answersOf, grantOf, sessionOf } from './plexOf.ts'

const area = 'Hostile input'

/** The app's own server keeps the session. */
export const backendFaults: FaultRow[] = [
  {
    area: 'Protocol',
    fault: 'two sign-ins answered out of order',
    endState: 'the second is not begun before the first has ended; the session is whose `start` was last, and stays so',
    async run(stage) {
      const { plex, clock } = answersOf(stage, () => new Response(null, { status: 204 }))
      const held: (() => void)[] = []
      const backend = {
        accept: () => new Promise<void>((resolve) => held.push(resolve)),
        restore: async () => null,
        signOut: async () => {},
      }
      const session = sessionOf(stage, plex, { backend })
      const first = stage.refusal(session.start(grantOf(stage.token, { uuid: 'first' })))
      await vi.waitUntil(() => held.length === 1)
      const second = session.start(grantOf(stage.token, { uuid: 'second' }))
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
    },
  },
  ...(
    [
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
    ] satisfies [string, (token: string) => unknown][]
  ).map(
    ([form, make]): FaultRow => ({
      area,
      fault: `a backend that refuses with ${form}`,
      endState: '`backend`; not signed in; the token in no message',
      async run(stage) {
        const { plex } = answersOf(stage, () => new Response(null, { status: 204 }))
        const refuse = async () => Promise.reject(make(stage.token))
        const session = createPlexSession(plex, {
          backend: { accept: refuse, restore: async () => null, signOut: async () => {} },
        })
        stage.after(session.close)
        expect(await stage.refusal(session.start(grantOf(stage.token)))).toMatchObject({
          name: 'PlexError',
          code: 'backend',
        })
        expect(session.getState()).toEqual({ status: 'signed-out', reason: 'never' })
        await session.signOut()
      },
    }),
  ),
  ...(['authorize', 'accept'] as const).map(
    (place): FaultRow => ({
      area: 'Protocol',
      fault: `an app that says no to somebody, by its \`${place}\``,
      endState: '`access-denied`, in the app’s own code and words; not signed in; the token ended at plex.tv',
      async run(stage) {
        const { plex, requests, clock } = answersOf(stage, () => new Response(null, { status: 204 }))
        const say = async () => denyAccess({ code: 'not-invited', message: `Ask Mara, not ${stage.token}.` })
        const session = sessionOf(
          stage,
          plex,
          place === 'authorize'
            ? { storage: 'memory', authorize: say }
            : { backend: { accept: say, restore: async () => null, signOut: async () => {} } },
        )
        expect(await stage.refusal(session.start(grantOf(stage.token)))).toMatchObject({
          code: 'access-denied',
          denial: { code: 'not-invited', message: 'Ask Mara, not [token].' },
        })
        expect(session.getState()).toEqual({ status: 'signed-out', reason: 'never' })
        await vi.waitUntil(() => requests.some(({ method }) => method === 'DELETE') && clock.waiting === 0)
      },
    }),
  ),
  {
    area: 'Network',
    fault: 'a backend that does not answer',
    endState:
      '`backend` after 30 s when signing in; nobody signed in when it has to say who; signing out is done at once',
    async run(stage) {
      const { plex, clock } = answersOf(stage, () => new Response(null, { status: 204 }))
      const never = () => new Promise<never>(() => {})
      let restore = async () => null
      const session = sessionOf(stage, plex, { backend: { accept: never, restore: () => restore(), signOut: never } })
      await vi.waitUntil(() => session.getState().status === 'signed-out')
      const error = stage.refusal(session.start(grantOf(stage.token)))
      await vi.waitUntil(() => clock.waiting > 0)
      clock.advance(30_000)
      expect(await error).toMatchObject({ code: 'backend' })
      restore = never
      const other = sessionOf(stage, plex, { backend: { accept: never, restore, signOut: never } })
      for (let attempt = 0; other.getState().status === 'pending'; attempt++) {
        expect(attempt).toBeLessThan(4)
        await vi.waitUntil(() => clock.waiting > 0 || other.getState().status !== 'pending')
        clock.advance(30_000)
        await new Promise(setImmediate)
      }
      expect(other.getState()).toEqual({ status: 'signed-out', reason: 'never' })
    },
  },
  ...(
    [
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
    ] satisfies [string, () => unknown][]
  ).map(
    ([form, restore]): FaultRow => ({
      area,
      fault: `a backend that ${form} where it has to say who is signed in`,
      endState: 'asked three times; then nobody is, with a warning; one can sign in',
      async run(stage) {
        const { plex } = answersOf(stage, () => new Response(null, { status: 204 }))
        const asked = vi.fn(restore)
        const backend = { accept: async () => {}, restore: asked, signOut: async () => {} } as unknown as SessionBackend
        const session = sessionOf(stage, plex, { backend })
        await vi.waitFor(() => expect(session.getState()).toEqual({ status: 'signed-out', reason: 'never' }))
        expect(asked).toHaveBeenCalledTimes(3)
        await session.start(grantOf(stage.token))
        expect(await stage.refusal(session.refresh())).toMatchObject({ code: 'backend' })
        expect(session.getState()).toMatchObject({ status: 'signed-in' })
        expect(await stage.refusal(session.getToken())).toMatchObject({ code: 'misuse' })
      },
    }),
  ),
]
