// @module-tag fault
// @module-tag protocol
import { describe, expect } from 'vitest'
import { getUser, revokeToken, signIn } from './index.ts'
import { faultTest as test } from './testing/faultTest.ts'
import { answersOf, jsonOf, somebody } from './testing/plexOf.ts'

const junk: unknown[] = [undefined, null, '', 'x', 0, -7, 1e300, true, false, [], [null], {}, { toString: 1 }]

/** What an answer may look like and still, or no longer, sign in. */
test('any field but id, uuid and authToken missing, null or of another type → signs in; the field has its default', async ({
  canary,
}) => {
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
      const answer = { ...somebody(canary), ...other, [field]: value }
      const { plex, credentials } = answersOf(canary, () => jsonOf(answer, { status: 201 }))
      const grant = await signIn(plex, credentials)
      expect(grant).toMatchObject({ token: canary.token, user: { id: 1, subscription: {} } })
      canary.see('the user', grant.user)
    }
  }
})

describe('answers of a `fetch` without a stream of the web’s → signs in; without the byte order mark; nothing of more than 1 MiB', () => {
  test.for([
    ['no stream (React Native)', undefined],
    ['a stream of another make (node-fetch)', { on() {}, pipe() {} }],
  ] satisfies [string, unknown][])('%s', async ([, body], { canary }) => {
    const answerOf = (text: string) =>
      Object.defineProperties(new Response(null, { status: 201 }), {
        body: { value: body },
        text: { value: async () => text },
      })
    let text = `\ufeff${JSON.stringify(somebody(canary))}`
    const { plex, credentials } = answersOf(canary, () => answerOf(text))
    expect(await signIn(plex, credentials)).toMatchObject({ token: canary.token })
    text += ' '.repeat(1024 * 1024)
    expect(await canary.refusal(signIn(plex, credentials))).toMatchObject({ code: 'unexpected-response' })
  })
})

test('unknown fields, unknown values of known ones → signs in; they go nowhere', async ({ canary }) => {
  const unknown = {
    subscription: { status: 'Frozen', plan: 'eternal' },
    mailingListStatus: 'paused',
    pass: canary.password,
    friends: [{}],
  }
  const { plex, credentials } = answersOf(canary, () => jsonOf({ ...somebody(canary), ...unknown }))
  const { user } = await signIn(plex, credentials)
  expect(user.subscription).toEqual({ active: false, plan: 'eternal', since: null, features: [] })
  canary.see('the user', user)
})

test('secrets in other fields: the hashed PIN, the tokens of services → signs in; they go nowhere', async ({
  canary,
}) => {
  const secrets = {
    pin: canary.secret('pin', `pin-${canary.token.slice(6)}`),
    services: [{ token: canary.password, secret: canary.password }],
  }
  const { plex, credentials } = answersOf(canary, () => jsonOf({ ...somebody(canary), ...secrets }))
  canary.see('the user', (await signIn(plex, credentials)).user)
})

test('`__proto__` and friends as keys, at every level → no pollution; signs in', async ({ canary }) => {
  const evil = '"__proto__":{"polluted":1,"active":true},"constructor":{"prototype":{"polluted":1}}'
  const body = `{"id":1,"uuid":"abc","authToken":"${canary.token}",${evil},"subscription":{${evil}},"errors":[{${evil}}]}`
  const { plex, credentials } = answersOf(canary, () => new Response(body))
  const { user } = await signIn(plex, credentials)
  expect({}).not.toHaveProperty('polluted')
  expect(user).not.toHaveProperty('polluted')
  expect(Object.keys(user)).not.toContain('__proto__')
  expect(user.subscription.active).toBe(false)
})

describe('authToken missing, or unfit for a header → `unexpected-response`; never reaches a header', () => {
  test.for([
    ['empty', () => ''],
    ['missing', () => undefined],
    ['null', () => null],
    ['a number', () => 42],
    ['huge', (token) => token.repeat(1000)],
    ['with a newline', (token) => `${token}\r\nX-Other: 1`],
    ['with a space', (token) => `${token} 1`],
    ['beyond ASCII', (token) => `${token}é`],
    ['in a list', (token) => [token]],
  ] satisfies [string, (token: string) => unknown][])('%s', async ([, make], { canary }) => {
    const answer = { ...somebody(canary), authToken: make(canary.token) }
    const { plex, credentials, requests } = answersOf(canary, () => jsonOf(answer, { status: 201 }))
    expect(await canary.refusal(signIn(plex, credentials))).toMatchObject({ code: 'unexpected-response' })
    expect(requests.map(({ headers }) => headers.has('X-Plex-Token'))).toEqual([false])
  })
})

describe('id or uuid missing or of another kind → `unexpected-response`', () => {
  test.for([
    ['id', [undefined, null, '1', 0, -1, 1.5, 2 ** 60, [1], {}]],
    ['uuid', [undefined, null, 1, '', ' ', 'a/../b', 'x'.repeat(65), ['x'], {}]],
  ] satisfies [string, unknown[]][])('%s', async ([field, values], { canary }) => {
    for (const value of values) {
      const { plex, credentials } = answersOf(canary, () => jsonOf({ ...somebody(canary), [field]: value }))
      expect(await canary.refusal(signIn(plex, credentials))).toMatchObject({ code: 'unexpected-response' })
      expect(await canary.refusal(getUser(plex, canary.token))).toMatchObject({ code: 'unexpected-response' })
    }
  })
})

test('200, 202, 203 or 206 instead of 201; 200 instead of 204 → works', async ({ canary }) => {
  for (const status of [200, 201, 202, 203, 206]) {
    const { plex, credentials } = answersOf(canary, () => jsonOf(somebody(canary), { status }))
    expect(await signIn(plex, credentials)).toMatchObject({ token: canary.token })
    await revokeToken(plex, canary.token)
  }
})
