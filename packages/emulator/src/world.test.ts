import { describe, expect, test } from 'vitest'
import { isRefusal } from './errors.ts'
import { scenarios } from './scenarios.ts'
import { createWorld, lockAfter, lockMs } from './world.ts'

const home = '192.0.2.1'
const elsewhere = '198.51.100.7'

function setUp() {
  let time = Date.UTC(2026, 10, 22)
  const world = createWorld(scenarios.everyone(1), 1, () => time)
  return {
    world,
    pass: (ms: number) => {
      time += ms
    },
    signIn(login: string, password: string, verificationCode = '', address = home, device = 'tv') {
      const outcome = world.signIn({ login, password, verificationCode }, device, address)
      return isRefusal(outcome) ? outcome : outcome.account.name
    },
  }
}

describe('says who signs in, or why not', () => {
  test.each([
    ['the e-mail address', 'ada@example.com', 'ada-demo-password', 'plain'],
    ['the username', 'ada', 'ada-demo-password', 'plain'],
    ['an address in capitals', 'ADA@example.com', 'ada-demo-password', 'plain'],
    ['a wrong password', 'ada', 'nope', 1001],
    ['a password with a space after it', 'ada', 'ada-demo-password ', 1001],
    ['somebody unknown', 'nobody', 'ada-demo-password', 1001],
    ['nothing at all', '', '', 1001],
    ['a managed user, who has an empty username', '', 'pip', 1001],
    ['somebody who signed up with Google', 'marlow@example.com', 'anything', 1001],
    ['the same, with an empty password', 'marlow@example.com', '', 1001],
    ['an e-mail-only account by address', 'ingrid@example.com', 'ingrid-demo-password', 'emailOnly'],
    ['an e-mail-only account by username', 'ingrid', 'ingrid-demo-password', 1030],
    ['an e-mail-only account by username, password wrong', 'ingrid', 'nope', 1001],
    ['a locked person', 'wren', 'wren-demo-password', 1031],
    ['a locked person, password wrong', 'wren', 'nope', 1031],
    ['two-factor without a code', 'tomas@example.com', 'tomas-demo-password', 1029],
    ['two-factor, password wrong', 'tomas@example.com', 'nope', 1001],
  ])('%s', (_what, login, password, outcome) => {
    expect(setUp().signIn(login, password)).toBe(outcome)
  })
})

describe('two-factor', () => {
  const tomas = ['tomas@example.com', 'tomas-demo-password'] as const

  test.each([
    ['at once', 0, 'twoFactor'],
    ['half a minute late', 30_000, 'twoFactor'],
    ['half a minute early', -30_000, 'twoFactor'],
    ['a minute late', 60_000, 1028],
    ['a minute early', -60_000, 1028],
  ])('takes the code %s: %i ms', (_when, ms, outcome) => {
    const { world, pass, signIn } = setUp()
    const code = world.currentCode('twoFactor')
    pass(ms)
    expect(signIn(...tomas, code)).toBe(outcome)
  })

  test('takes a code again within its time', () => {
    const { world, signIn } = setUp()
    const code = world.currentCode('twoFactor')
    expect([signIn(...tomas, code), signIn(...tomas, code)]).toEqual(['twoFactor', 'twoFactor'])
  })

  test('takes each recovery code once, as it is written', () => {
    const { world, signIn } = setUp()
    const [first = '', second = ''] = world.account('twoFactor').recoveryCodes
    expect(signIn(...tomas, first.replaceAll('-', ''))).toBe(1028)
    expect(signIn(...tomas, first)).toBe('twoFactor')
    expect(signIn(...tomas, first)).toBe(1028)
    expect(signIn(...tomas, second)).toBe('twoFactor')
  })

  test('does not spend a recovery code on a wrong password', () => {
    const { world, signIn } = setUp()
    const [code = ''] = world.account('twoFactor').recoveryCodes
    expect(signIn(tomas[0], 'nope', code)).toBe(1001)
    expect(signIn(...tomas, code)).toBe('twoFactor')
  })

  test('ignores a code that the account has no use for', () => {
    expect(setUp().signIn('ada', 'ada-demo-password', '123456')).toBe('plain')
  })
})

