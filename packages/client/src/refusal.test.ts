import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { cooldownMs, plexCodeIn, refusalCode } from './refusal.ts'

describe('the error number in a body', () => {
  test.each([
    ['JSON', '{"errors":[{"code":1028,"message":"Invalid verification code","status":401}]}', 1028],
    ['JSON without a status', '{"errors":[{"code":1020,"message":"Code not found or expired"}]}', 1020],
    ['the first of several', '{"errors":[{"code":1004},{"code":1001}]}', 1004],
    ['JSON of the old kind', '{"error":"Invalid email, username, or password."}', undefined],
    [
      'XML',
      '<?xml version="1.0" encoding="UTF-8"?>\n<errors>\n  <error code="1029" message="Please enter the verification code" status="401"/>\n</errors>',
      1029,
    ],
    ['XML, another order', '<errors><error status="401" message="No" code="1031"/></errors>', 1031],
    ['XML over two lines', '<errors><error\n  code="1031"\n/></errors>', 1031],
    ['XML of a removed call', '<Response code="410" status="This endpoint was deprecated and removed"/>', 410],
    ['XML without a number', '<errors><error message="No"/></errors>', undefined],
    ['XML that names other codes', '<errors barcode="1"><error zip="12"/></errors>', undefined],
    ['HTML', '<html><head><title>502</title></head><body><a code="5">x</a></body></html>', undefined],
    ['no list', '{"errors":null}', undefined],
    ['an empty list', '{"errors":[]}', undefined],
    ['an object for a list', '{"errors":{"0":{"code":1001}}}', undefined],
    ['a list past reason', JSON.stringify({ errors: Array(10_000).fill({ code: 1028 }) }), undefined],
    ['null in the list', '{"errors":[null]}', undefined],
    ['a text for a number', '{"errors":[{"code":"1028"}]}', undefined],
    ['the name of something inherited', '{"errors":[{"code":"constructor"}]}', undefined],
    ['a fraction', '{"errors":[{"code":10.5}]}', undefined],
    ['a number past all numbers', `<error code="${'9'.repeat(400)}"/>`, undefined],
    ['nothing', '', undefined],
    ['half a JSON', '{"errors":[{"code":1028', undefined],
    ['a JSON that is no object', 'null', undefined],
  ])('is read from %s', (_what, body, code) => {
    expect(plexCodeIn(body)).toBe(code)
  })

  test.each(['<error ', '<error code="', '<error c', '<error code="1 ', '{"errors":[', '['])(
    'is looked for without getting lost in a body of nothing but %s',
    (piece) => {
      const exec = vi.spyOn(RegExp.prototype, 'exec')
      onTestFinished(() => exec.mockRestore())
      const code = plexCodeIn(piece.repeat((1024 * 1024) / piece.length))
      const searches = exec.mock.contexts.map((pattern) => (pattern as RegExp).source)
      exec.mockRestore()
      expect([code, searches.length]).toEqual([undefined, 1])
      // From each letter it goes on for so many at most, and no more than two parts of it repeat: each has an end.
      const repeats = String(searches).match(/[^\\][*+]|\{\d+(,\d*)?\}/g)
      expect(repeats).toEqual(['{0,4000}', '{1,9}'])
    },
  )
})

describe('the code of a refusal', () => {
  test.each([
    [401, 1001, 'unauthorized'],
    [401, undefined, 'unauthorized'],
    [401, 1028, 'verification-invalid'],
    [401, 1029, 'verification-required'],
    [401, 1030, 'email-required'],
    [401, 1031, 'address-locked'],
    [403, 1009, 'forbidden'],
    [403, undefined, 'forbidden'],
    [404, 1002, 'not-found'],
    [404, undefined, 'not-found'],
    [410, undefined, 'not-found'],
    [429, 1003, 'rate-limited'],
    [429, undefined, 'rate-limited'],
    [498, undefined, 'token-expired'],
    [400, 1000, 'rejected'],
    [400, undefined, 'rejected'],
    [405, 1005, 'rejected'],
    [418, 7, 'rejected'],
    [422, 1008, 'rejected'],
    [500, 1006, 'server'],
    [500, 1028, 'server'],
    [502, undefined, 'server'],
    [599, undefined, 'server'],
  ])('%i with %s is %s', (status, plexCode, code) => {
    expect(refusalCode(status, plexCode)).toBe(code)
  })

  test('a plain 401 is what the call says it is', () => {
    expect(refusalCode(401, 1001, { on401: 'invalid-credentials' })).toBe('invalid-credentials')
    expect(refusalCode(401, undefined, { on401: 'invalid-credentials' })).toBe('invalid-credentials')
    expect(refusalCode(401, 1029, { on401: 'invalid-credentials' })).toBe('verification-required')
  })

  test('a plain 422 is what the call says it is, and else a refusal like any other', () => {
    expect(refusalCode(422, undefined, { on422: 'device-key-taken' })).toBe('device-key-taken')
    expect(refusalCode(422, 1097, { on422: 'device-key-taken' })).toBe('device-key-unknown')
    expect(refusalCode(422, undefined)).toBe('rejected')
  })
})

describe('the time to wait', () => {
  const now = Date.parse('2026-11-22T10:00:00Z')
  const longest = 15 * 60_000
  test.each([
    ['seconds', '7', 7_000],
    ['seconds among spaces', ' 7 ', 7_000],
    ['a date', 'Sun, 22 Nov 2026 10:01:30 GMT', 90_000],
    ['more than is sensible', '86400', longest],
    ['more than is possible', '9'.repeat(400), longest],
    ['a date far away', 'Fri, 22 Nov 2999 10:00:00 GMT', longest],
    ['a date that has passed', 'Sun, 22 Nov 2026 09:00:00 GMT', 30_000],
    ['zero', '0', 30_000],
    ['less than nothing', '-5', 30_000],
    ['nothing', '', 30_000],
    ['no number and no date', 'soon', 30_000],
    ['no header', null, 30_000],
  ])('is read from %s', (_what, retryAfter, ms) => {
    expect(cooldownMs(0, retryAfter, now)).toBe(ms)
  })

  test('doubles while nobody says how long, up to a quarter of an hour', () => {
    expect([0, 1, 2, 3, 4, 5, 50, 5000].map((before) => cooldownMs(before, null, now))).toEqual([
      30_000,
      60_000,
      120_000,
      240_000,
      480_000,
      longest,
      longest,
      longest,
    ])
  })
})
