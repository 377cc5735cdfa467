import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createEmulator } from './createEmulator.ts'
import { createTestClock } from './createTestClock.ts'
import { callsOf, typed } from './testing/calls.ts'

const { now } = createTestClock()

function setUp(base?: string) {
  const emulator = createEmulator({ clock: createTestClock() })
  return { emulator, person: emulator.person, ...callsOf(emulator.fetch, base) }
}

test('a right password answers 201 with the whole user object', async () => {
  const { signIn, person } = setUp()
  const response = await signIn(typed(person('plexPass')))
  expect([response.status, response.headers.get('Content-Type')]).toEqual([201, 'application/json; charset=utf-8'])
  expect(await response.json()).toMatchObject({
    id: expect.any(Number),
    uuid: expect.stringMatching(/^[\da-f]{16}$/),
    username: 'noura',
    title: 'نورا حداد',
    email: 'noura@example.com',
    friendlyName: '',
    joinedAt: 1325376000,
    rememberExpiresAt: now() / 1000 + 14 * 24 * 60 * 60,
    authToken: expect.stringMatching(/^[\w-]{20}$/),
    thumb: `https://plex.tv/users/${person('plexPass').uuid}/avatar?c=1325376000`,
    subscription: { active: true, status: 'Active', plan: 'lifetime', features: expect.any(Array) },
    roles: ['plexpass'],
    protected: true,
    homeAdmin: true,
    pin: expect.any(String),
    services: [
      { token: expect.any(String), secret: expect.any(String) },
      { token: null, secret: null },
    ],
    adsConsentSetAt: null,
  })
})

test('a free account without a PIN has neither roles nor pin', async () => {
  const { signIn, person } = setUp()
  const body = await (await signIn(typed(person('plain')))).json()
  expect(body).not.toHaveProperty('roles')
  expect(body).not.toHaveProperty('pin')
  expect(body.subscription).toMatchObject({ active: false, subscribedAt: null, status: 'Inactive', plan: null })
})

test.each(['https://plex.tv', 'https://clients.plex.tv', 'http://localhost:4010'])('%s signs in', async (base) => {
  const { signIn, person } = setUp(base)
  const response = await signIn(typed(person('plain')))
  expect(response.status).toBe(201)
  expect((await response.json()).thumb).toContain(`${base}/users/`)
})

const people = createEmulator({ clock: createTestClock() }).person
test.each([
  ['a wrong password', typed({ ...people('plain'), password: 'nope' }), 1001, 'User could not be authenticated'],
  ['no password at all', typed(people('passwordless')), 1001, 'User could not be authenticated'],
  ['a managed user', typed(people('managed')), 1001, 'User could not be authenticated'],
  ['a code that is missing', typed(people('twoFactor')), 1029, 'Please enter the verification code'],
  ['a code that is empty', typed(people('twoFactor'), ''), 1029, 'Please enter the verification code'],
  ['a code that is wrong', typed(people('twoFactor'), '000000'), 1028, 'Invalid verification code'],
  ['a code of letters', typed(people('twoFactor'), 'абвгде'), 1028, 'Invalid verification code'],
  ['a code of other digits', typed(people('twoFactor'), '٠٠٠٠٠٠'), 1028, 'Invalid verification code'],
  [
    'a username where an address is wanted',
    typed({ ...people('emailOnly'), login: people('emailOnly').username }),
    1030,
    'User could not be authenticated. This account only allows signing in with email address',
  ],
  [
    'a locked address',
    typed(people('locked')),
    1031,
    'User could not be authenticated. This IP appears to be having trouble signing in to an account (detected repeated failures)',
  ],
])('%s answers 401 with its own code', async (_what, fields, code, message) => {
  const response = await setUp().signIn(fields)
  expect([response.status, await response.json()]).toEqual([401, { errors: [{ code, message, status: 401 }] }])
})

test('the code of the moment, an unused recovery code, and a useless code all sign in', async () => {
  const { signIn, person } = setUp()
  const { currentCode, recoveryCodes } = person('twoFactor')
  expect((await signIn(typed(person('twoFactor'), currentCode()))).status).toBe(201)
  expect((await signIn(typed(person('twoFactor'), recoveryCodes[0]))).status).toBe(201)
  expect((await signIn(typed(person('plain'), person('plain').currentCode()))).status).toBe(201)
})

test('five failures lock the address until the clock has moved on', async () => {
  const { emulator, signIn, person } = setUp()
  const errorCodes = async (response: Response) => (await response.json()).errors?.[0].code
  for (let n = 0; n < 5; n += 1) await signIn({ login: 'ada', password: 'nope' })
  expect(await errorCodes(await signIn(typed(person('plain'))))).toBe(1031)
  emulator.advance(5 * 60_000)
  expect((await signIn(typed(person('plain')))).status).toBe(201)
})

test('the same installation keeps its token, another gets its own', async () => {
  const { signIn, person } = setUp()
  const tokenOn = async (device: string) =>
    (await (await signIn(typed(person('plain')), { 'X-Plex-Client-Identifier': device })).json()).authToken
  const token = await tokenOn('tv')
  expect(await tokenOn('tv')).toBe(token)
  expect(await tokenOn('phone')).not.toBe(token)
})

