import { expect, test } from 'vitest'
import { normalizeCode } from './signIn.ts'

test.each([
  ['123456', '123456'],
  ['123 456', '123456'],
  ['123-456', '123456'],
  ['123–456', '123456'],
  [' 12 34 56\n', '123456'],
  ['123\u00a0456', '123456'],
  ['１２３４５６', '123456'],
  ['１２３　４５６', '123456'],
  ['12345', '12345'],
  ['1234567', '1234567'],
  ['12 34', '12 34'],
  ['abcd-efgh', 'abcd-efgh'],
  [' recovery code ', ' recovery code '],
  ['١٢٣٤٥٦', '١٢٣٤٥٦'],
  ['', ''],
])('the code %j is sent as %j', (typed, sent) => {
  expect(normalizeCode(typed)).toBe(sent)
})
