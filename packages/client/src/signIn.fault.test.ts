// @module-tag fault
// @module-tag protocol
import { expect } from 'vitest'
import { createPlexClient, getUser, signIn } from './index.ts'
import { faultTest as test } from './testing/faultTest.ts'
import { answersOf, emulatorOf, jsonOf, somebody } from './testing/plexOf.ts'

/** People, as plex.tv knows them. */
test('wrong verification code, five times → `verification-invalid` each time, then `address-locked` with a time to wait', async ({
  canary,
}) => {
  const { plex, plexTv } = emulatorOf(canary)
  const credentials = { ...plexTv.person('twoFactor'), verificationCode: canary.secret('wrong code', '000000') }
  const codes: unknown[] = []
  for (let time = 0; time < 6; time++)
    codes.push(((await canary.refusal(signIn(plex, credentials))) as { code: string }).code)
  expect(codes).toEqual([...Array(5).fill('verification-invalid'), 'address-locked'])
  expect(await canary.refusal(signIn(plex, credentials))).toMatchObject({
    plexCode: 1031,
    retryAfterMs: expect.any(Number),
  })
})

test('code pasted as "123 456", "123-456", or in full-width digits → works', async ({ canary }) => {
  for (const paste of [
    (code: string) => ` ${code.slice(0, 3)} ${code.slice(3)}\n`,
    (code: string) => `${code.slice(0, 3)}-${code.slice(3)}`,
    (code: string) => code.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
  ]) {
    const { plex, plexTv } = emulatorOf(canary)
    const person = plexTv.person('twoFactor')
    const code = canary.secret('current code', person.currentCode())
    const { user } = await signIn(plex, { ...person, verificationCode: paste(code) })
    expect(user.twoFactor).toBe(true)
  }
})

test('a recovery code in place of a code; the same again → sent as typed: works once', async ({ canary }) => {
  const { plex, plexTv } = emulatorOf(canary)
  const person = plexTv.person('twoFactor')
  const credentials = { ...person, verificationCode: person.recoveryCodes[0] }
  expect(await signIn(plex, credentials)).toMatchObject({ user: { uuid: person.uuid } })
  expect(await canary.refusal(signIn(plex, credentials))).toMatchObject({ code: 'verification-invalid' })
})

test('a verification code for somebody without two-factor; an empty one → works; an empty one is not sent', async ({
  canary,
}) => {
  const { plex, plexTv } = emulatorOf(canary)
  await signIn(plex, { ...plexTv.person('plain'), verificationCode: '123456' })
  const { plex: other, requests, credentials } = answersOf(canary, () => jsonOf(somebody(canary)))
  await signIn(other, { ...credentials, verificationCode: '' })
  expect(new URLSearchParams(await requests[0]?.text()).has('verificationCode')).toBe(false)
})

test('the password turns wrong between the two steps → `invalid-credentials`', async ({ canary }) => {
  const { plex, plexTv } = emulatorOf(canary)
  const person = plexTv.person('twoFactor')
  expect(await canary.refusal(signIn(plex, person))).toMatchObject({ code: 'verification-required', plexCode: 1029 })
  const second = signIn(plex, { ...person, password: canary.password, verificationCode: person.currentCode() })
  expect(await canary.refusal(second)).toMatchObject({ code: 'invalid-credentials', plexCode: 1001 })
})

test('a username where only the e-mail address is taken (1030) → `email-required`; the address works', async ({
  canary,
}) => {
  const { plex, plexTv } = emulatorOf(canary)
  const person = plexTv.person('emailOnly')
  expect(await canary.refusal(signIn(plex, { ...person, login: person.username }))).toMatchObject({
    code: 'email-required',
    plexCode: 1030,
  })
  expect(await signIn(plex, person)).toMatchObject({ user: { uuid: person.uuid, avatarUrl: null } })
})

test('the address is locked (1031), which comes as a 401 → `address-locked` with a time to wait, no `invalid-credentials`', async ({
  canary,
}) => {
  const { plex, plexTv } = emulatorOf(canary)
  const error = await canary.refusal(signIn(plex, plexTv.person('locked')))
  expect(error).toMatchObject({ code: 'address-locked', status: 401, plexCode: 1031, retryAfterMs: 30_000 })
})

test('somebody without a password, whatever is typed → `invalid-credentials`', async ({ canary }) => {
  const { plex, plexTv } = emulatorOf(canary)
  const { login } = plexTv.person('passwordless')
  expect(await canary.refusal(signIn(plex, { login, password: canary.password }))).toMatchObject({
    code: 'invalid-credentials',
  })
})

test('managed user: no e-mail, empty username → is read; has a title', async ({ canary }) => {
  const { plex, plexTv } = emulatorOf(canary)
  const user = await getUser(plex, plexTv.tokenFor('managed', 'tests'))
  expect(user).toMatchObject({ kind: 'managed', email: null, username: '', title: plexTv.person('managed').title })
})

test('no client identifier reaches plex.tv (400, code 1000) → `rejected`, with the number', async ({ canary }) => {
  const { plexTv } = emulatorOf(canary)
  const stripping: typeof fetch = (input, init) => {
    const url = new URL(String(input))
    url.searchParams.delete('X-Plex-Client-Identifier')
    return plexTv.fetch(url, init)
  }
  const plex = createPlexClient({ product: 'Reelroom', clientIdentifier: 'tests', fetch: stripping })
  expect(await canary.refusal(signIn(plex, plexTv.person('plain')))).toMatchObject({
    code: 'rejected',
    plexCode: 1000,
  })
})