test('whatever is typed is answered as plex.tv answers it', async () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary', minLength: 6, maxLength: 6 }))
  const { login, password } = people('twoFactor')
  const form = fc.oneof(
    fc.record({ login: text, password: text, verificationCode: text }),
    fc.record({ login: fc.constant(login), password: fc.constant(password), verificationCode: text }),
  )
  await fc.assert(
    fc.asyncProperty(form, async (fields) => {
      const { status } = await setUp().signIn(fields)
      expect(status).toBe(401)
    }),
  )
})

test('a body that says it is something else than a form is not read as one', async () => {
  const { signIn, person } = setUp()
  expect((await signIn(typed(person('plain')), { 'Content-Type': 'text/plain' })).status).toBe(401)
})

test('the client identifier may be a query parameter, but not missing', async () => {
  const { emulator, person } = setUp()
  const post = (query: string) =>
    emulator.fetch(`https://plex.tv/api/v2/users/signin${query}`, {
      method: 'POST',
      headers: { Accept: 'application/json' },
      body: new URLSearchParams(typed(person('plain'))),
    })
  expect((await post('?X-Plex-Client-Identifier=tv')).status).toBe(201)
  const response = await post('')
  expect([response.status, await response.json()]).toEqual([
    400,
    { errors: [{ code: 1000, message: 'X-Plex-Client-Identifier is missing', status: 400 }] },
  ])
})

describe('version 1', () => {
  const invalid = 'Invalid email, username, or password.'
  const basic = (login: string, password: string) => ({ Authorization: `Basic ${btoa(`${login}:${password}`)}` })

  function open() {
    const { emulator, call, user } = setUp()
    const signIn = (format: string, headers = {}, fields?: Record<string, string>) =>
      call('POST', `/users/sign_in.${format}`, { Accept: '*/*', ...headers }, fields && new URLSearchParams(fields))
    return { emulator, call, user, signIn }
  }

  test('takes HTTP Basic or a form, and answers as its path ends', async () => {
    const { emulator, signIn } = open()
    const { username, password, login } = emulator.person('plain')
    const token = emulator.tokenFor('plain', 'tests')
    const asJson = await signIn('json', basic(username, password))
    expect([asJson.status, await asJson.json()]).toMatchObject([
      201,
      {
        user: {
          username: 'ada',
          email: login,
          authToken: token,
          authentication_token: token,
          joined_at: '2015-12-12T00:00:00Z',
        },
      },
    ])
    const asXml = await signIn('xml', {}, { 'user[login]': login, 'user[password]': password })
    expect([asXml.status, asXml.headers.get('Content-Type')]).toEqual([201, 'application/xml; charset=utf-8'])
    expect(await asXml.text()).toMatch(new RegExp(`<user [^>]*authenticationToken="${token}"`))
  })

  test('refuses in a form of its own', async () => {
    const { emulator, signIn } = open()
    const refused = await signIn('json', basic('ada', 'nope'))
    expect([refused.status, await refused.json()]).toEqual([401, { error: invalid }])
    expect(await (await signIn('xml', basic('ada', 'nope'))).text()).toContain(
      `<errors><error>${invalid}</error></errors>`,
    )
    const { login, password } = emulator.person('locked')
    expect((await (await signIn('json', basic(login, password))).json()).error).toMatch(
      /^You appear to be having trouble/,
    )
    const unnamed = await signIn('json', { 'X-Plex-Client-Identifier': '', ...basic('ada', 'ada-demo-password') })
    expect(await unnamed.json()).toEqual({ error: 'Plex client headers are required' })
  })

  test.each(['Basic no base 64', 'Basic A', 'Basic A_==', 'Basic', ''])(
    'is refused by the header "%s"',
    async (header) => {
      const refused = await open().signIn('json', { Authorization: header })
      expect([refused.status, await refused.json()]).toEqual([401, { error: invalid }])
    },
  )

  test('has no field for a code: with two-factor it says only that one is wanted', async () => {
    const { emulator, signIn } = open()
    const { login, password } = emulator.person('twoFactor')
    const refused = await signIn('json', basic(login, password))
    expect([refused.status, await refused.json()]).toEqual([401, { error: 'Please enter the verification code' }])
  })

  test('tells whose a token is', async () => {
    const { emulator, call } = open()
    const token = emulator.tokenFor('managed', 'tests')
    const account = (headers: Record<string, string>) => call('GET', '/users/account.json', headers)
    expect(await (await account({ 'X-Plex-Token': token, 'X-Plex-Client-Identifier': '' })).json()).toMatchObject({
      user: { title: 'Pip 🦊', email: null, authToken: token, roles: { roles: [] }, subscription: { active: false } },
    })
    expect((await account({})).status).toBe(401)
    expect((await call('POST', '/users/account.json')).status).toBe(405)
    expect((await call('GET', '/users/sign_in.json')).status).toBe(405)
  })
})
