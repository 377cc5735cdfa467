import { expect, test } from 'vitest'
import { createEmulator } from './createEmulator.ts'
import { createTestClock } from './createTestClock.ts'
import { callsOf, typed } from './testing/calls.ts'

function setUp() {
  const emulator = createEmulator({ clock: createTestClock() })
  return { emulator, ...callsOf(emulator.fetch) }
}

const unauthorized = { errors: [{ code: 1001, message: 'User could not be authenticated', status: 401 }] }

test('the token answers with the same user object as signing in', async () => {
  const { emulator, signIn, user } = setUp()
  const body = await (await signIn(typed(emulator.person('plexPass')))).json()
  const response = await user(body.authToken)
  expect([response.status, await response.json()]).toEqual([200, body])
})

test('the token may be a query parameter', async () => {
  const { emulator, call } = setUp()
  const token = emulator.tokenFor('plain', 'tests')
  expect((await call('GET', `/api/v2/user?X-Plex-Token=${token}`)).status).toBe(200)
})

test('a managed user has no address, an empty username, and no date of forgetting', async () => {
  const { emulator, user } = setUp()
  const response = await user(emulator.tokenFor('managed', 'tests'))
  expect(await response.json()).toMatchObject({
    username: '',
    email: '',
    title: 'Pip 🦊',
    restricted: true,
    home: true,
    homeAdmin: false,
    hasPassword: false,
    mailingListStatus: null,
    rememberExpiresAt: null,
    restrictionProfile: 'little_kid',
    customRestrictions: { movies: null },
  })
})

test.each(['', 'never-a-token'])('the token "%s" is not one', async (token) => {
  const { user, ping, signOut } = setUp()
  for (const response of [await user(token), await ping(token), await signOut(token)]) {
    expect([response.status, await response.json()]).toEqual([401, unauthorized])
  }
})

test('ping answers a live token, in both languages', async () => {
  const { emulator, ping } = setUp()
  const token = emulator.tokenFor('plain', 'tests')
  expect(await (await ping(token)).json()).toEqual({ pong: true })
  expect(await (await ping(token, { Accept: '*/*' })).text()).toContain('<pong>true</pong>')
})

test('signing out answers 204 with nothing, and ends that token only', async () => {
  const { emulator, user, signOut } = setUp()
  const token = emulator.tokenFor('plain', 'tests')
  const other = emulator.tokenFor('plain', 'phone')
  const response = await signOut(token)
  expect([response.status, await response.text()]).toEqual([204, ''])
  expect((await user(token)).status).toBe(401)
  expect((await user(other)).status).toBe(200)
  expect((await signOut(token)).status).toBe(401)
})

test('revoking ends all tokens of a person', async () => {
  const { emulator, user } = setUp()
  const tokens = ['tv', 'phone'].map((device) => emulator.tokenFor('plain', device))
  const other = emulator.tokenFor('plexPass', 'tv')
  emulator.revokeTokens('plain')
  for (const token of tokens) expect((await user(token)).status).toBe(401)
  expect((await user(other)).status).toBe(200)
})

test('the avatar is a picture on the same host, and holds no name', async () => {
  const { emulator, user } = setUp()
  const { thumb } = await (await user(emulator.tokenFor('plain', 'tests'))).json()
  const response = await emulator.fetch(thumb)
  expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'image/svg+xml'])
  const picture = await response.text()
  expect(picture).toMatch(/^<svg /)
  expect(picture).not.toContain('Ada')
  expect((await emulator.fetch('https://plex.tv/users/0000000000000000/avatar')).status).toBe(404)
})

test('one person has no avatar', async () => {
  const { emulator, user } = setUp()
  expect((await (await user(emulator.tokenFor('emailOnly', 'tests'))).json()).thumb).toBe('')
})
