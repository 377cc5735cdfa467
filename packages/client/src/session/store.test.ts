import { expect, test } from 'vitest'
import { grantOf } from '../testing/plexOf.ts'
import { decode } from './store.ts'

const record = { v: 1, ...grantOf('a-token', { uuid: 'abc' }), lasting: true }
const { user } = record

test.each([true, false])('what is kept comes back, lasting: %s', (lasting) => {
  expect(decode(JSON.stringify({ ...record, lasting }))).toEqual({ ...record, lasting })
})

test.each([
  ['nothing', null],
  ['empty', ''],
  ['words', 'signed in'],
  ['half a record', JSON.stringify(record).slice(0, -9)],
  ['null', 'null'],
  ['a list', '[]'],
  ['no version', JSON.stringify({ ...record, v: undefined })],
  ['another version', JSON.stringify({ ...record, v: 2 })],
  ['no token', JSON.stringify({ ...record, token: undefined })],
  ['an empty token', JSON.stringify({ ...record, token: '' })],
  ['a token with a newline', JSON.stringify({ ...record, token: 'a\r\nCookie: b' })],
  ['a token past reason', JSON.stringify({ ...record, token: 'x'.repeat(5000) })],
  ['no user', JSON.stringify({ ...record, user: undefined })],
  ['a user without an id', JSON.stringify({ ...record, user: { ...user, id: undefined } })],
  ['a user without a subscription', JSON.stringify({ ...record, user: { ...user, subscription: undefined } })],
  ['keys of the language', '{"__proto__":{"v":1,"token":"x"},"v":1}'],
])('is no session: %s', (_what, text) => {
  expect(decode(text)).toBeNull()
})
