// @module-tag fault
// @module-tag protocol
import { describe, expect } from 'vitest'
import { getProfiles, switchProfile } from './index.ts'
import { type Canary, faultTest as test } from './testing/faultTest.ts'
import { answersOf, jsonOf, somebody } from './testing/plexOf.ts'

const uuid = '0123456789abcdef'
const junk: unknown[] = [undefined, null, '', 'x', 0, -7, 1e300, true, false, [], [null], {}, { toString: 1 }]
/** Four digits that stand nowhere else in a test. */
const pinOf = (canary: Canary) => canary.secret('the PIN', '4071')
const homeOf = (member: object) => jsonOf({ users: [{ uuid, title: 'Pip', ...member }] })
const isSwitch = (request: Request) => new URL(request.url).pathname.endsWith('/switch')

test('any field of a Home’s member but its uuid missing, null or of another type → the member is listed', async ({
  canary,
}) => {
  for (const field of 'id title username email friendlyName thumb hasPassword restricted admin guest protected'.split(
    ' ',
  )) {
    for (const value of junk) {
      const { plex } = answersOf(canary, () => homeOf({ [field]: value }))
      expect(await getProfiles(plex, canary.token)).toMatchObject([{ uuid }])
    }
  }
})

describe('a Home that is none → `unexpected-response`; of members without a uuid the others are listed', () => {
  test.for([
    ['HTML', '<html></html>'],
    ['a list', '[]'],
    ['`users` an object', '{"users":{}}'],
    ['cut off', '{"users":[{"uuid"'],
  ] satisfies [string, string][])('%s', async ([, body], { canary }) => {
    const { plex } = answersOf(canary, () => new Response(body))
    expect(await canary.refusal(getProfiles(plex, canary.token))).toMatchObject({ code: 'unexpected-response' })
  })

  test('10,000 members, each second one without a uuid', async ({ canary }) => {
    const users = Array.from({ length: 10_000 }, (_, at) => (at % 2 ? { uuid: `u${at}` } : { uuid: '../../x' }))
    const { plex } = answersOf(canary, () => jsonOf({ users }))
    expect(await getProfiles(plex, canary.token)).toHaveLength(5000)
  })
})

describe('a switch that fails → by its code; the PIN and both tokens are told nowhere', () => {
  test.for([
    ['a wrong PIN', { status: 403, code: 1041 }, 'profile-pin-invalid'],
    ['a dead token', { status: 401, code: 1001 }, 'unauthorized'],
    ['many switches', { status: 429, code: 1003 }, 'rate-limited'],
    ['a profile that has gone', { status: 404, code: 1002 }, 'not-found'],
    ['an account that may not', { status: 403, code: 1009 }, 'forbidden'],
    ['plex.tv down', { status: 503, code: undefined }, 'server'],
  ] as const)('%s', async ([, { status, code }, expected], { canary }) => {
    const profilePin = pinOf(canary)
    const { plex, requests } = answersOf(canary, (request) =>
      isSwitch(request)
        ? jsonOf({ errors: [{ code, message: `${canary.serverText} ${profilePin}`, status }] }, { status })
        : homeOf({ protected: true }),
    )
    const refused = switchProfile(plex, canary.token, { uuid, profilePin })
    expect(await canary.refusal(refused)).toMatchObject({ code: expected, status })
    expect(requests.filter(isSwitch)).toHaveLength(1)
  })
})

test('1041 for a switch without a PIN → `profile-pin-required`', async ({ canary }) => {
  const { plex } = answersOf(canary, (request) =>
    isSwitch(request) ? jsonOf({ errors: [{ code: 1041, message: canary.serverText }] }, { status: 403 }) : homeOf({}),
  )
  expect(await canary.refusal(switchProfile(plex, canary.token, { uuid }))).toMatchObject({
    code: 'profile-pin-required',
    plexCode: 1041,
  })
})

test('a switch that answers without a token, or with a foreign one’s form → `unexpected-response`', async ({
  canary,
}) => {
  for (const authToken of [undefined, null, '', 7, 'with a space', 'line\r\nbreak']) {
    const { plex } = answersOf(canary, (request) =>
      isSwitch(request) ? jsonOf({ ...somebody(canary), authToken }, { status: 201 }) : homeOf({}),
    )
    const refused = switchProfile(plex, canary.token, { uuid })
    expect(await canary.refusal(refused)).toMatchObject({ code: 'unexpected-response' })
  }
})

test('a switch that answers with somebody else → `unexpected-response`: nobody becomes whom they did not choose', async ({
  canary,
}) => {
  const { plex } = answersOf(canary, (request) =>
    isSwitch(request) ? jsonOf({ ...somebody(canary), uuid: 'fedcba9876543210' }, { status: 201 }) : homeOf({}),
  )
  expect(await canary.refusal(switchProfile(plex, canary.token, { uuid }))).toMatchObject({
    code: 'unexpected-response',
  })
})

test('a PIN of letters, of another length, or with a line break → `profile-pin-invalid`, and nobody is asked to switch', async ({
  canary,
}) => {
  for (const profilePin of ['abcd', '123', '12345', '1\r\n23', '&a=b']) {
    const { plex, requests } = answersOf(canary, () => homeOf({ protected: true }))
    const refused = switchProfile(plex, canary.token, { uuid, profilePin })
    expect(await canary.refusal(refused)).toMatchObject({ code: 'profile-pin-invalid' })
    expect(requests.filter(isSwitch)).toEqual([])
  }
})

test('a uuid out of a path → `not-found`, and nobody is asked to switch', async ({ canary }) => {
  for (const foreign of ['../../users/signout', '', '%2e%2e', 'x/y']) {
    const { plex, requests } = answersOf(canary, () => jsonOf({ users: [{ uuid: foreign }, { uuid }] }))
    expect(await canary.refusal(switchProfile(plex, canary.token, { uuid: foreign }))).toMatchObject({
      code: 'not-found',
    })
    expect(requests.filter(isSwitch)).toEqual([])
  }
})
