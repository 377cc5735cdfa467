import { expect, test } from 'vitest'
import { createEmulator } from './createEmulator.ts'
import { createTestClock } from './createTestClock.ts'
import { callsOf } from './testing/calls.ts'

function setUp(base?: string) {
  const emulator = createEmulator({ clock: createTestClock({ now: Date.UTC(2026, 10, 22) }) })
  const calls = callsOf(emulator.fetch, base)
  return { emulator, ...calls, make: async (kind: 'link' | 'strong') => (await calls.createPin(kind)).json() }
}

const notFound = { errors: [{ code: 1020, message: 'Code not found or expired' }] }
const read = async (response: Response) => [response.status, await response.json()]

test.each([
  ['link', /^[A-Z\d]{4}$/, 900, '2026-11-22T00:15:00Z'],
  ['strong', /^[a-z\d]{25}$/, 1800, '2026-11-22T00:30:00Z'],
] as const)('a %s pin answers 201 with a code of its kind and its life', async (kind, code, expiresIn, expiresAt) => {
  const [status, body] = await read(await setUp('https://clients.plex.tv').createPin(kind))
  expect(status).toBe(201)
  expect(body).toEqual({
    id: expect.any(Number),
    code: expect.stringMatching(code),
    product: 'Reelroom',
    trusted: false,
    qr: `https://clients.plex.tv/api/v2/pins/qr/${body.code}`,
    clientIdentifier: 'tests',
    location: expect.objectContaining({ code: expect.any(String), coordinates: expect.any(String) }),
    expiresIn,
    createdAt: '2026-11-22T00:00:00Z',
    expiresAt,
    authToken: null,
    newRegistration: null,
  })
  expect(Number.isInteger(body.id)).toBe(true)
})

const form = 'application/x-www-form-urlencoded'
test.each([
  ['?strong=true', undefined, undefined, 25],
  ['?strong=1', undefined, undefined, 25],
  ['?strong=false', undefined, undefined, 4],
  ['', form, 'strong=true', 25],
  ['', form, 'strong=1', 25],
  ['', form, 'strong=', 4],
  ['', 'application/json', '{"strong":true}', 25],
  ['', 'application/json', '{"strong":1,"jwk":null}', 25],
  ['', 'text/json', '{"strong":"true"}', 25],
  ['', 'application/json', '{"strong":false}', 4],
  ['', 'application/json', 'null', 4],
  ['', 'application/json', '', 4],
  ['', 'text/plain', 'strong=true', 4],
])('POST pins%s as %s with %j makes a code of so many letters', async (query, type, body, length) => {
  const response = await setUp().emulator.fetch(`https://plex.tv/api/v2/pins${query}`, {
    method: 'POST',
    headers: {
      Accept: 'application/json',
      'X-Plex-Client-Identifier': 'tests',
      ...(type !== undefined && { 'Content-Type': type }),
    },
    body,
  })
  expect((await response.json()).code).toHaveLength(length)
})

test.each([
  ['POST', '/api/v2/pins', { 'Content-Type': 'application/json' }, 400, 1004],
  ['POST', '/api/v2/pins', { 'X-Plex-Client-Identifier': '' }, 400, 1000],
  ['GET', '/api/v2/pins/7', { 'X-Plex-Client-Identifier': '' }, 400, 1000],
  ['GET', '/api/v2/pins', {}, 405, 1005],
  ['POST', '/api/v2/pins/link', {}, 405, 1005],
  ['GET', '/api/v2/pins/link', {}, 405, 1005],
  ['POST', '/api/v2/pins/info', {}, 405, 1005],
  ['DELETE', '/api/v2/pins/7', {}, 405, 1005],
  ['GET', '/api/v2/pins/undefined', {}, 400, 1004],
  ['GET', '/api/v2/pins/-1', {}, 400, 1004],
  ['GET', '/api/v2/pins/7', {}, 404, 1020],
  ['GET', '/api/v2/pins/99999999999999999999999999', {}, 404, 1020],
  ['GET', '/api/v2/pins/qr/7RQZ', {}, 404, 1020],
  ['POST', '/api/v2/pins/qr/7RQZ', {}, 405, 1005],
])('%s %s with %j answers %i, code %i', async (method, path, headers: Record<string, string>, status, code) => {
  const { emulator } = setUp()
  const response = await emulator.fetch(`https://plex.tv${path}`, {
    method,
    headers: { Accept: 'application/json', 'X-Plex-Client-Identifier': 'tests', ...headers },
    ...(method === 'POST' && { body: '{' }),
  })
  expect([response.status, (await response.json()).errors[0].code]).toEqual([status, code])
})

