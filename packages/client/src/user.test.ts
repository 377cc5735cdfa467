import { createEmulator } from '@foyer/emulator'
import { describe, expect, test } from 'vitest'
import { createPlexClient, getUser } from './index.ts'
import { readUser } from './user.ts'

const client = createPlexClient({ product: 'Reelroom', clientIdentifier: 'tests' })
const least = { id: 1, uuid: '0123456789abcdef' }

const nobodyInParticular = {
  ...least,
  title: '',
  username: '',
  email: null,
  avatarUrl: null,
  kind: 'account',
  inHome: false,
  homeAdmin: false,
  hasProfilePin: false,
  twoFactor: false,
  joinedAt: null,
  country: null,
  locale: null,
  subscription: { active: false, plan: null, since: null, features: [] },
}

test('an id and a uuid are enough', () => {
  expect(readUser(client, least)).toEqual(nobodyInParticular)
})

/** A whole user object, as recorded. */
const recorded = {
  ...least,
  username: 'ada',
  title: 'ada',
  email: 'ada@example.com',
  friendlyName: 'Ada L.',
  locale: 'en',
  confirmed: true,
  joinedAt: 1_500_000_000,
  emailOnlyAuth: false,
  hasPassword: true,
  protected: true,
  thumb: 'https://plex.tv/users/0123456789abcdef/avatar?c=1500000000',
  authToken: 'a-token',
  mailingListStatus: 'removed',
  country: 'GB',
  subscription: {
    active: true,
    subscribedAt: '2023-09-19 00:00:00 UTC',
    status: 'Active',
    paymentService: 'braintree',
    plan: 'lifetime',
    features: ['sync', 'lyrics'],
  },
  restricted: false,
  home: true,
  guest: false,
  homeAdmin: true,
  pin: 'hashed-pin',
  services: [{ identifier: 'epg', token: 'service-token', secret: 'service-secret' }],
  twoFactorEnabled: true,
}

test('a whole answer is read, but for its secrets', () => {
  const user = readUser(client, recorded)
  expect(user).toEqual({
    ...least,
    title: 'Ada L.',
    username: 'ada',
    email: 'ada@example.com',
    avatarUrl: recorded.thumb,
    kind: 'account',
    inHome: true,
    homeAdmin: true,
    hasProfilePin: true,
    twoFactor: true,
    joinedAt: '2017-07-14T02:40:00.000Z',
    country: 'GB',
    locale: 'en',
    subscription: { active: true, plan: 'lifetime', since: '2023-09-19T00:00:00.000Z', features: ['sync', 'lyrics'] },
  })
  expect(JSON.stringify(user)).not.toMatch(/token|secret|hashed/)
})

const others: unknown[] = [
  null,
  '',
  'words',
  0,
  -1,
  3.5,
  1e300,
  true,
  false,
  [],
  [null],
  ['x'],
  {},
  { a: 1 },
  { toString: 1 },
]

test.each(Object.keys(recorded).filter((key) => !(key in least)))('%s may be missing or of any type', (key) => {
  for (const value of [undefined, ...others]) {
    const user = readUser(client, { ...recorded, [key]: value })
    expect(Object.keys(user ?? {}).sort()).toEqual(Object.keys(nobodyInParticular).sort())
    expect(user).toMatchObject(least)
  }
})

test.each(Object.keys(recorded.subscription))('subscription.%s may be missing or of any type', (key) => {
  for (const value of [undefined, ...others]) {
    const user = readUser(client, { ...recorded, subscription: { ...recorded.subscription, [key]: value } })
    expect(Object.keys(user?.subscription ?? {}).sort()).toEqual(['active', 'features', 'plan', 'since'])
  }
})

test.each([
  ['id', [undefined, null, '1', 0, -1, 1.5, 2 ** 60, Number.NaN, [1], {}]],
  ['uuid', [undefined, null, 1, '', ' ', 'a b', 'a/b', '../x', 'x'.repeat(65), ['x'], {}]],
])('without a good %s there is nobody', (key, values) => {
  for (const value of values) expect(readUser(client, { ...recorded, [key]: value })).toBeUndefined()
})

