import { expect } from 'vitest'
import type { FaultRow } from '../../../../.ci/faults/faultRow.ts'
import { createPlexClient, getUser, signIn } from '../index.ts'
import { answersOf, emulatorOf, jsonOf, somebody } from './plexOf.ts'

const area = 'Protocol'
/** People, as plex.tv knows them. */
export const peopleFaults: FaultRow[] = [
  {
    area,
    fault: 'wrong verification code, five times',
    endState: '`verification-invalid` each time, then `address-locked` with a time to wait',
    async run(stage) {
      const { plex, plexTv } = emulatorOf(stage)
      const credentials = { ...plexTv.person('twoFactor'), verificationCode: stage.secret('wrong code', '000000') }
      const codes: unknown[] = []
      for (let time = 0; time < 6; time++)
        codes.push(((await stage.refusal(signIn(plex, credentials))) as { code: string }).code)
      expect(codes).toEqual([...Array(5).fill('verification-invalid'), 'address-locked'])
      expect(await stage.refusal(signIn(plex, credentials))).toMatchObject({
        plexCode: 1031,
        retryAfterMs: expect.any(Number),
      })
    },
  },
  {
    area,
    fault: 'code pasted as "123 456", "123-456", or in full-width digits',
    endState: 'works',
    async run(stage) {
      for (const paste of [
        (code: string) => ` ${code.slice(0, 3)} ${code.slice(3)}\n`,
        (code: string) => `${code.slice(0, 3)}-${code.slice(3)}`,
        (code: string) => code.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
      ]) {
        const { plex, plexTv } = emulatorOf(stage)
        const person = plexTv.person('twoFactor')
        const code = stage.secret('current code', person.currentCode())
        const { user } = await signIn(plex, { ...person, verificationCode: paste(code) })
        expect(user.twoFactor).toBe(true)
      }
    },
  },
  {
    area,
    fault: 'a recovery code in place of a code; the same again',
    endState: 'sent as typed: works once',
    async run(stage) {
      const { plex, plexTv } = emulatorOf(stage)
      const person = plexTv.person('twoFactor')
      const credentials = { ...person, verificationCode: person.recoveryCodes[0] }
      expect(await signIn(plex, credentials)).toMatchObject({ user: { uuid: person.uuid } })
      expect(await stage.refusal(signIn(plex, credentials))).toMatchObject({ code: 'verification-invalid' })
    },
  },
  {
    area,
    fault: 'a verification code for somebody without two-factor; an empty one',
    endState: 'works; an empty one is not sent',
    async run(stage) {
      const { plex, plexTv } = emulatorOf(stage)
      await signIn(plex, { ...plexTv.person('plain'), verificationCode: '123456' })
      const { plex: other, requests, credentials } = answersOf(stage, () => jsonOf(somebody(stage)))
      await signIn(other, { ...credentials, verificationCode: '' })
      expect(new URLSearchParams(await requests[0]?.text()).has('verificationCode')).toBe(false)
    },
  },
  {
    area,
    fault: 'the password turns wrong between the two steps',
    endState: '`invalid-credentials`',
    async run(stage) {
      const { plex, plexTv } = emulatorOf(stage)
      const person = plexTv.person('twoFactor')
      expect(await stage.refusal(signIn(plex, person))).toMatchObject({ code: 'verification-required', plexCode: 1029 })
      const second = signIn(plex, { ...person, password: stage.password, verificationCode: person.currentCode() })
      expect(await stage.refusal(second)).toMatchObject({ code: 'invalid-credentials', plexCode: 1001 })
    },
  },
  {
    area,
    fault: 'a username where only the e-mail address is taken (1030)',
    endState: '`email-required`; the address works',
    async run(stage) {
      const { plex, plexTv } = emulatorOf(stage)
      const person = plexTv.person('emailOnly')
      expect(await stage.refusal(signIn(plex, { ...person, login: person.username }))).toMatchObject({
        code: 'email-required',
        plexCode: 1030,
      })
      expect(await signIn(plex, person)).toMatchObject({ user: { uuid: person.uuid, avatarUrl: null } })
    },
  },
  {
    area,
    fault: 'the address is locked (1031), which comes as a 401',
    endState: '`address-locked` with a time to wait, no `invalid-credentials`',
    async run(stage) {
      const { plex, plexTv } = emulatorOf(stage)
      const error = await stage.refusal(signIn(plex, plexTv.person('locked')))
      expect(error).toMatchObject({ code: 'address-locked', status: 401, plexCode: 1031, retryAfterMs: 30_000 })
    },
  },
  {
    area,
    fault: 'somebody without a password, whatever is typed',
    endState: '`invalid-credentials`',
    async run(stage) {
      const { plex, plexTv } = emulatorOf(stage)
      const { login } = plexTv.person('passwordless')
      expect(await stage.refusal(signIn(plex, { login, password: stage.password }))).toMatchObject({
        code: 'invalid-credentials',
      })
    },
  },
  {
    area,
    fault: 'managed user: no e-mail, empty username',
    endState: 'is read; has a title',
    async run(stage) {
      const { plex, plexTv } = emulatorOf(stage)
      const user = await getUser(plex, plexTv.tokenFor('managed', 'tests'))
      expect(user).toMatchObject({ kind: 'managed', email: null, username: '', title: plexTv.person('managed').title })
    },
  },
  {
    area,
    fault: 'no client identifier reaches plex.tv (400, code 1000)',
    endState: '`rejected`, with the number',
    async run(stage) {
      const { plexTv } = emulatorOf(stage)
      const stripping: typeof fetch = (input, init) => {
        const headers = new Headers(init?.headers)
        headers.delete('X-Plex-Client-Identifier')
        return plexTv.fetch(input, { ...init, headers })
      }
      const plex = createPlexClient({ product: 'Reelroom', clientIdentifier: 'tests', fetch: stripping })
      expect(await stage.refusal(signIn(plex, plexTv.person('plain')))).toMatchObject({
        code: 'rejected',
        plexCode: 1000,
      })
    },
  },
]
