import { denyAccess, type PlexError, type PlexUser } from '@foyer/client'
import type { PersonName } from '@foyer/emulator'
import { describe, expect, test, vi } from 'vitest'
import { type SessionAtEmulator, sessionAtEmulator } from '../testing/sessionAtEmulator.ts'
import { createSignInAttempt } from './signInAttempt.ts'

const FIVE_MINUTES_MS = 5 * 60_000
const start = { step: 'credentials', status: 'idle' }

function open(app: SessionAtEmulator) {
  const signedIn = vi.fn<(user: PlexUser) => void>()
  const failed = vi.fn<(error: PlexError) => void>()
  const attempt = createSignInAttempt(app.session, { signedIn, failed })
  return { attempt, signedIn, failed, close: attempt.open() }
}
const typedBy = ({ plexTv }: SessionAtEmulator, name: PersonName) => {
  const { login, password } = plexTv.person(name)
  return { login, password }
}
async function atSecondStep() {
  const app = sessionAtEmulator()
  const opened = open(app)
  await opened.attempt.submitCredentials(typedBy(app, 'twoFactor'))
  expect(opened.attempt.getState()).toMatchObject({ step: 'verification', login: 'tomas@example.com', status: 'idle' })
  return { ...app, ...opened, person: app.plexTv.person('twoFactor') }
}

describe('one step', () => {
  test('signs in, and tells so once, with the user and nothing else', async () => {
    const app = sessionAtEmulator()
    const { attempt, signedIn } = open(app)
    await attempt.submitCredentials(typedBy(app, 'plain'))
    const state = app.session.getState()
    expect(state).toMatchObject({ status: 'signed-in', user: { title: 'Ada Lovelace' } })
    expect(attempt.getState()).toEqual({ step: 'done', status: 'idle', user: 'user' in state && state.user })
    expect(signedIn.mock.calls).toEqual([['user' in state && state.user]])
    expect(JSON.stringify(signedIn.mock.calls)).not.toContain(await app.session.getToken())
  })

  test('sends one request for eight submits in a task', async () => {
    const app = sessionAtEmulator()
    const { attempt, signedIn } = open(app)
    await Promise.all(Array.from({ length: 8 }, () => attempt.submitCredentials(typedBy(app, 'plain'))))
    expect(app.posted).toHaveLength(1)
    expect(signedIn).toHaveBeenCalledOnce()
  })

  test('sends what was typed, to the byte, but for spaces at the ends of a login', async () => {
    const app = sessionAtEmulator()
    const { attempt } = open(app)
    const login = ` ada\u200B${'🎬'.repeat(5_000)} `
    const password = ` +&=%20\u202E${'ü'.repeat(10_000)} `
    await attempt.submitCredentials({ login, password })
    expect(app.posted.map((form) => [form.get('login'), form.get('password')])).toEqual([[login.trim(), password]])
  })

  test('is never repeated by itself', async () => {
    const app = sessionAtEmulator()
    app.plexTv.fail({ kind: 'status', status: 503 })
    const { attempt } = open(app)
    await attempt.submitCredentials(typedBy(app, 'plain'))
    expect(attempt.getState()).toMatchObject({ step: 'credentials', status: 'error', error: { code: 'server' } })
    app.clock.advance(FIVE_MINUTES_MS)
    expect(app.posted).toHaveLength(1)
    expect(app.clock.waiting).toBe(0)
  })

  test('does nothing more once done', async () => {
    const app = sessionAtEmulator()
    const { attempt } = open(app)
    await attempt.submitCredentials(typedBy(app, 'plain'))
    await attempt.submitCredentials(typedBy(app, 'plexPass'))
    await attempt.submitCode('123456')
    attempt.back()
    expect(attempt.getState().step).toBe('done')
    expect(app.posted).toHaveLength(1)
  })
})

