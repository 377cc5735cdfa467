import { expect, test } from 'vitest'
import { createEmulator } from './createEmulator.ts'
import { createTestClock } from './createTestClock.ts'
import { callsOf, typed } from './testing/calls.ts'

function setUp() {
  const emulator = createEmulator({ clock: createTestClock() })
  return { emulator, ...callsOf(emulator.fetch) }
}

test.each(['*/*', 'text/html', 'application/xml'])('Accept: %s gets XML, errors too', async (accept) => {
  const { emulator, signIn, user } = setUp()
  const failed = await signIn({ login: 'ada', password: 'nope' }, { Accept: accept })
  expect([failed.status, failed.headers.get('Content-Type')]).toEqual([401, 'application/xml; charset=utf-8'])
  expect(await failed.text()).toContain(
    '<errors><error code="1001" message="User could not be authenticated" status="401"/></errors>',
  )
  const xml = await (await user(emulator.tokenFor('plexPass', 'tests'), { Accept: accept })).text()
  expect(xml).toContain('<?xml version="1.0" encoding="UTF-8"?>\n<user id="')
  expect(xml).toContain(' protected="1"')
  expect(xml).toContain(' locale=""')
  expect(xml).toContain('<subscription active="1" subscribedAt="2019-03-04 10:00:00 UTC" status="Active"')
  expect(xml).toContain('<features><feature id="companions_sonos"/>')
  expect(xml).toContain('<roles><role id="plexpass"/></roles>')
  expect(xml).toContain('<entitlements/>')
})

test('a request without Accept gets XML', async () => {
  const { emulator } = setUp()
  const response = await emulator.fetch('https://plex.tv/api/v2/ping')
  expect(await response.text()).toContain(
    '<error code="1000" message="X-Plex-Client-Identifier is missing" status="400"/>',
  )
})

test.each([
  ['GET', '/api/v2/users/signin', 405, 1005],
  ['DELETE', '/api/v2/user', 405, 1005],
  ['GET', '/api/v2/users/signout', 405, 1005],
  ['GET', '/api/v2/nowhere', 404, 1002],
  ['GET', '/', 404, 1002],
  ['POST', '/_emulator/reset', 404, 1002],
])('%s %s answers %i, code %i', async (method, path, status, code) => {
  const response = await setUp().call(method, path)
  expect([response.status, (await response.json()).errors[0].code]).toEqual([status, code])
})

test('every answer has the recorded headers, and lets no page read more than Location', async () => {
  const { emulator, call, signIn, user } = setUp()
  const answers = [
    await signIn(typed(emulator.person('plain'))),
    await user('never-a-token'),
    await call('GET', '/nowhere'),
    await call('OPTIONS', '/api/v2/user'),
  ]
  for (const { headers } of answers) {
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST, PUT, PATCH, HEAD, DELETE, OPTIONS',
      'access-control-expose-headers': 'Location',
      'access-control-max-age': '86400',
      vary: 'Origin',
      'x-frame-options': 'DENY',
    })
  }
})

test('a preflight is allowed what it asks for', async () => {
  const { call } = setUp()
  const response = await call('OPTIONS', '/api/v2/users/signin', {
    Origin: 'https://app.example',
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'x-plex-client-identifier,x-plex-product',
  })
  expect([response.status, response.headers.get('Access-Control-Allow-Headers')]).toEqual([
    204,
    'x-plex-client-identifier,x-plex-product',
  ])
})
