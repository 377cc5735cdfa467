import { describe, expect, expectTypeOf, test } from 'vitest'
import type { PersonName } from './account.ts'
import { createEmulator } from './createEmulator.ts'
import { createTestClock } from './createTestClock.ts'
import type { Emulator, Person, WorldOptions } from './Emulator.ts'
import { callsOf, typed } from './testing/calls.ts'

const household: WorldOptions = {
  people: [
    { name: 'sam', plexPass: true, profilePin: true },
    { name: 'kid', managed: true, title: 'Kid', friendlyName: 'The kid' },
    { name: 'ruth', username: 'Ruth.B', email: 'Ruth@example.org', password: 'a-password', profilePin: '0042' },
    { name: 'pia', twoFactor: true },
    { name: 'abe', managed: true },
    { name: 'lee', password: null, avatar: '', id: 7, uuid: '00000000000000aa', joinedAt: 1, country: 'SE' },
  ],
  homes: [
    { admin: 'sam', members: ['kid', 'ruth'] },
    { admin: 'pia', members: ['abe'] },
  ],
  servers: [{ name: 'Shed', owner: 'sam', sharedWith: ['kid', 'pia'], addresses: [{ reach: 'local' }] }],
}

function setUp(options: Partial<WorldOptions> = {}) {
  const emulator = createEmulator({ ...household, clock: createTestClock(), ...options })
  return { emulator, ...callsOf(emulator.fetch) }
}

test('a world given in code has its own people, and nobody else', async () => {
  const { emulator, signIn } = setUp()
  expect(emulator.people().map(({ name }) => name)).toEqual(['sam', 'kid', 'ruth', 'pia', 'abe', 'lee'])
  expect(emulator.person('sam')).toMatchObject({ title: 'sam', login: 'sam@example.com', username: 'sam', note: '' })
  expect(emulator.person('kid')).toMatchObject({ title: 'Kid', login: '', username: '', password: '' })
  expect((await signIn(typed(emulator.person('sam')))).status).toBe(201)
  expect(() => emulator.person('plain')).toThrow(
    new RangeError('No person "plain". There are: sam, kid, ruth, pia, abe, lee.'),
  )
})

test('what is given is theirs, and a login is compared without regard to case', async () => {
  const { emulator, signIn, user } = setUp()
  for (const login of ['ruth@EXAMPLE.org', 'ruth.b']) {
    const response = await signIn({ login, password: 'a-password' })
    expect(await response.json()).toMatchObject({ username: 'Ruth.B', email: 'Ruth@example.org', protected: true })
  }
  expect(await (await user(emulator.tokenFor('lee', 'tests'))).json()).toMatchObject({
    id: 7,
    uuid: '00000000000000aa',
    thumb: '',
    joinedAt: 1,
    country: 'SE',
    hasPassword: false,
    home: false,
  })
  expect((await (await user(emulator.tokenFor('kid', 'tests'))).json()).friendlyName).toBe('The kid')
})

test('secrets that are not given are made from the seed', async () => {
  const secretsOf = (emulator: Emulator<string>) =>
    emulator
      .people()
      .flatMap(({ password, recoveryCodes, profilePin, uuid }) => [password, profilePin, uuid, ...recoveryCodes])
  const [own, same, other] = [setUp(), setUp(), setUp({ seed: 2 })].map(({ emulator }) => emulator.person('sam'))
  expect(own?.password).toMatch(/^[a-z\d]{16}$/)
  expect(own?.profilePin).toMatch(/^\d{4}$/)
  expect(secretsOf(setUp().emulator)).toEqual(secretsOf(setUp().emulator))
  expect([same?.password, same?.uuid]).toEqual([own?.password, own?.uuid])
  expect(other?.password).not.toBe(own?.password)
  const { emulator, signIn } = setUp()
  const pia = emulator.person('pia')
  expect(pia.recoveryCodes).toHaveLength(3)
  expect((await signIn(typed(pia))).status).toBe(401)
  expect((await signIn(typed(pia, pia.currentCode()))).status).toBe(201)
  expect((await signIn(typed(pia, pia.recoveryCodes[0]))).status).toBe(201)
})

test('the secret of two-factor and its recovery codes may be given', async () => {
  const twoFactor = { secret: 'JBSWY3DPEHPK3PXP', recoveryCodes: ['one-two-three'] }
  const make = (seed: number) =>
    createEmulator({ seed, people: [{ name: 'pia', twoFactor }], clock: createTestClock() }).person('pia')
  expect(make(1).currentCode()).toBe(make(2).currentCode())
  expect(make(1).recoveryCodes).toEqual(['one-two-three'])
})

test('each Home is one of its own', async () => {
  const { emulator, homeUsers } = setUp()
  const membersSeenBy = async (name: string) =>
    (await (await homeUsers(emulator.tokenFor(name, 'tests'))).json()).users.map(
      ({ title }: { title: string }) => title,
    )
  expect(await membersSeenBy('ruth')).toEqual(['sam', 'Kid', 'ruth'])
  expect(await membersSeenBy('abe')).toEqual(['pia', 'abe'])
  expect(await membersSeenBy('lee')).toEqual(['lee'])
  emulator.removeFromHome('kid')
  expect(await membersSeenBy('sam')).toEqual(['sam', 'ruth'])
  expect(await membersSeenBy('pia')).toEqual(['pia', 'abe'])
})