describe('the address lock-out', () => {
  const right = ['ada', 'ada-demo-password'] as const
  const failing = (outcomes: () => unknown, times: number) => Array.from({ length: times }, outcomes)

  test('comes after repeated failures, and then hides a right password', () => {
    const { signIn } = setUp()
    expect(failing(() => signIn('ada', 'nope'), lockAfter)).toEqual(Array(lockAfter).fill(1001))
    expect(signIn(...right)).toBe(1031)
    expect(signIn('noura', 'noura-demo-password')).toBe(1031)
  })

  test('comes after wrong verification codes too', () => {
    const { signIn } = setUp()
    const wrong = () => signIn('tomas.vidal', 'tomas-demo-password', '0')
    expect(failing(wrong, lockAfter)).toEqual(Array(lockAfter).fill(1028))
    expect(wrong()).toBe(1031)
  })

  test('is not brought on by being asked for a code, or for an address', () => {
    const { signIn } = setUp()
    failing(() => signIn('tomas.vidal', 'tomas-demo-password'), lockAfter)
    failing(() => signIn('ingrid', 'ingrid-demo-password'), lockAfter)
    expect(signIn(...right)).toBe('plain')
  })

  test('leaves other addresses alone', () => {
    const { signIn } = setUp()
    failing(() => signIn('ada', 'nope'), lockAfter)
    expect(signIn(...right, '', elsewhere)).toBe('plain')
  })

  test('passes, counted from the last failure', () => {
    const { signIn, pass } = setUp()
    failing(() => signIn('ada', 'nope'), lockAfter)
    pass(lockMs - 1)
    expect(signIn(...right)).toBe(1031)
    pass(1)
    expect(signIn(...right)).toBe('plain')
  })

  test('starts counting anew after a success', () => {
    const { signIn } = setUp()
    failing(() => signIn('ada', 'nope'), lockAfter - 1)
    signIn(...right)
    failing(() => signIn('ada', 'nope'), lockAfter - 1)
    expect(signIn(...right)).toBe('plain')
  })
})

describe('tokens', () => {
  test('are one for each account and client identifier', () => {
    const { world } = setUp()
    const { token } = world.admit('plain', 'tv')
    expect(token).toMatch(/^[\w-]{20}$/)
    expect(world.admit('plain', 'tv').token).toBe(token)
    expect(world.admit('plain', 'phone').token).not.toBe(token)
    expect(world.admit('plexPass', 'tv').token).not.toBe(token)
  })

  test('are never given again once dead', () => {
    const { world } = setUp()
    const device = world.admit('plain', 'tv')
    world.revoke(device)
    expect(world.findDevice(device.token)).toBe(1001)
    expect(world.admit('plain', 'tv').token).not.toBe(device.token)
  })

  test('die for one person at a time', () => {
    const { world } = setUp()
    const [tv, phone, other] = [
      world.admit('plain', 'tv'),
      world.admit('plain', 'phone'),
      world.admit('plexPass', 'tv'),
    ].map(({ token }) => token)
    world.revokeTokens('plain')
    expect([tv, phone, other].map((token) => world.findDevice(token ?? ''))).toMatchObject([
      1001,
      1001,
      { account: { name: 'plexPass' } },
    ])
  })

  test('look unlike each other from seed to seed', () => {
    const tokenOf = (seed: number) => createWorld(scenarios.everyone(seed), seed, Date.now).admit('plain', 'tv').token
    expect(tokenOf(1)).toBe(tokenOf(1))
    expect(new Set([1, 2, 3, 4, 5].map(tokenOf)).size).toBe(5)
  })
})
