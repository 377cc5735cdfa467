// @module-tag fault
// @module-tag protocol
import { describe, expect } from 'vitest'
import { signIn } from './index.ts'
import { faultTest as test } from './testing/faultTest.ts'
import { answersOf, jsonOf } from './testing/plexOf.ts'

const xml = (code: number, text: string) =>
  `<?xml version="1.0"?>\n<errors>\n<error code="${code}" message="${text}" status="401"/></errors>`

/** How plex.tv says no. */
describe('a 401 in any form of plex.tv’s or of nobody’s → by its code, else by the status', () => {
  test.for([
    [
      'JSON with a status',
      (text) => JSON.stringify({ errors: [{ code: 1029, message: text, status: 401 }] }),
      'verification-required',
    ],
    [
      'JSON without a status',
      (text) => JSON.stringify({ errors: [{ code: 1029, message: text }] }),
      'verification-required',
    ],
    ['JSON of the old kind', (text) => JSON.stringify({ error: text }), 'invalid-credentials'],
    ['XML', (text) => xml(1029, text), 'verification-required'],
    ['XML without a known code', (text) => xml(9999, text), 'invalid-credentials'],
    ['XML of a removed call', (text) => `<Response code="401" status="${text}"/>`, 'invalid-credentials'],
    ['HTML', (text) => `<html><body>${text} code="1031"</body></html>`, 'invalid-credentials'],
    ['nothing', () => '', 'invalid-credentials'],
    ['`errors` empty', () => '{"errors":[]}', 'invalid-credentials'],
    ['`errors` null', () => '{"errors":null}', 'invalid-credentials'],
    ['`errors` an object', () => '{"errors":{"code":1031}}', 'invalid-credentials'],
    ['`errors` with null in it', () => '{"errors":[null]}', 'invalid-credentials'],
    [
      '`errors` with 10,000 entries',
      (text) => JSON.stringify({ errors: Array(10_000).fill({ code: 1031, message: text }) }),
      'invalid-credentials',
    ],
    ['`errors` cut off', () => '{"errors":[{"code":1031', 'invalid-credentials'],
  ] satisfies [string, (text: string) => string, string][])('%s', async ([, body, code], { canary }) => {
    const echo = `${canary.serverText} ${canary.password} ${canary.verificationCode}`
    const { plex, credentials, requests } = answersOf(canary, () => new Response(body(echo), { status: 401 }))
    expect(await canary.refusal(signIn(plex, credentials))).toMatchObject({ code, status: 401 })
    expect(requests).toHaveLength(1)
  })
})

describe('another status instead of an answer → a code that says what it means', () => {
  test.for([
    [400, 1000, 'rejected'],
    [403, undefined, 'forbidden'],
    [404, 1002, 'not-found'],
    [409, undefined, 'rejected'],
    [410, undefined, 'not-found'],
    [422, 1008, 'rejected'],
    [498, undefined, 'token-expired'],
    [451, undefined, 'rejected'],
  ] as const)('%s', async ([status, code, expected], { canary }) => {
    const body = code ? { errors: [{ code, message: canary.serverText }] } : { error: canary.serverText }
    const { plex, credentials, requests } = answersOf(canary, () => jsonOf(body, { status }))
    const error = await canary.refusal(signIn(plex, credentials))
    expect(error).toMatchObject({ code: expected, status, ...(code && { plexCode: code }) })
    expect(requests).toHaveLength(1)
  })
})