test('a pin made without a product names "0"', async () => {
  const body = await (await setUp().createPin('strong', { 'X-Plex-Product': '' })).json()
  expect(body.product).toBe('0')
})

test('the product may be a query parameter', async () => {
  const response = await setUp().call('POST', '/api/v2/pins?X-Plex-Product=Cin%C3%A9ma&strong=true')
  expect((await response.json()).product).toBe('Cinéma')
})

test('a pin that waits looks the same each time, but for its countdown', async () => {
  const { emulator, make, checkPin } = setUp()
  const made = await make('link')
  expect(await read(await checkPin(made.id))).toEqual([200, made])
  emulator.advance(24_400)
  expect(await read(await checkPin(made.id))).toEqual([200, { ...made, expiresIn: 876 }])
})

test.each([
  ['link', 900_000],
  ['strong', 1_800_000],
] as const)('a %s pin is there to its last millisecond, and then was never there', async (kind, lifeMs) => {
  const { emulator, make, checkPin } = setUp()
  const { id } = await make(kind)
  emulator.advance(lifeMs - 1)
  expect(await read(await checkPin(id))).toMatchObject([200, { expiresIn: 1 }])
  emulator.advance(1)
  expect(await read(await checkPin(id))).toEqual([404, notFound])
})

test('another installation does not find the pin', async () => {
  const { make, checkPin } = setUp()
  const { id } = await make('link')
  expect(await read(await checkPin(id, { 'X-Plex-Client-Identifier': 'phone' }))).toEqual([404, notFound])
})

