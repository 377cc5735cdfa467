import { expect, test } from 'vitest'
import { grantOf } from '../testing/plexOf.ts'
import { isLater, readRecord } from './sessionRecord.ts'

const record = { v: 2, id: '0123456789abcdef01234567', order: 1, ...grantOf('a-token', { uuid: 'abc' }), lasting: true }
const { user } = record

test.each([true, false])('what is kept comes back, lasting: %s', (lasting) => {
  expect(readRecord(JSON.stringify({ ...record, lasting }))).toEqual({ ...record, lasting })
})

test.each([
  ['nothing', null],
  ['empty', ''],
  ['words', 'signed in'],
  ['half a record', JSON.stringify(record).slice(0, -9)],
  ['null', 'null'],
  ['a list', '[]'],
  ['no version', JSON.stringify({ ...record, v: undefined })],
  ['an earlier version', JSON.stringify({ ...record, v: 1 })],
  ['a later version', JSON.stringify({ ...record, v: 3 })],
  ['no id', JSON.stringify({ ...record, id: undefined })],
  ['an id of another make', JSON.stringify({ ...record, id: 'ada' })],
  ['no order', JSON.stringify({ ...record, order: undefined })],
  ['an order past reason', JSON.stringify({ ...record, order: 2 ** 60 })],
  ['no token', JSON.stringify({ ...record, token: undefined })],
  ['an empty token', JSON.stringify({ ...record, token: '' })],
  ['a token with a newline', JSON.stringify({ ...record, token: 'a\r\nCookie: b' })],
  ['a token past reason', JSON.stringify({ ...record, token: 'x'.repeat(5000) })],
  ['no user', JSON.stringify({ ...record, user: undefined })],
  ['a user without an id', JSON.stringify({ ...record, user: { ...user, id: undefined } })],
  ['keys of the language', '{"__proto__":{"v":2,"token":"x"},"v":2}'],
])('is no session: %s', (_what, text) => {
  expect(readRecord(text)).toBeNull()
})

test('only id and uuid are required of a user', () => {
  const { id, uuid } = user
  const kept = readRecord(JSON.stringify({ ...record, user: { id, uuid } }))
  expect(kept?.user).toMatchObject({ id, uuid, title: '', subscription: { active: false, plan: null, features: [] } })
})

test('the later of two comes after, and the ids decide between two of one moment', () => {
  const one = readRecord(JSON.stringify(record)) ?? expect.unreachable()
  expect(isLater({ ...one, order: 2 }, one)).toBe(true)
  expect(isLater(one, { ...one, order: 2 })).toBe(false)
  const other = { ...one, id: '1123456789abcdef01234567' }
  expect([isLater(other, one), isLater(one, other), isLater(one, one)]).toEqual([true, false, false])
})