describe('two steps', () => {
  test('sends login, password and code, and is done', async () => {
    const { attempt, person, posted, signedIn } = await atSecondStep()
    await attempt.submitCode(person.currentCode())
    expect(attempt.getState()).toMatchObject({ step: 'done', user: { title: 'Tomás Vidal' } })
    expect(Object.fromEntries(posted[1] ?? [])).toMatchObject({
      login: person.login,
      password: person.password,
      verificationCode: person.currentCode(),
    })
    expect(signedIn).toHaveBeenCalledOnce()
  })

  test('a recovery code is taken as typed', async () => {
    const { attempt, person, posted } = await atSecondStep()
    await attempt.submitCode(person.recoveryCodes[0] ?? '')
    expect(posted[1]?.get('verificationCode')).toBe(person.recoveryCodes[0])
    expect(attempt.getState().step).toBe('done')
  })

  test('a wrong code stays there until plex.tv locks the address, and nothing is sent meanwhile', async () => {
    const { attempt, posted, clock } = await atSecondStep()
    for (let tries = 1; tries <= 5; tries++) {
      await attempt.submitCode('000000')
      expect(attempt.getState()).toMatchObject({
        step: 'verification',
        error: { code: 'verification-invalid' },
        field: 'verificationCode',
        cooldown: null,
      })
    }
    await attempt.submitCode('000000')
    expect(attempt.getState()).toMatchObject({ step: 'verification', error: { code: 'address-locked' }, field: null })
    await attempt.submitCode('000000')
    expect(posted).toHaveLength(7)
    clock.advance(30_000)
    expect(attempt.getState()).toMatchObject({ error: { code: 'address-locked' }, cooldown: null })
    await attempt.submitCode('000000')
    expect(posted).toHaveLength(8)
  })

  test('goes back to the first, login kept, when the password is wrong by now', async () => {
    const { attempt, plexTv, person } = await atSecondStep()
    plexTv.fail({ kind: 'status', status: 401, times: 1 })
    await attempt.submitCode(person.currentCode())
    expect(attempt.getState()).toMatchObject({
      step: 'credentials',
      status: 'error',
      error: { code: 'invalid-credentials' },
      field: 'password',
    })
    expect(attempt.getTyped().login).toBe(person.login)
  })

  test('drops the password after five minutes, and says so', async () => {
    const { attempt, clock, person, posted } = await atSecondStep()
    clock.advance(FIVE_MINUTES_MS - 1)
    expect(attempt.getState().step).toBe('verification')
    clock.advance(1)
    expect(attempt.getState()).toMatchObject({
      step: 'credentials',
      status: 'error',
      error: { code: 'verification-required' },
      field: 'password',
    })
    await attempt.submitCode(person.currentCode())
    expect(posted).toHaveLength(1)
    expect(attempt.getTyped().login).toBe(person.login)
  })

  test('each refused code begins the five minutes anew, and none run while a code is on its way', async () => {
    const app = await atSecondStep()
    const { attempt, clock } = app
    clock.advance(FIVE_MINUTES_MS - 1)
    await attempt.submitCode('000000')
    clock.advance(FIVE_MINUTES_MS - 1)
    expect(attempt.getState()).toMatchObject({ step: 'verification', error: { code: 'verification-invalid' } })
    app.hold()
    void attempt.submitCode('000001')
    // The client's own timeout is what ends a request that is under way.
    clock.advance(14_999)
    expect(attempt.getState()).toMatchObject({ step: 'verification', status: 'pending' })
  })

  test('back drops the password and what is on its way', async () => {
    const app = await atSecondStep()
    const { attempt, clock, person, posted, session, signedIn } = app
    const answers = app.hold()
    const submitted = attempt.submitCode(person.currentCode())
    await vi.waitFor(() => expect(answers.count).toBe(1))
    attempt.back()
    expect(attempt.getState()).toEqual(start)
    answers.release()
    await submitted
    await attempt.submitCode(person.currentCode())
    expect(attempt.getState()).toEqual(start)
    expect(attempt.getTyped().login).toBe(person.login)
    expect(session.getState().status).toBe('signed-out')
    expect(signedIn).not.toHaveBeenCalled()
    expect(posted).toHaveLength(2)
    expect(clock.waiting).toBe(0)
  })
})

