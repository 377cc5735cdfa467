import { expect } from 'vitest'
import type { FaultRow } from '../../../../.ci/faults/faultRow.ts'
import { getUser, revokeToken, signIn } from '../index.ts'
import { answersOf, jsonOf, somebody } from './plexOf.ts'

const area = 'Protocol'
const junk: unknown[] = [undefined, null, '', 'x', 0, -7, 1e300, true, false, [], [null], {}, { toString: 1 }]

/** What an answer may look like and still, or no longer, sign in. */
export const answerFormFaults: FaultRow[] = [
  {
    area,
    fault: 'any field but id, uuid and authToken missing, null or of another type',
    endState: 'signs in; the field has its default',
    async run(stage) {
      const fields =
        'username title email friendlyName locale joinedAt protected thumb country subscription restricted home guest homeAdmin twoFactorEnabled profile roles entitlements services'
      const other = {
        username: 'ada',
        thumb: 'https://plex.tv/a',
        subscription: { active: true, features: ['sync'] },
        joinedAt: 1,
      }
      for (const field of fields.split(' ')) {
        for (const value of junk) {
          const answer = { ...somebody(stage), ...other, [field]: value }
          const { plex, credentials } = answersOf(stage, () => jsonOf(answer, { status: 201 }))
          const grant = await signIn(plex, credentials)
          expect(grant).toMatchObject({ token: stage.token, user: { id: 1, subscription: {} } })
          stage.see('the user', grant.user)
        }
      }
    },
  },
  ...(
    [
      ['no stream (React Native)', undefined],
      ['a stream of another make (node-fetch)', { on() {}, pipe() {} }],
    ] satisfies [string, unknown][]
  ).map(
    ([form, body]): FaultRow => ({
      area,
      fault: `answers of a \`fetch\` with ${form}`,
      endState: 'signs in; without the byte order mark; nothing of more than 1 MiB',
      async run(stage) {
        const answerOf = (text: string) =>
          Object.defineProperties(new Response(null, { status: 201 }), {
            body: { value: body },
            text: { value: async () => text },
          })
        let text = `\ufeff${JSON.stringify(somebody(stage))}`
        const { plex, credentials } = answersOf(stage, () => answerOf(text))
        expect(await signIn(plex, credentials)).toMatchObject({ token: stage.token })
        text += ' '.repeat(1024 * 1024)
        expect(await stage.refusal(signIn(plex, credentials))).toMatchObject({ code: 'unexpected-response' })
      },
    }),
  ),
  {
    area,
    fault: 'unknown fields, unknown values of known ones',
    endState: 'signs in; they go nowhere',
    async run(stage) {
      const unknown = {
        subscription: { status: 'Frozen', plan: 'eternal' },
        mailingListStatus: 'paused',
        pass: stage.password,
        friends: [{}],
      }
      const { plex, credentials } = answersOf(stage, () => jsonOf({ ...somebody(stage), ...unknown }))
      const { user } = await signIn(plex, credentials)
      expect(user.subscription).toEqual({ active: false, plan: 'eternal', since: null, features: [] })
      stage.see('the user', user)
    },
  },
  {
    area,
    fault: 'secrets in other fields: the hashed PIN, the tokens of services',
    endState: 'signs in; they go nowhere',
    async run(stage) {
      const secrets = {
        pin: stage.secret('pin', `pin-${stage.token.slice(6)}`),
        services: [{ token: stage.password, secret: stage.password }],
      }
      const { plex, credentials } = answersOf(stage, () => jsonOf({ ...somebody(stage), ...secrets }))
      stage.see('the user', (await signIn(plex, credentials)).user)
    },
  },
  {
    area,
    fault: '`__proto__` and friends as keys, at every level',
    endState: 'no pollution; signs in',
    async run(stage) {
      const evil = '"__proto__":{"polluted":1,"active":true},"constructor":{"prototype":{"polluted":1}}'
      const body = `{"id":1,"uuid":"abc","authToken":"${stage.token}",${evil},"subscription":{${evil}},"errors":[{${evil}}]}`
      const { plex, credentials } = answersOf(stage, () => new Response(body))
      const { user } = await signIn(plex, credentials)
      expect({}).not.toHaveProperty('polluted')
      expect(user).not.toHaveProperty('polluted')
      expect(Object.keys(user)).not.toContain('__proto__')
      expect(user.subscription.active).toBe(false)
    },
  },
  ...(
    [
      ['empty', () => ''],
      ['missing', () => undefined],
      ['null', () => null],
      ['a number', () => 42],
      ['huge', (token) => token.repeat(1000)],
      ['with a newline', (token) => `${token}\r\nX-Other: 1`],
      ['with a space', (token) => `${token} 1`],
      ['beyond ASCII', (token) => `${token}é`],
      ['in a list', (token) => [token]],
    ] satisfies [string, (token: string) => unknown][]
  ).map(
    ([form, make]): FaultRow => ({
      area,
      fault: `authToken ${form}`,
      endState: '`unexpected-response`; never reaches a header',
      async run(stage) {
        const answer = { ...somebody(stage), authToken: make(stage.token) }
        const { plex, credentials, requests } = answersOf(stage, () => jsonOf(answer, { status: 201 }))
        expect(await stage.refusal(signIn(plex, credentials))).toMatchObject({ code: 'unexpected-response' })
        expect(requests.map(({ headers }) => headers.has('X-Plex-Token'))).toEqual([false])
      },
    }),
  ),
  ...(
    [
      ['id', [undefined, null, '1', 0, -1, 1.5, 2 ** 60, [1], {}]],
      ['uuid', [undefined, null, 1, '', ' ', 'a/../b', 'x'.repeat(65), ['x'], {}]],
    ] satisfies [string, unknown[]][]
  ).map(
    ([field, values]): FaultRow => ({
      area,
      fault: `${field} missing or of another kind`,
      endState: '`unexpected-response`',
      async run(stage) {
        for (const value of values) {
          const { plex, credentials } = answersOf(stage, () => jsonOf({ ...somebody(stage), [field]: value }))
          expect(await stage.refusal(signIn(plex, credentials))).toMatchObject({ code: 'unexpected-response' })
          expect(await stage.refusal(getUser(plex, stage.token))).toMatchObject({ code: 'unexpected-response' })
        }
      },
    }),
  ),
  {
    area,
    fault: '200, 202, 203 or 206 instead of 201; 200 instead of 204',
    endState: 'works',
    async run(stage) {
      for (const status of [200, 201, 202, 203, 206]) {
        const { plex, credentials } = answersOf(stage, () => jsonOf(somebody(stage), { status }))
        expect(await signIn(plex, credentials)).toMatchObject({ token: stage.token })
        await revokeToken(plex, stage.token)
      }
    },
  },
]
