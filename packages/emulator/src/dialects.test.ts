import { expect, test } from 'vitest'
import { createEmulator } from './createEmulator.ts'
import { createTestClock } from './createTestClock.ts'
import { callsOf, typed } from './testing/calls.ts'

function setUp() {
  const emulator = createEmulator({ clock: createTestClock() })
  const { fetch } = emulator
  /** A request with no headers but these: what a client says of itself is elsewhere. */
  const bare = (method: string, path: string, headers: Record<string, string> = {}, body?: string | URLSearchParams) =>
    fetch(`https://plex.tv${path}`, { method, headers, ...(body !== undefined && { body }) })
  return { emulator, bare, ...callsOf(fetch) }
}

const json = { Accept: 'application/json' }
const named = { ...json, 'X-Plex-Client-Identifier': 'tests' }
const codeOf = async (response: Response) => [response.status, (await response.json()).errors[0].code]

test.each(['application/json', 'text/json; charset=utf-8'])('a sign-in may be %s', async (type) => {
  const { emulator, bare } = setUp()
  const signIn = (body: unknown) =>
    bare('POST', '/api/v2/users/signin', { ...named, 'Content-Type': type }, JSON.stringify(body))
  const tomas = emulator.person('twoFactor')
  expect(await codeOf(await signIn({ ...typed(tomas), rememberMe: true }))).toEqual([401, 1029])
  expect((await signIn({ ...typed(tomas, tomas.currentCode()), rememberMe: true })).status).toBe(201)
  expect(await codeOf(await signIn(null))).toEqual([401, 1001])
  expect(await codeOf(await signIn({ login: { $ne: '' }, password: ['ada-demo-password'] }))).toEqual([401, 1001])
})

test('a sign-in that says it is JSON and is none is malformed', async () => {
  const { bare } = setUp()
  const headers = { ...named, 'Content-Type': 'application/json' }
  expect(await codeOf(await bare('POST', '/api/v2/users/signin', headers, 'login=ada'))).toEqual([400, 1004])
})

test('what a client says of itself may be fields of the form', async () => {
  const { emulator, bare } = setUp()
  const own = { 'X-Plex-Client-Identifier': 'boot', 'X-Plex-Product': 'Reelroom' }
  const form = (fields: Record<string, string>) => new URLSearchParams({ ...own, ...fields })
  const made = await (await bare('POST', '/api/v2/pins', json, form({ strong: 'true' }))).json()
  expect(made).toMatchObject({ product: 'Reelroom', clientIdentifier: 'boot', code: expect.stringMatching(/^.{25}$/) })
  const signedIn = await bare('POST', '/api/v2/users/signin', json, form(typed(emulator.person('plain'))))
  expect((await signedIn.json()).authToken).toBe(emulator.tokenFor('plain', 'boot'))
  const [short] = [await (await bare('POST', '/api/v2/pins', json, form({}))).json()]
  const token = emulator.tokenFor('plain', 'phone')
  const linked = await bare('PUT', '/api/v2/pins/link', json, form({ code: short.code, 'X-Plex-Token': token }))
  expect(linked.status).toBe(204)
})

test.each(['true', '1', 'True', 'TRUE'])('strong=%s asks for a strong pin', async (strong) => {
  const { bare } = setUp()
  const made = await (await bare('POST', `/api/v2/pins?strong=${strong}`, named)).json()
  expect(made.code).toHaveLength(25)
})

test('a path that ends in .json or .xml says what the answer is in', async () => {
  const { emulator, bare } = setUp()
  const any = { 'X-Plex-Client-Identifier': 'tests', Accept: '*/*' }
  const made = await bare('POST', '/api/v2/pins.json', any)
  expect([made.status, made.headers.get('Content-Type')]).toEqual([201, 'application/json; charset=utf-8'])
  const { id, code } = await made.json()
  expect((await (await bare('GET', `/api/v2/pins/${id}.json`, any)).json()).id).toBe(id)
  expect(await (await bare('GET', `/api/v2/pins/${id}.xml`, named)).text()).toContain(`<pin id="${id}"`)
  const token = { ...any, 'X-Plex-Token': emulator.tokenFor('plain', 'tests') }
  expect((await bare('PUT', '/api/v2/pins/link.json', token, new URLSearchParams({ code }))).status).toBe(204)
  expect((await (await bare('GET', '/api/v2/user.json', token)).json()).username).toBe('ada')
  const signedIn = await bare(
    'POST',
    '/api/v2/users/signin.xml',
    named,
    new URLSearchParams(typed(emulator.person('plain'))),
  )
  expect(await signedIn.text()).toContain('<user id="')
  expect(await codeOf(await bare('GET', '/api/v2/nowhere.json', any))).toEqual([404, 1002])
})

test('a fault for one kind of call falls on its other spellings too', async () => {
  const { emulator, bare } = setUp()
  emulator.fail({ kind: 'rate-limited', endpoint: 'pin' })
  expect(await codeOf(await bare('POST', '/api/v2/pins.json', { 'X-Plex-Client-Identifier': 'tests' }))).toEqual([
    429, 1003,
  ])
})

test('the code to link may be in the query', async () => {
  const { emulator, bare, createPin, checkPin } = setUp()
  const { id, code } = await (await createPin('link')).json()
  const token = { 'X-Plex-Client-Identifier': 'phone', 'X-Plex-Token': emulator.tokenFor('plain', 'phone') }
  expect((await bare('PUT', `/api/v2/pins/link?code=${code.toLowerCase()}`, token)).status).toBe(204)
  expect((await (await checkPin(id)).json()).authToken).toBe(emulator.tokenFor('plain', 'tests'))
})

test('a token alone is enough to ask whose it is, and with whom they share', async () => {
  const { emulator, bare } = setUp()
  const token = emulator.tokenFor('plain', 'tests')
  const response = await bare('GET', '/api/v2/user', { ...json, 'X-Plex-Token': token })
  expect([response.status, (await response.json()).authToken]).toEqual([200, token])
  expect((await bare('GET', '/api/v2/friends', { ...json, 'X-Plex-Token': token })).status).toBe(200)
  expect(await codeOf(await bare('GET', '/api/v2/user', json))).toEqual([401, 1001])
})

test('a slash at the end changes nothing', async () => {
  const { emulator, bare } = setUp()
  const token = { 'X-Plex-Token': emulator.tokenFor('plexPass', 'tests') }
  expect(await (await bare('GET', '/api/users/', token)).text()).toContain('<User id="')
})