test('a Home shares a server within itself, and others are friends', async () => {
  const { emulator, call, resources, user } = setUp()
  const homeOf = async (name: string) => (await (await resources(emulator.tokenFor(name, 'tests'))).json())[0].home
  expect([await homeOf('kid'), await homeOf('pia')]).toEqual([true, false])
  const sam = emulator.tokenFor('sam', 'tests')
  const friends = await (await call('GET', '/api/v2/friends', { 'X-Plex-Token': sam })).json()
  expect(friends.map(({ username }: { username: string }) => username)).toEqual(['pia'])
  const users = await (await call('GET', '/api/users', { 'X-Plex-Token': sam })).text()
  expect(users).toMatch(/title="Kid" .*home="1".*title="pia" .*home="0"/)
  expect(await (await user(sam)).json()).toMatchObject({ homeSize: 3, homeAdmin: true })
})

test('a world without servers has none, and reset brings the same world back', () => {
  const { emulator } = setUp({ servers: undefined })
  expect(emulator.servers()).toEqual([])
  const before = emulator.people().map(({ uuid }) => uuid)
  emulator.removeFromHome('ruth')
  emulator.reset()
  expect(emulator.people().map(({ uuid }) => uuid)).toEqual(before)
  emulator.removeFromHome('ruth')
})

describe('refuses what there is not', () => {
  const sam = { name: 'sam' }
  const kid = { name: 'kid', managed: true }
  test.each([
    [
      { persons: [] },
      'No such world: it has no "persons"; there are: scenario, people, homes, servers, seed, clock, pages, tokenLifeMs.',
    ],
    [{ tokenLifeMs: 999 }, 'No such world: tokenLifeMs must be a number from 1000.'],
    [{ tokenLifeMs: Number.NaN }, 'No such world: tokenLifeMs must be a number from 1000.'],
    [{ homes: [] }, 'No such world: homes are of people: give both.'],
    [{ people: [sam], scenario: 'everyone' }, 'No such world: give people or a scenario, not both.'],
    [{ people: {} }, 'No such world: people must be a list.'],
    [{ people: [sam], homes: {} }, 'No such world: homes must be a list.'],
    [{ people: [null] }, 'No such person: each must be an object.'],
    [{ people: [{}] }, 'No such person: name must be text.'],
    [{ people: [{ name: '' }] }, 'No such person: name must be text.'],
    [{ people: [{ ...sam, toString: 1 }] }, /^No such person: it has no "toString"; there are: name, note, title,/],
    [{ people: [{ ...sam, password: '' }] }, 'No such person: password must be text, or null.'],
    [{ people: [{ ...sam, plexPass: 1 }] }, 'No such person: plexPass must be true or false.'],
    [{ people: [{ ...sam, profilePin: '123' }] }, 'No such person: profilePin must be four digits, true or false.'],
    [{ people: [{ ...sam, uuid: 'A' }] }, 'No such person: uuid must be 16 digits of 0 to f.'],
    [{ people: [{ ...sam, id: 0 }] }, 'No such person: id must be a whole number from 1.'],
    [
      { people: [{ ...sam, twoFactor: { secret: 'no base 32' } }] },
      'No such person: twoFactor must be true, false, or a secret in base32 and recoveryCodes.',
    ],
    [
      { people: [{ ...sam, twoFactor: { codes: [] } }] },
      'No such person: twoFactor must be true, false, or a secret in base32 and recoveryCodes.',
    ],
    [{ people: [sam, sam] }, 'No such person: there are two with the name "sam".'],
    [{ people: [sam, { name: 'two', username: 'SAM' }] }, 'No such person: there are two with the login "sam".'],
    [
      {
        people: [
          { ...sam, id: 7 },
          { name: 'two', id: 7 },
        ],
      },
      'No such person: there are two with the id "7".',
    ],
    [{ people: [{ ...sam, profilePin: true }] }, 'No such person: "sam" has a PIN, and is in no Home.'],
    [{ people: [kid] }, 'No such person: "kid" is managed, and a member of no Home.'],
    [{ people: [{ ...kid, password: 'x' }] }, 'No such person: "kid" is managed, and so has no password.'],
    [{ people: [sam], homes: [{ admin: 'sam' }] }, 'No such Home: members must be a list.'],
    [{ people: [sam], homes: [{ admin: 'sam', members: [], size: 2 }] }, /^No such Home: it has no "size"; there are:/],
    [{ people: [sam], homes: [{ admin: 'ada', members: [] }] }, 'No such Home: there is no person "ada".'],
    [{ people: [sam, kid], homes: [{ admin: 'kid', members: ['sam'] }] }, 'No such Home: its admin "kid" is managed.'],
    [{ people: [sam], homes: [{ admin: 'sam', members: ['sam'] }] }, 'No such Home: "sam" is in one already.'],
    [
      {
        people: Array.from({ length: 16 }, (_, index) => ({ name: `p${index}` })),
        homes: [{ admin: 'p0', members: Array.from({ length: 15 }, (_, index) => `p${index + 1}`) }],
      },
      'No such Home: it has 16 members, and 15 is the most.',
    ],
    [
      { people: [sam], servers: [{ name: 'Shed', owner: 'plain', addresses: [] }] },
      'No such server: there is no person "plain".',
    ],
  ])('%j', (options, words) => {
    const make = () => createEmulator(options as unknown as WorldOptions)
    expect(make).toThrow(RangeError)
    expect(make).toThrow(typeof words === 'string' ? new RangeError(words) : words)
  })
})

test('the seeded names are known to the types, and those of a world given are text', () => {
  const seeded = createEmulator()
  expectTypeOf(seeded).toEqualTypeOf<Emulator>()
  expectTypeOf(seeded.person).parameter(0).toEqualTypeOf<PersonName>()
  expectTypeOf(seeded.person('plain')).toEqualTypeOf<Person>()
  const { emulator } = setUp()
  expectTypeOf(emulator).toEqualTypeOf<Emulator<string>>()
  expectTypeOf(emulator.person).parameter(0).toEqualTypeOf<string>()
  expectTypeOf<Emulator>().toExtend<Emulator<string>>()
})
