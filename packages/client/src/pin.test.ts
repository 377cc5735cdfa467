import { createEmulator, createTestClock } from '@foyer/emulator'
import { expect, test } from 'vitest'
import {
  approvePin,
  authUrlReturningTo,
  checkPin,
  createPin,
  createPlexClient,
  type LinkPin,
  type PlexClientOptions,
  type StrongPin,
} from './index.ts'

/** A client of a plex.tv with people in it; `calls` has what was asked for, with whole URLs. */
function setUp(options: Partial<PlexClientOptions> = {}) {
  const clock = createTestClock()
  const plexTv = createEmulator({ clock })
  const calls: Request[] = []
  const plex = createPlexClient({
    product: 'Reelroom',
    clientIdentifier: 'tests',
    clock,
    fetch(input, init) {
      calls.push(new Request(input, { ...init, signal: null }))
      return plexTv.fetch(input, init)
    },
    ...options,
  })
  return { plex, plexTv, calls, clock, token: plexTv.tokenFor('plain', 'elsewhere') }
}

const body = {
  id: 7,
  code: '7RQZ',
  clientIdentifier: 'tests',
  expiresIn: 900,
  authToken: null as string | null,
  newRegistration: null as boolean | null,
}

/** A client that gets this answer, once or for good. */
function answered(answer: unknown, status = 200, options: Partial<PlexClientOptions> = {}) {
  let count = 0
  const fetch = async () => {
    count++
    return new Response(typeof answer === 'string' ? answer : JSON.stringify(answer), { status })
  }
  const { plex, clock } = setUp({ ...options, fetch })
  return { plex, clock, asked: () => count }
}

function pinOf(plex: { clock: { elapsed(): number } }, leftMs = 900_000): LinkPin {
  const ends = plex.clock.elapsed() + leftMs
  return {
    kind: 'link',
    id: 7,
    code: '7RQZ',
    url: 'https://plex.tv/link',
    urlWithCode: 'https://plex.tv/link/?pin=7RQZ',
    expires: { totalMs: 900_000, leftMs: () => Math.max(0, ends - plex.clock.elapsed()) },
  }
}

const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  )

test('makes a link pin: a short code, where to type it, and a quarter of an hour', async () => {
  const { plex, plexTv, calls, clock } = setUp()
  const pin = await createPin(plex, 'link')
  const [{ code } = expect.unreachable()] = plexTv.pins()
  expect(pin).toEqual({
    kind: 'link',
    id: expect.any(Number),
    code,
    url: 'https://plex.tv/link',
    urlWithCode: `https://plex.tv/link/?pin=${code}`,
    expires: { totalMs: 900_000, leftMs: expect.any(Function) },
  })
  await clock.pass(1000)
  expect(pin.expires.leftMs()).toBe(899_000)
  expect(calls.map(({ method, url }) => [method, url])).toEqual([
    [
      'POST',
      'https://clients.plex.tv/api/v2/pins?X-Plex-Product=Reelroom&X-Plex-Platform=Web&X-Plex-Device-Name=Reelroom&X-Plex-Client-Identifier=tests',
    ],
  ])
})

test('makes a strong pin: the page to approve it on, half an hour, and no code', async () => {
  const { plex, plexTv, calls } = setUp()
  const pin = await createPin(plex, 'strong')
  const [{ code } = expect.unreachable()] = plexTv.pins()
  expect(code).toHaveLength(25)
  expect(pin).toEqual({
    kind: 'strong',
    id: expect.any(Number),
    authUrl: `https://app.plex.tv/auth#?clientID=tests&code=${code}&context%5Bdevice%5D%5Bproduct%5D=Reelroom`,
    expires: { totalMs: 1_800_000, leftMs: expect.any(Function) },
  })
  expect(new URL(calls[0]?.url ?? '').searchParams.get('strong')).toBe('true')
})

test.each([
  ['Ève & Söhne #1', '%C3%88ve%20%26%20S%C3%B6hne%20%231'],
  ['50%+?=/', '50%25%2B%3F%3D%2F'],
  ['映画🎬', '%E6%98%A0%E7%94%BB%F0%9F%8E%AC'],
])('the product %s and an odd client identifier reach the page as they are', async (product, encoded) => {
  const { plex, plexTv } = setUp({ product, clientIdentifier: 'a&code=b+c#%' })
  const { authUrl } = await createPin(plex, 'strong')
  const { code } = plexTv.pins()[0] ?? expect.unreachable()
  expect(authUrl).toBe(
    `https://app.plex.tv/auth#?clientID=a%26code%3Db%2Bc%23%25&code=${code}&context%5Bdevice%5D%5Bproduct%5D=${encoded}`,
  )
  // As the page reads it.
  const read = new URLSearchParams(new URL(authUrl).hash.slice(2))
  expect(Object.fromEntries(read)).toEqual({
    clientID: 'a&code=b+c#%',
    code,
    'context[device][product]': product,
  })
})