describe('waiting', () => {
  test('a submit while plex.tv asks to wait is ignored, until the wait is over', async () => {
    const app = sessionAtEmulator()
    const { attempt } = open(app)
    app.plexTv.fail({ kind: 'rate-limited', retryAfter: '12', times: 1 })
    await attempt.submitCredentials(typedBy(app, 'plain'))
    expect(attempt.getState()).toMatchObject({ error: { code: 'rate-limited' }, cooldown: { totalMs: 12_000 } })
    await attempt.submitCredentials(typedBy(app, 'plain'))
    app.clock.advance(11_999)
    await attempt.submitCredentials(typedBy(app, 'plain'))
    expect(app.posted).toHaveLength(1)
    app.clock.advance(1)
    expect(attempt.getState()).toMatchObject({ error: { code: 'rate-limited' }, cooldown: null })
    await attempt.submitCredentials(typedBy(app, 'plain'))
    expect(attempt.getState().step).toBe('done')
  })

  test('goes on for who starts again at the second step, and for whose password was dropped there', async () => {
    const { plexTv, attempt, clock, posted, person } = await atSecondStep()
    plexTv.fail({ kind: 'rate-limited', retryAfter: '400', times: 2 })
    await attempt.submitCode('000000')
    clock.advance(1000)
    attempt.back()
    expect(attempt.getState()).toMatchObject({ step: 'credentials', error: { code: 'rate-limited' }, field: null })
    await attempt.submitCredentials(person)
    clock.advance(398_999)
    await attempt.submitCredentials(person)
    expect(posted).toHaveLength(2)
    clock.advance(1)
    expect(attempt.getState()).toMatchObject({ step: 'credentials', status: 'error', cooldown: null })
    await attempt.submitCredentials(person)
    expect(attempt.getState()).toMatchObject({ error: { code: 'rate-limited' } })
    clock.advance(400_000)
    await attempt.submitCredentials(person)
    plexTv.fail({ kind: 'rate-limited', retryAfter: '400', times: 1 })
    await attempt.submitCode('000000')
    clock.advance(FIVE_MINUTES_MS)
    expect(attempt.getState()).toMatchObject({ step: 'credentials', error: { code: 'verification-required' } })
    await attempt.submitCredentials(person)
    expect(posted).toHaveLength(5)
    clock.advance(100_000)
    await attempt.submitCredentials(person)
    expect(posted).toHaveLength(6)
  })

  test('ends at the configured time when nothing answers', async () => {
    const app = sessionAtEmulator()
    const { attempt } = open(app)
    app.plexTv.fail({ kind: 'hang' })
    const submitted = attempt.submitCredentials(typedBy(app, 'plain'))
    await vi.waitFor(() => expect(app.plexTv.requests()).toHaveLength(1))
    app.clock.advance(15_000)
    await submitted
    expect(attempt.getState()).toMatchObject({ status: 'error', error: { code: 'timeout' }, field: null })
  })
})

describe('stopping', () => {
  test('closing drops what is on its way: no state, no session, no word, no timer', async () => {
    const app = sessionAtEmulator()
    const { attempt, close, signedIn } = open(app)
    const answers = app.hold()
    const submitted = attempt.submitCredentials(typedBy(app, 'plain'))
    await vi.waitFor(() => expect(answers.count).toBe(1))
    close()
    expect(attempt.getState()).toEqual(start)
    const changed = vi.fn()
    attempt.subscribe(changed)
    answers.release()
    await submitted
    expect(changed).not.toHaveBeenCalled()
    expect(signedIn).not.toHaveBeenCalled()
    expect(app.session.getState()).toEqual({ status: 'signed-out', reason: 'never' })
    expect(app.clock.waiting).toBe(0)
  })

  test('closing at the second step drops the password', async () => {
    const { attempt, clock, close, person, posted } = await atSecondStep()
    close()
    attempt.open()
    await attempt.submitCode(person.currentCode())
    expect(attempt.getState()).toEqual(start)
    expect(posted).toHaveLength(1)
    expect(clock.waiting).toBe(0)
  })

  test('goes back to the start when its session ends', async () => {
    const app = sessionAtEmulator()
    const { attempt } = open(app)
    await attempt.submitCredentials(typedBy(app, 'plain'))
    await app.session.signOut()
    expect(attempt.getState()).toEqual(start)
    await attempt.submitCredentials(typedBy(app, 'plexPass'))
    expect(attempt.getState()).toMatchObject({ step: 'done', user: { username: 'noura' } })
  })

  test('knows when it opens again that its session ended meanwhile', async () => {
    const app = sessionAtEmulator()
    const { attempt, close } = open(app)
    await attempt.submitCredentials(typedBy(app, 'plain'))
    close()
    await app.session.signOut()
    attempt.open()
    expect(attempt.getState()).toEqual(start)
  })
})

