import { expect, test } from 'vitest'
import { normalizeCode, normalizeLinkCode, normalizeLogin, readDigits } from './typedCode.ts'

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
  ['٠١٢٣٤٥', '012345'],
  ['۰۱۲۳۴۵', '012345'],
  ['०१२३४५', '012345'],
  ['𞥐𞥑𞥒𞥓𞥔𞥙', '012349'],
  ['\u200e123\u2060456', '123456'],
  ['\u2066123\u200d456\u2069', '123456'],
  ['123·456', '123456'],
  ['123\u2212456', '123456'],
  ['1٢3', '1٢3'],
  ['', ''],
])('the code %j is sent as %j', (typed, sent) => {
  expect(normalizeCode(typed)).toBe(sent)
})

test('every decimal digit that Unicode has is read', () => {
  const wrong: string[] = []
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code)
    if (!/\p{Nd}/u.test(character)) continue
    const value = readDigits(character)
    // The tens lie in rows: the one behind is one more, unless this is a nine.
    const next = String.fromCodePoint(code + 1)
    const isLast = !/\p{Nd}/u.test(next) || value === '9'
    if (!/^\d$/.test(value ?? '') || (!isLast && Number(readDigits(next)) !== Number(value) + 1)) wrong.push(character)
  }
  expect(wrong).toEqual([])
})

test.each([
  ['', ''],
  ['12', '12'],
  ['k7fq', null],
  ['ada@example.com', null],
])('the digits of %j are %j', (typed, digits) => expect(readDigits(typed)).toBe(digits))

test.each(['7rqc', '7R-QC', ' 7r qc\n', '７ＲＱＣ', '\u200e7R·QC'])('the link code %j is 7RQC', (typed) => {
  expect(normalizeLinkCode(typed)).toBe('7RQC')
})

test.each(['ada@example.com ', '\u00a0ada@example.com', '\u200eada@example.com\n'])(
  'the login %j is trimmed',
  (typed) => {
    expect(normalizeLogin(typed)).toBe('ada@example.com')
  },
)
test('what stands within a login stays', () => expect(normalizeLogin('ada\u200d lovelace')).toBe('ada\u200d lovelace'))