test('in XML, too: a pin with its place inside, and an error without a status', async () => {
  const { createPin, checkPin } = setUp()
  const xml = await (await createPin('link', { Accept: '*/*' })).text()
  expect(xml).toMatch(/\n<pin id="\d+" code="[A-Z\d]{4}" product="Reelroom" trusted="0" qr="/)
  expect(xml).toContain(' clientIdentifier="tests" expiresIn="900" createdAt="2026-11-22 00:00:00 UTC"')
  expect(xml).toContain(' authToken="" newRegistration=""><location code="GB" european_union_member="0"')
  expect(await (await checkPin(7, { Accept: '*/*' })).text()).toContain(
    '<errors><error code="1020" message="Code not found or expired"/></errors>',
  )
})

test.each(['link', 'strong'] as const)('a token of somebody approves a %s pin: 204, once', async (kind) => {
  const { emulator, make, checkPin, linkPin, user } = setUp()
  const { id, code } = await make(kind)
  const token = emulator.tokenFor('twoFactor', 'phone')
  const response = await linkPin(code, token)
  expect([response.status, await response.text()]).toEqual([204, ''])
  const [status, claimed] = await read(await checkPin(id))
  expect([status, claimed]).toMatchObject([200, { authToken: expect.any(String), newRegistration: false }])
  expect((await (await user(claimed.authToken)).json()).username).toBe('tomas.vidal')
  expect(await read(await linkPin(code, emulator.tokenFor('plain', 'phone')))).toEqual([404, notFound])
})

test.each([
  ['as it is', (code: string) => code, 204],
  ['in small letters', (code: string) => code.toLowerCase(), 204],
  ['with spaces around it', (code: string) => ` ${code} `, 204],
  ['with a letter more', (code: string) => `${code}A`, 404],
  ['left out', () => '', 404],
])('a short code is taken %s: %s → %i', async (_how, typed, status) => {
  const { emulator, make, linkPin } = setUp()
  const { code } = await make('link')
  expect((await linkPin(typed(code), emulator.tokenFor('plain', 'phone'))).status).toBe(status)
})

test('a strong code is taken as it is only', async () => {
  const { emulator, make, linkPin } = setUp()
  const { code } = await make('strong')
  const token = emulator.tokenFor('plain', 'phone')
  expect((await linkPin(code.toUpperCase(), token)).status).toBe(404)
  expect((await linkPin(code, token)).status).toBe(204)
})

test('an expired code links nothing, and nor does a dead token', async () => {
  const { emulator, make, linkPin } = setUp()
  const { code } = await make('link')
  expect((await linkPin(code, 'never-a-token')).status).toBe(401)
  emulator.advance(900_000)
  expect(await read(await linkPin(code, emulator.tokenFor('plain', 'phone')))).toEqual([404, notFound])
})

test("a claimed pin gives the installation's one token, again and again until its end", async () => {
  const { emulator, make, checkPin } = setUp()
  const tokenBefore = emulator.tokenFor('plain', 'tests')
  const { id, code } = await make('link')
  emulator.approvePin(code, 'plain')
  for (let n = 0; n < 3; n += 1) expect((await (await checkPin(id)).json()).authToken).toBe(tokenBefore)
  emulator.advance(900_000)
  expect((await checkPin(id)).status).toBe(404)
})

test.each([
  ['the same address, a page of somebody', { Origin: 'https://reelroom.example' }, false],
  ['the same address, no page', {}, false],
  ['a page that only looks like Plex', { Origin: 'https://notplex.tv' }, false],
  ['a page of Plex', { Origin: 'https://app.plex.tv' }, true],
])('pins/info tells of %s', async (_what, headers: Record<string, string>, isSafeOrigin) => {
  const { createPin, pinInfo } = setUp()
  const { code } = await (await createPin('strong', headers)).json()
  expect(await read(await pinInfo(code))).toEqual([200, { trusted: false, ipMatches: true, isSafeOrigin }])
})

test('pins/info knows no code that is unknown or expired', async () => {
  const { emulator, make, pinInfo } = setUp()
  const { code } = await make('strong')
  emulator.advance(1_800_000)
  for (const asked of [code, 'undefined', '']) expect(await read(await pinInfo(asked))).toEqual([404, notFound])
})

test.each([
  ['one poller, once a second', 1, 1000, 0],
  ['one poller, every two seconds', 1, 2000, 0],
  ['two pollers, every two seconds', 2, 2000, 0],
  ['two pollers, twice a second', 2, 500, 1],
])('the limit: %s', async (_who, pollers, everyMs, least) => {
  const { emulator, make, checkPin } = setUp()
  const { id } = await make('link')
  let refused = 0
  for (let ms = 0; ms < 60_000; ms += everyMs) {
    emulator.advance(everyMs)
    for (let n = 0; n < pollers; n += 1) if ((await checkPin(id)).status === 429) refused += 1
  }
  if (least === 0) expect(refused).toBe(0)
  else expect(refused).toBeGreaterThanOrEqual(least)
})

test('the limit is for one installation, answers 1003, and is over ten seconds later', async () => {
  const { emulator, make, checkPin } = setUp()
  const { id } = await make('link')
  let response = await checkPin(id)
  for (let n = 0; n < 40; n += 1) response = await checkPin(id)
  expect(await read(response)).toEqual([
    429,
    { errors: [{ code: 1003, message: 'API rate limit exceeded', status: 429 }] },
  ])
  expect((await checkPin(id, { 'X-Plex-Client-Identifier': 'phone' })).status).toBe(404)
  emulator.advance(10_000)
  expect((await checkPin(id)).status).toBe(200)
})

test('a fault kept to the pin endpoint spares the others', async () => {
  const { emulator, make, checkPin, user } = setUp()
  const { id } = await make('link')
  emulator.fail({ kind: 'status', status: 503, endpoint: 'pin' })
  expect((await checkPin(id)).status).toBe(503)
  expect((await user('never-a-token')).status).toBe(401)
})

test('the log tells of a pin by its id, and of no code or token', async () => {
  const { emulator, make, checkPin, linkPin, pinInfo, call } = setUp()
  const { id, code, qr } = await make('link')
  const token = emulator.tokenFor('plain', 'phone')
  await pinInfo(code)
  await linkPin(code, token)
  const { authToken } = await (await checkPin(id)).json()
  await call('GET', new URL(qr).pathname)
  expect(emulator.requests()).toEqual([
    { method: 'POST', path: '/api/v2/pins', status: 201 },
    { method: 'GET', path: '/api/v2/pins/info', status: 200 },
    { method: 'PUT', path: '/api/v2/pins/link', status: 204 },
    { method: 'GET', path: `/api/v2/pins/${id}`, status: 200 },
    { method: 'GET', path: '/api/v2/pins/qr/:code', status: 200 },
  ])
  for (const secret of [code, token, authToken]) expect(JSON.stringify(emulator.requests())).not.toContain(secret)
})