describe('two in one session', () => {
  test.each([
    ['in order', [0, 0]],
    ['out of order', [1, 0]],
  ])('the last started wins, answers %s', async (_, order) => {
    const app = sessionAtEmulator()
    const first = open(app)
    const second = open(app)
    const answers = app.hold()
    const submits = [first.attempt.submitCredentials(typedBy(app, 'plain'))]
    await vi.waitFor(() => expect(answers.count).toBe(1))
    submits.push(second.attempt.submitCredentials(typedBy(app, 'plexPass')))
    await vi.waitFor(() => expect(answers.count).toBe(2))
    for (const at of order) answers.release(at)
    await Promise.all(submits)
    expect(app.session.getState()).toMatchObject({ status: 'signed-in', user: { username: 'noura' } })
    expect(second.attempt.getState().step).toBe('done')
    expect(first.attempt.getState()).toEqual(start)
    expect(first.signedIn).not.toHaveBeenCalled()
    expect(second.signedIn).toHaveBeenCalledOnce()
  })

  test('the one that was overtaken is not brought back by a failure of the other', async () => {
    const app = sessionAtEmulator()
    const first = open(app)
    const second = open(app)
    const submits = [
      first.attempt.submitCredentials(typedBy(app, 'plain')),
      second.attempt.submitCredentials({ ...typedBy(app, 'plexPass'), password: 'wrong' }),
    ]
    await Promise.all(submits)
    expect(app.session.getState()).toEqual({ status: 'signed-out', reason: 'never' })
    expect(first.attempt.getState()).toEqual(start)
    expect(second.attempt.getState()).toMatchObject({ error: { code: 'invalid-credentials' } })
  })

  test('the overtaken one can go on', async () => {
    const app = sessionAtEmulator()
    const first = open(app)
    const second = open(app)
    await Promise.all([
      first.attempt.submitCredentials(typedBy(app, 'plain')),
      second.attempt.submitCredentials(typedBy(app, 'plexPass')),
    ])
    await first.attempt.submitCredentials(typedBy(app, 'plain'))
    expect(first.attempt.getState().step).toBe('done')
    expect(app.session.getState()).toMatchObject({ user: { username: 'ada' } })
  })
})

describe('an app that says no', () => {
  const denial = { code: 'not-invited', message: 'Ask Mara to let you in.' }

  test('ends the sign-in in its own words; another account may be let in', async () => {
    const app = sessionAtEmulator({
      storage: 'memory',
      authorize: ({ user }) => (user.username === 'ada' ? denyAccess(denial) : undefined),
    })
    const { attempt, signedIn, failed } = open(app)
    await attempt.submitCredentials(typedBy(app, 'plain'))
    expect(attempt.getState()).toMatchObject({
      step: 'denied',
      status: 'idle',
      error: { code: 'access-denied', denial },
    })
    expect([failed.mock.calls.length, signedIn.mock.calls.length]).toEqual([1, 0])
    // There is nothing to submit again.
    await attempt.submitCredentials(typedBy(app, 'emailOnly'))
    expect(attempt.getState().step).toBe('denied')
    attempt.back()
    expect([attempt.getState(), attempt.getTyped().login]).toEqual([start, ''])
    await attempt.submitCredentials(typedBy(app, 'emailOnly'))
    expect([attempt.getState().step, signedIn.mock.calls.length]).toEqual(['done', 1])
  })

  test('is heard after the second step too', async () => {
    const app = sessionAtEmulator({ storage: 'memory', authorize: () => denyAccess(denial) })
    const { attempt } = open(app)
    await attempt.submitCredentials(typedBy(app, 'twoFactor'))
    await attempt.submitCode(app.plexTv.person('twoFactor').currentCode())
    expect(attempt.getState()).toMatchObject({ step: 'denied', error: { denial } })
  })
})

test('each failure is told once, and that a code is asked for is none', async () => {
  const app = sessionAtEmulator()
  const { attempt, failed } = open(app)
  await attempt.submitCredentials({ ...typedBy(app, 'plain'), password: 'wrong' })
  await attempt.submitCredentials(typedBy(app, 'twoFactor'))
  await attempt.submitCode('000000')
  expect(failed.mock.calls.map(([{ code }]) => code)).toEqual(['invalid-credentials', 'verification-invalid'])
})