test.each([undefined, null, '', 'words', 0, true, [], [recorded]])('%j names nobody', (answer) => {
  expect(readUser(client, answer)).toBeUndefined()
})

describe('the name to show', () => {
  test.each([
    [{ friendlyName: 'Ada L.', title: 'Ada', username: 'ada' }, 'Ada L.'],
    [{ friendlyName: '', title: 'Ada', username: 'ada' }, 'Ada'],
    [{ friendlyName: null, title: '', username: 'ada' }, 'ada'],
    [{ title: 'Little one', username: '' }, 'Little one'],
    [{ title: '<b>\u202eada</b>' }, '<b>\u202eada</b>'],
  ])('of %j is %s', (names, title) => {
    expect(readUser(client, { ...least, ...names })?.title).toBe(title)
  })
})

describe('the kind', () => {
  test.each([
    [{}, 'account'],
    [{ restricted: true }, 'managed'],
    [{ guest: true }, 'guest'],
    [{ guest: true, restricted: true }, 'guest'],
    [{ guest: '0', restricted: 'false' }, 'account'],
  ])('of %j is %s', (flags, kind) => {
    expect(readUser(client, { ...least, ...flags })?.kind).toBe(kind)
  })
})

describe('when somebody joined', () => {
  test.each([
    [1_500_000_000, '2017-07-14T02:40:00.000Z'],
    ['2017-07-14T02:40:00Z', '2017-07-14T02:40:00.000Z'],
    ['yesterday', null],
    [1e300, null],
    [null, null],
    [{}, null],
  ])('is read from %j', (joinedAt, instant) => {
    expect(readUser(client, { ...least, joinedAt })?.joinedAt).toBe(instant)
  })
})

describe('a picture', () => {
  test.each([
    ['https://plex.tv/users/1/avatar?c=1', 'https://plex.tv/users/1/avatar?c=1'],
    ['https://secure.gravatar.com/avatar/1', 'https://secure.gravatar.com/avatar/1'],
    ['http://plex.tv/a', null],
    ['//plex.tv/a', null],
    ['/a', null],
    ['javascript:alert(1)', null],
    ['java\nscript:alert(1)', null],
    ['data:image/svg+xml,<svg onload="alert(1)"/>', null],
    ['blob:https://plex.tv/1', null],
    ['https://plex.tv@evil.example/a', null],
    ['https://plex.tv:secret@evil.example/a', null],
    ['https://', null],
    ['', null],
    [null, null],
    [{}, null],
    [['javascript:alert(1)'], null],
  ])('%j becomes %j', (thumb, avatarUrl) => {
    expect(readUser(client, { ...least, thumb })?.avatarUrl).toBe(avatarUrl)
  })

  test('may come from where the API answers, and from no other by http', () => {
    const local = createPlexClient({
      product: 'Reelroom',
      clientIdentifier: 'tests',
      baseUrl: 'http://localhost:1',
    })
    const avatarOf = (thumb: string) => readUser(local, { ...least, thumb })?.avatarUrl
    expect(avatarOf('http://localhost:1/a')).toBe('http://localhost:1/a')
    expect(avatarOf('http://localhost:2/a')).toBeNull()
    expect(avatarOf('http://me:secret@localhost:1/a')).toBeNull()
    expect(avatarOf('http://localhost:1@evil.example/a')).toBeNull()
  })
})

test('keys that mean something to JavaScript pollute nothing', () => {
  const raw = JSON.parse('{"id":1,"uuid":"abc","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}')
  const user = readUser(client, raw)
  expect(user).toEqual({ ...nobodyInParticular, uuid: 'abc' })
  expect(Object.getPrototypeOf(user)).toBe(Object.prototype)
  expect({}).not.toHaveProperty('polluted')
})

const plexTv = createEmulator()
test.each(plexTv.people().map(({ name }) => name))('the emulator’s %s is read', async (name) => {
  const client = createPlexClient({ product: 'Reelroom', clientIdentifier: 'tests', fetch: plexTv.fetch })
  const person = plexTv.person(name)
  const user = await getUser(client, plexTv.tokenFor(name, 'tests'))
  expect(user).toMatchObject({ uuid: person.uuid, title: person.title, email: person.login || null })
  expect(JSON.parse(JSON.stringify(user))).toEqual(user)
})
