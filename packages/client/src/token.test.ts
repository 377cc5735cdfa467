import { describe, expect, test } from 'vitest'
import { readAge, readLife, readToken } from './token.ts'

const DAY_MS = 24 * 60 * 60_000
const iat = Date.parse('2026-11-28T10:00:00Z') / 1000
const claims = {
  iss: 'plex.tv',
  aud: ['plex.tv', 'device-1'],
  iat,
  exp: iat + 7 * 24 * 60 * 60,
  thumbprint: 'kid-1',
  user: { id: 7, uuid: '0123456789abcdef', friendly_name: 'Zoë' },
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const jwtOf = (payload: unknown) => `${part({ alg: 'EdDSA', kid: 'theirs' })}.${part(payload)}.c2lnbmVk`

describe('what a token says of itself', () => {
  test('a classic one says nothing', () => {
    expect(readToken('xY3-_9aBcDeFgHiJkLmN')).toEqual({ kind: 'classic' })
  })

  test('a JWT says when it ends, for which device it is, and whose', () => {
    expect(readToken(jwtOf(claims))).toEqual({
      kind: 'jwt',
      issuedAt: '2026-11-28T10:00:00.000Z',
      expiresAt: '2026-12-05T10:00:00.000Z',
      clientIdentifier: 'device-1',
      thumbprint: 'kid-1',
      user: { id: 7, uuid: '0123456789abcdef' },
    })
  })

  test.each([
    ['no audience', { aud: undefined }, { clientIdentifier: null }],
    ['an audience that is plex.tv alone', { aud: ['plex.tv'] }, { clientIdentifier: null }],
    ['a user without a number', { user: { id: '7', uuid: 'u' } }, { user: null }],
    ['no user', { user: null }, { user: null }],
    ['a thumbprint that is no text', { thumbprint: 7 }, { thumbprint: null }],
  ])('one with %s says the rest', (_what, change, expected) => {
    expect(readToken(jwtOf({ ...claims, ...change }))).toMatchObject({ kind: 'jwt', ...expected })
  })

  test.each([
    ['no end', jwtOf({ ...claims, exp: undefined })],
    ['an end that is no number', jwtOf({ ...claims, exp: '1' })],
    ['an end past every date', jwtOf({ ...claims, exp: 1e300 })],
    ['an end before its beginning', jwtOf({ ...claims, exp: iat - 1 })],
    ['a payload that is no JSON', `eyJhbGciOiJFZERTQSJ9.${Buffer.from('{').toString('base64url')}.c2ln`],
    ['a payload that is no object', jwtOf(7)],
    ['a payload of a length that no base64 has', 'eyJhbGciOiJFZERTQSJ9.a.c2ln'],
    ['two parts', 'eyJhbGciOiJFZERTQSJ9.e30'],
    ['four parts', 'eyJhbGciOiJFZERTQSJ9.e30.c2ln.c2ln'],
  ])('what looks like a JWT with %s is an opaque text', (_what, token) => {
    expect(readToken(token)).toEqual({ kind: 'classic' })
  })
})

describe('the age of a token', () => {
  const token = jwtOf(claims)
  test.each([
    ['just come', 0, 'fresh'],
    ['five days old', 5, 'fresh'],
    ['six days old', 6, 'due'],
    ['seven days old', 7, 'over'],
    ['from tomorrow, by a clock that was set back', -1, 'due'],
  ] as const)('%s is %s days: %s', (_what, days, age) => {
    const tokenAt = Date.parse('2026-11-28T10:00:00Z')
    expect(readAge(readLife({ token, tokenAt }), tokenAt + days * DAY_MS)).toBe(age)
  })

  test('counts from when it came, whatever year this clock believes in', () => {
    const tokenAt = Date.parse('1970-01-01T00:10:00Z')
    expect(readAge(readLife({ token, tokenAt }), tokenAt + DAY_MS)).toBe('fresh')
    expect(readAge(readLife({ token, tokenAt }), tokenAt + 6 * DAY_MS)).toBe('due')
    expect(readAge(readLife({ token, tokenAt }), tokenAt + 7 * DAY_MS)).toBe('over')
  })

  test('counts by plex.tv’s clock where nobody noted when it came', () => {
    expect(readAge(readLife({ token }), (iat + 60) * 1000)).toBe('fresh')
    expect(readAge(readLife({ token }), claims.exp * 1000)).toBe('over')
  })

  test('a classic token has none', () => {
    expect(readAge(readLife({ token: 'xY3-_9aBcDeFgHiJkLmN', tokenAt: 0 }), Number.MAX_SAFE_INTEGER)).toBe('fresh')
  })
})
