import { expect } from 'vitest'
import type { FaultRow } from '../../../../.ci/faults/faultRow.ts'
import { getUser } from '../index.ts'
import { answersOf, grantOf, jsonOf, sessionOf, somebody } from './plexOf.ts'

const area = 'Protocol'
/** A session, and plex.tv's word on its token. */
export const tokenFaults: FaultRow[] = [
  ...(
    [
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
    ][]
  ).map(
    ([form, answer, code, reason]): FaultRow => ({
      area,
      fault: `the stored token’s lookup meets ${form}`,
      endState: reason ? `\`${code}\`; signed out, once` : `\`${code}\`; still signed in`,
      async run(stage) {
        const { plex, requests } = answersOf(stage, () => answer((body, status) => new Response(body, { status })))
        const session = sessionOf(stage, plex)
        await session.start(grantOf(stage.token))
        const states: unknown[] = []
        session.subscribe(() => states.push(session.getState()))
        const calls = [session.refresh(), session.call(getUser), session.call(getUser)]
        for (const error of await Promise.all(calls.map(stage.refusal))) expect(error).toMatchObject({ code })
        expect(states).toEqual(reason ? [{ status: 'signed-out', reason }] : [])
        if (!reason) expect(await session.getToken()).toBe(stage.token)
        expect(requests.some(({ method }) => method === 'DELETE')).toBe(false)
      },
    }),
  ),
  {
    area,
    fault: 'a 401 for a token that is no longer the session’s',
    endState: 'the new session stays',
    async run(stage) {
      let refuse = (_: Response) => {}
      const { plex } = answersOf(stage, ({ method }) =>
        method === 'DELETE' ? new Response(null, { status: 204 }) : new Promise((resolve) => (refuse = resolve)),
      )
      const session = sessionOf(stage, plex)
      await session.start(grantOf(stage.token))
      const old = stage.refusal(session.call(getUser))
      await new Promise(setImmediate)
      await session.start(grantOf(stage.secret('second token', `second-${stage.token}`), { uuid: 'second' }))
      refuse(new Response('', { status: 401 }))
      expect(await old).toMatchObject({ code: 'unauthorized' })
      expect(session.getState()).toMatchObject({ status: 'signed-in', user: { uuid: 'second' } })
    },
  },
  {
    area,
    fault: 'an answer from before the sign-out',
    endState: 'goes to who asked, and brings nobody back',
    async run(stage) {
      const held: ((response: Response) => void)[] = []
      const { plex } = answersOf(stage, ({ method }) =>
        method === 'DELETE' ? new Response(null, { status: 204 }) : new Promise((resolve) => held.push(resolve)),
      )
      const session = sessionOf(stage, plex)
      await session.start(grantOf(stage.token))
      const late = session.refresh()
      await new Promise(setImmediate)
      await session.signOut()
      held[0]?.(jsonOf(somebody(stage)))
      expect(await late).toMatchObject({ id: 1 })
      expect(session.getState()).toEqual({ status: 'signed-out', reason: 'signed-out' })
      expect(await stage.refusal(session.getToken())).toMatchObject({ code: 'unauthorized' })
    },
  },
  ...(
    [
      ['says that the token is dead', () => new Response('', { status: 401 })],
      ['is down', () => new Response('', { status: 503 })],
      ['is out of reach', () => Promise.reject(new TypeError('Failed to fetch'))],
      ['redirects', () => new Response('', { status: 302 })],
    ] satisfies [string, () => Response | Promise<Response>][]
  ).map(
    ([form, answer]): FaultRow => ({
      area,
      fault: `signing out while plex.tv ${form}`,
      endState: 'signed out at once; the token forgotten; rejects not',
      async run(stage) {
        const { plex } = answersOf(stage, answer)
        const session = sessionOf(stage, plex)
        await session.start(grantOf(stage.token))
        const done = session.signOut()
        await new Promise(setImmediate)
        expect(session.getState()).toEqual({ status: 'signed-out', reason: 'signed-out' })
        await done
        expect(await stage.refusal(session.getToken())).toMatchObject({ code: 'unauthorized' })
      },
    }),
  ),
  {
    area,
    fault: 'signing out while plex.tv does not answer',
    endState: 'signed out at once; gives up on the revoking in time',
    async run(stage) {
      const { plex, clock } = answersOf(stage, () => new Promise(() => {}))
      const session = sessionOf(stage, plex)
      await session.start(grantOf(stage.token))
      const done = session.signOut()
      await new Promise(setImmediate)
      expect(session.getState()).toEqual({ status: 'signed-out', reason: 'signed-out' })
      clock.advance(15_000)
      await done
    },
  },
]