test('speaks of the hosts that the app gives', async () => {
  const { plex, plexTv, calls } = setUp({
    baseUrl: 'http://localhost:4010',
    appUrl: 'http://localhost:4010/auth',
    linkUrl: 'http://localhost:4010/link',
  })
  const link = await createPin(plex, 'link')
  const strong = await createPin(plex, 'strong')
  const [short, long] = plexTv.pins().map(({ code }) => code)
  expect(link).toMatchObject({
    url: 'http://localhost:4010/link',
    urlWithCode: `http://localhost:4010/link/?pin=${short}`,
  })
  expect(strong.authUrl).toMatch(`http://localhost:4010/auth#?clientID=tests&code=${long}&`)
  expect(calls.map(({ url }) => new URL(url).origin)).toEqual(['http://localhost:4010', 'http://localhost:4010'])
})

test.each<[string, unknown]>([
  ['for another client identifier', { ...body, clientIdentifier: 'another' }],
  ['without a client identifier', { ...body, clientIdentifier: undefined }],
  ['without a code', { ...body, code: undefined }],
  ['with null for a code', { ...body, code: null }],
  ['with a number for a code', { ...body, code: 1234 }],
  ['with a code that is none', { ...body, code: '7R QZ' }],
  ['without an id', { ...body, id: undefined }],
  ['with an id that is a text', { ...body, id: '7/../8' }],
  ['without an end', { ...body, expiresIn: undefined }],
  ['that has ended already', { ...body, expiresIn: 0 }],
  ['with a token that is none', { ...body, authToken: 'a\nb' }],
  ['that is a list', [body]],
  ['that is a page', '<html></html>'],
])('refuses a new pin %s', async (_which, answer) => {
  const { plex, asked } = answered(answer, 201)
  for (const kind of ['link', 'strong'] as const) {
    expect(await refused(createPin(plex, kind))).toMatchObject({ code: 'unexpected-response', status: 201 })
  }
  expect(asked()).toBe(2)
})

test.each([
  [429, 'rate-limited'],
  [500, 'server'],
  [403, 'forbidden'],
  [422, 'rejected'],
])('a new pin that meets %s is not asked for again by itself', async (status, code) => {
  const { plex, asked } = answered('', status)
  expect(await refused(createPin(plex, 'link'))).toMatchObject({ code, status })
  expect(asked()).toBe(1)
})

test('a pin that waits keeps its deadline as long as plex.tv agrees with it', async () => {
  const { plex, calls, clock } = setUp()
  const pin = await createPin(plex, 'link')
  for (const ms of [0, 1, 999, 28_000, 600_500]) {
    await clock.pass(ms)
    const check = await checkPin(plex, pin)
    expect(check).toEqual({ status: 'waiting', expires: pin.expires })
    expect(check.status === 'waiting' && check.expires).toBe(pin.expires)
  }
  expect(calls.slice(1).map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual(
    Array(5).fill(`GET /api/v2/pins/${pin.id}`),
  )
})

test.each([
  [896, 896_000],
  [904, 904_000],
  [12.5, 12_500],
  [100_000, 100_000_000],
])('a pin that plex.tv says has %d s left gets that deadline', async (expiresIn, leftMs) => {
  const { plex, clock } = answered({ ...body, expiresIn })
  const pin = pinOf(plex)
  const check = await checkPin(plex, pin)
  expect(check).toEqual({ status: 'waiting', expires: { totalMs: leftMs, leftMs: expect.any(Function) } })
  await clock.pass(500)
  expect(check.status === 'waiting' && check.expires.leftMs()).toBe(leftMs - 500)
})

test('an approved pin gives its token', async () => {
  const { plex, plexTv } = setUp()
  const pin = await createPin(plex, 'link')
  plexTv.approvePin(pin.code, 'plain')
  expect(await checkPin(plex, pin)).toEqual({
    status: 'approved',
    token: plexTv.tokenFor('plain', 'tests'),
    newAccount: false,
  })
})

test.each<[unknown, boolean]>([
  [true, true],
  [false, false],
  [null, false],
  [undefined, false],
  ['true', false],
])('newRegistration %j says whether the account is new: %s', async (newRegistration, newAccount) => {
  const { plex } = answered({ ...body, authToken: 'a-token', newRegistration, expiresIn: 0 })
  expect(await checkPin(plex, pinOf(plex))).toEqual({ status: 'approved', token: 'a-token', newAccount })
})

test.each<[string, unknown, number]>([
  ['a 404 with code 1020', { errors: [{ code: 1020, message: 'Code not found or expired' }] }, 404],
  ['a 404 in XML', '<errors><error code="1020" message="Code not found or expired"/></errors>', 404],
  ['a bare 404', '', 404],
  ['a 410', '', 410],
  ['code 1020 under another status', { errors: [{ code: 1020 }] }, 400],
  ['a pin without a token past its end', { ...body, expiresIn: 0 }, 200],
  ['a pin without a token long past its end', { ...body, expiresIn: -30 }, 200],
])('%s says that the pin is over', async (_what, answer, status) => {
  const { plex, asked } = answered(answer, status)
  expect(await checkPin(plex, pinOf(plex))).toEqual({ status: 'expired' })
  expect(asked()).toBe(1)
})

test('a pin is over for plex.tv when its quarter of an hour is', async () => {
  const { plex, clock } = setUp()
  const pin = await createPin(plex, 'link')
  await clock.pass(899_999)
  expect(await checkPin(plex, pin)).toEqual({ status: 'waiting', expires: pin.expires })
  await clock.pass(1)
  expect(await checkPin(plex, pin)).toEqual({ status: 'expired' })
})

test.each<[string, unknown]>([
  ['another pin', { ...body, id: 8, authToken: 'a-token' }],
  ['another code', { ...body, code: '7RQY', authToken: 'a-token' }],
  ['another client identifier', { ...body, clientIdentifier: 'another', authToken: 'a-token' }],
  ['no client identifier', { ...body, clientIdentifier: undefined, authToken: 'a-token' }],
  ['no token, not even null', { ...body, authToken: undefined }],
  ['an empty token', { ...body, authToken: '' }],
  ['a token with a newline', { ...body, authToken: 'a\nb' }],
  ['no end', { ...body, expiresIn: null }],
])('refuses an answer about a pin with %s', async (_what, answer) => {
  const { plex } = answered(answer)
  expect(await refused(checkPin(plex, pinOf(plex)))).toMatchObject({ code: 'unexpected-response' })
})

test('refuses an answer about a strong pin with another code, or a part of its own', async () => {
  const { plex } = setUp()
  const pin = await createPin(plex, 'strong')
  const code = /code=(\w+)/.exec(pin.authUrl)?.[1] ?? expect.unreachable()
  for (const other of [code.slice(1), code.slice(0, -1), code.toUpperCase(), 'tests']) {
    const { plex } = answered({ ...body, id: pin.id, code: other, authToken: 'a-token' })
    expect(await refused(checkPin(plex, pin))).toMatchObject({ code: 'unexpected-response' })
  }
  const { plex: same } = answered({ ...body, id: pin.id, code, authToken: 'a-token' })
  expect(await checkPin(same, pin)).toMatchObject({ status: 'approved', token: 'a-token' })
})

test.each([
  [500, 'server'],
  [502, 'server'],
  [429, 'rate-limited'],
  [403, 'forbidden'],
  [400, 'rejected'],
])('a check that meets %i is not made again by itself', async (status, code) => {
  const { plex, asked } = answered('', status)
  expect(await refused(checkPin(plex, pinOf(plex)))).toMatchObject({ code, status })
  expect(asked()).toBe(1)
})

test('a check has 5 s, or what the call says', async () => {
  const { plex, clock } = setUp({ fetch: () => new Promise(() => {}) })
  const told: unknown[] = []
  const note = (error: { code: string }) => told.push([error.code, plex.clock.elapsed()])
  checkPin(plex, pinOf(plex)).catch(note)
  checkPin(plex, pinOf(plex), { timeoutMs: 100 }).catch(note)
  await clock.pass(20_000)
  expect(told).toEqual([
    ['timeout', 100],
    ['timeout', 5000],
  ])
})

test('a check, and the making of a pin, end with the caller’s own reason', async () => {
  const { plex, clock } = setUp({ fetch: () => new Promise(() => {}) })
  const controller = new AbortController()
  const { signal } = controller
  const calls = [createPin(plex, 'link', { signal }), checkPin(plex, pinOf(plex), { signal })].map(refused)
  await clock.settled()
  controller.abort('changed my mind')
  expect(await Promise.all(calls)).toEqual(['changed my mind', 'changed my mind'])
  expect(clock.waiting).toBe(0)
})

test('a code is approved as plex.tv/link approves it, however it is typed', async () => {
  const { plex, plexTv, calls, token } = setUp()
  const pin = await createPin(plex, 'link')
  expect(await approvePin(plex, token, `  ${pin.code.toLowerCase()}\n`)).toBe(undefined)
  expect(plexTv.pins()).toEqual([{ kind: 'link', code: pin.code, status: 'approved' }])
  const put = calls[1] ?? expect.unreachable()
  expect([put.method, new URL(put.url).pathname, put.headers.get('X-Plex-Token')]).toEqual([
    'PUT',
    '/api/v2/pins/link',
    token,
  ])
  expect(put.url).not.toContain(token)
  expect(await put.text()).toBe(`code=${pin.code}`)
})

test('a code that is wrong, over, or taken is not found', async () => {
  const { plex, clock, token } = setUp()
  const notFound = { code: 'pin-not-found', status: 404, plexCode: 1020 }
  expect(await refused(approvePin(plex, token, 'NOPE'))).toMatchObject(notFound)
  expect(await refused(approvePin(plex, token, ''))).toMatchObject(notFound)
  const { code } = await createPin(plex, 'link')
  await approvePin(plex, token, code)
  expect(await refused(approvePin(plex, token, code))).toMatchObject(notFound)
  const { code: old } = await createPin(plex, 'link')
  await clock.pass(900_000)
  expect(await refused(approvePin(plex, token, old))).toMatchObject(notFound)
})

test('a code that is approved with a dead token says so', async () => {
  const { plex } = setUp()
  const { code } = await createPin(plex, 'link')
  expect(await refused(approvePin(plex, 'dead', code))).toMatchObject({ code: 'unauthorized' })
})

const strong: StrongPin = {
  kind: 'strong',
  id: 7,
  authUrl: 'https://app.plex.tv/auth#?clientID=tests&code=abc',
  expires: { totalMs: 0, leftMs: () => 0 },
}

test.each([
  ['https://reelroom.example/', 'https%3A%2F%2Freelroom.example%2F'],
  ['https://reelroom.example', 'https%3A%2F%2Freelroom.example'],
  ['http://192.168.1.9:5173/in?a=1&b=%20#c', 'http%3A%2F%2F192.168.1.9%3A5173%2Fin%3Fa%3D1%26b%3D%2520%23c'],
  ['http://[::1]:5173/@me', 'http%3A%2F%2F%5B%3A%3A1%5D%3A5173%2F%40me'],
  ['https://xn--bcher-kva.example/', 'https%3A%2F%2Fxn--bcher-kva.example%2F'],
])('the page returns to %s', (forwardUrl, encoded) => {
  expect(authUrlReturningTo(strong, forwardUrl)).toBe(`${strong.authUrl}&forwardUrl=${encoded}`)
})

test.each([
  '',
  '/',
  'here',
  '//evil.example/',
  '/\\evil.example',
  '\\\\evil.example',
  'https:evil.example',
  'https:/evil.example',
  'https:///evil.example',
  'https://\\evil.example/',
  'https://reelroom.example\\@evil.example/',
  'https://reelroom.example@evil.example/',
  'https://ada:secret@reelroom.example/',
  'https://reelroom.example:80@evil.example/',
  ' https://reelroom.example/',
  'https://reelroom.example/ ',
  'https://reelroom.example/\n',
  'https://reelroom.example/a\tb',
  'https://reel\u0000room.example/',
  'https://reelroom.example/\u007f',
  'https://reelroom.example/\u202e',
  'https://bücher.example/',
  'javascript:alert(1)//https://reelroom.example/',
  'data:text/html,https://reelroom.example/',
  'reelroom://open',
  'ftp://reelroom.example/',
  'file:///etc/passwd',
  'blob:https://reelroom.example/1',
  'undefined',
])('no page returns to %j', (forwardUrl) => {
  expect(() => authUrlReturningTo(strong, forwardUrl)).toThrow(expect.objectContaining({ code: 'misuse' }))
  try {
    authUrlReturningTo(strong, forwardUrl)
  } catch (error) {
    expect(String(error)).toMatch(/^PlexError: Could not use forwardUrl: not http\(s\)\. \(\S+\/misuse\.md\)$/)
  }
})
