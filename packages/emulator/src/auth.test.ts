import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  atDevice,
  badSignature,
  expired,
  malformed,
  read,
  taken,
  unauthorized,
  unknownKey,
} from './testing/atDevice.ts'
import { createDevice, decode, encode, isSignedWith } from './testing/createDevice.ts'

const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('a nonce', () => {
  test('is a uuid, and another one each time', async () => {
    const { nonce } = atDevice()
    const [one, other] = [await read(await nonce()), await read(await nonce())]
    for (const answer of [one, other]) expect(answer).toEqual([200, { nonce: expect.stringMatching(uuid) }])
    expect(one).not.toEqual(other)
  })

  test('is for whoever says which installation asks, and else 422', async () => {
    const { nonce } = atDevice()
    expect(await read(await nonce({ 'X-Plex-Client-Identifier': '' }))).toEqual([
      422,
      { errors: [{ code: 1008, message: 'X-Plex-Client-Identifier is missing', status: 422 }] },
    ])
  })

  test('is rationed like pins, for each installation', async () => {
    const { emulator, nonce } = atDevice()
    const statuses = []
    for (let n = 0; n < 21; n += 1) statuses.push((await nonce()).status)
    expect(statuses).toEqual([...Array(20).fill(200), 429])
    expect((await (await nonce()).json()).errors[0].code).toBe(1003)
    expect((await nonce({ 'X-Plex-Client-Identifier': 'phone' })).status).toBe(200)
    emulator.advance(10_000)
    expect((await nonce()).status).toBe(200)
  })
})

describe('registering a key', () => {
  test('answers 201 with nothing more, and the classic token lives on', async () => {
    const { emulator, registerKey, user } = atDevice()
    const token = emulator.tokenFor('plain', 'tests')
    const { jwk } = await createDevice('mine')
    expect(await read(await registerKey(jwk, token))).toEqual([201, ''])
    expect((await user(token)).status).toBe(200)
  })

  test('binds it to the device of the token, whatever identifier came along', async () => {
    const { emulator, registerKey, exchange, freshNonce } = atDevice()
    const device = await createDevice('mine', 'tv')
    const other = { 'X-Plex-Client-Identifier': 'phone' }
    await registerKey(device.jwk, emulator.tokenFor('plain', 'tv'), other)
    const asPhone = await device.sign({ iss: 'phone', nonce: await freshNonce() })
    expect(await read(await exchange(asPhone, other))).toEqual(unknownKey)
    const asTv = await device.sign({ nonce: await freshNonce() })
    expect((await exchange(asTv, other)).status).toBe(200)
  })

  test('takes no key twice, neither its name nor itself', async () => {
    const { emulator, registerKey, register } = atDevice()
    const { jwk } = await register()
    const token = emulator.tokenFor('plexPass', 'phone')
    const { jwk: another } = await createDevice('another')
    for (const again of [jwk, { ...jwk, kid: 'by another name' }, { ...another, kid: jwk.kid }])
      expect(await read(await registerKey(again, token))).toEqual(taken)
    expect((await registerKey(another, token)).status).toBe(201)
  })

  test.each<[string, object | null]>([
    ['nothing', null],
    ['no kid', { kid: undefined }],
    ['an empty kid', { kid: '' }],
    ['a kid that is no text', { kid: 7 }],
    ['another type', { kty: 'RSA' }],
    ['another curve', { crv: 'X25519' }],
    ['another algorithm', { alg: 'Ed25519' }],
    ['no algorithm', { alg: undefined }],
    ['another use', { use: 'enc' }],
    ['no key', { x: undefined }],
    ['a key too short', { x: 'AAAA' }],
    ['a key that is no base64url', { x: '+'.repeat(43) }],
    ['a private key', { d: 'A'.repeat(43) }],
  ])('refuses %s as malformed', async (_what, change) => {
    const { emulator, registerKey } = atDevice()
    const { jwk } = await createDevice('mine')
    const sent = change && { ...jwk, ...change }
    expect(await read(await registerKey(sent, emulator.tokenFor('plain', 'tests')))).toEqual(malformed)
  })

  test('wants JSON', async () => {
    const { emulator, call } = atDevice()
    const { jwk } = await createDevice('mine')
    const token = { 'X-Plex-Token': emulator.tokenFor('plain', 'tests') }
    for (const [type, body] of [
      ['text/plain', JSON.stringify({ jwk })],
      ['application/json', '{'],
      ['application/json', ''],
    ] as const)
      expect(await read(await call('POST', '/api/v2/auth/jwk', { ...token, 'Content-Type': type }, body))).toEqual(
        malformed,
      )
  })

  test('is not for a dead token, nor for none', async () => {
    const { registerKey } = atDevice()
    const { jwk } = await createDevice('mine')
    for (const token of ['never', '']) expect(await read(await registerKey(jwk, token))).toEqual(unauthorized)
  })
})

describe('a signature becomes a JWT', () => {
  test('of seven days, which says whose it is and whose key it was', async () => {
    const { emulator, register, freshNonce, exchange } = atDevice()
    const { sign } = await register()
    const nonce = await freshNonce()
    const [status, body] = await read(await exchange(await sign({ nonce })))
    expect([status, body]).toEqual([200, { auth_token: expect.stringMatching(/^eyJ/) }])
    const { header, payload } = decode(body.auth_token)
    expect(header).toEqual({ alg: 'EdDSA', kid: expect.any(String), typ: 'JWT' })
    const { id } = await (await emulator.fetch('https://plex.tv/api/v2/user', asToken(body.auth_token))).json()
    const iat = emulator.now() / 1000
    expect(payload).toEqual({
      nonce,
      thumbprint: 'key of plain on tests',
      iss: 'plex.tv',
      aud: ['plex.tv', 'tests'],
      iat,
      exp: iat + 7 * 24 * 3600,
      user: { id, uuid: emulator.person('plain').uuid },
    })
  })

  test.each([
    ['username,email', { username: 'ada', email: 'ada@example.com' }],
    [
      'username,email,friendly_name,restricted,anonymous,joinedAt',
      {
        username: 'ada',
        email: 'ada@example.com',
        friendly_name: '',
        restricted: false,
        anonymous: false,
        joinedAt: 1449878400,
      },
    ],
    ['joinedAt,password', { joinedAt: 1449878400 }],
    [['email'], {}],
  ])('with the claims that the scope %s chooses', async (scope, claims) => {
    const { emulator, register } = atDevice()
    const { id: _id, uuid: itsUuid, ...rest } = decode(await (await register()).renew({ scope })).payload.user
    expect(rest).toEqual(claims)
    expect(itsUuid).toBe(emulator.person('plain').uuid)
  })

  test('is good wherever a token is', async () => {
    const { signInByKey, user, ping, resources, homeUsers, call } = atDevice()
    const { jwt } = await signInByKey()
    expect(await read(await user(jwt))).toMatchObject([200, { username: 'ada', authToken: jwt }])
    for (const response of [
      await ping(jwt),
      await resources(jwt),
      await homeUsers(jwt),
      await call('GET', '/api/v2/friends', { 'X-Plex-Token': jwt }),
    ])
      expect(response.status).toBe(200)
  })

  test.each([
    ['the times are given', { iat: 0, exp: 300 }],
    ['its clock is a minute ahead', { iat: 60, exp: 360 }],
    ['it is on its last second', { iat: -299, exp: 1 }],
    ['no times are given', {}],
    ['the audience is a list', { aud: ['plex.tv'] }],
  ])('where %s', async (_what, change: { iat?: number; exp?: number; aud?: string[] }) => {
    const { emulator, register, freshNonce, exchange } = atDevice()
    const { sign } = await register()
    const { iat, exp, ...rest } = change
    const at = (seconds: number | undefined) => seconds !== undefined && emulator.now() / 1000 + seconds
    const times = { ...(iat !== undefined && { iat: at(iat) }), ...(exp !== undefined && { exp: at(exp) }) }
    expect((await exchange(await sign({ nonce: await freshNonce(), ...times, ...rest }))).status).toBe(200)
  })

  test.each<[string, object]>([
    ['another audience', { aud: 'elsewhere.example' }],
    ['no audience', { aud: undefined }],
    ['an end in the past', { exp: now() }],
    ['an end a day ago, as by a clock that is late', { iat: now() - 86_400, exp: now() - 86_100 }],
    ['a beginning more than a minute ahead', { iat: now() + 61 }],
    ['a beginning that is no number', { iat: String(now()) }],
    ['an end that is no number', { exp: 'tomorrow' }],
    ['no nonce', { nonce: undefined }],
    ['a nonce that plex.tv never gave', { nonce: '0d4f0b3e-6f0c-4c3b-9a5e-0c8d5a4b7e21' }],
    ['a nonce that is no text', { nonce: 7 }],
  ])('but not one with %s', async (_what, change) => {
    const { register, freshNonce, exchange } = atDevice()
    const { sign } = await register()
    expect(await read(await exchange(await sign({ nonce: await freshNonce(), ...change })))).toEqual(badSignature)
  })

  test.each<[string, (signed: string, nonce: string) => string]>([
    ['a signature with a bit turned', (signed) => signed.replace(/.{10}$/, (end) => swapCase(end))],
    ['no signature', (signed) => signed.replace(/[^.]*$/, '')],
    ['another payload', (signed, nonce) => withBody(signed, { aud: 'plex.tv', iss: 'tests', nonce, scope: 'email' })],
    ['alg none', (signed) => withHead(signed, { alg: 'none', kid: 'key of plain on tests' }).replace(/[^.]*$/, '')],
    ['alg none and a signature', (signed) => withHead(signed, { alg: 'none', kid: 'key of plain on tests' })],
    ['alg HS256', (signed) => withHead(signed, { alg: 'HS256', kid: 'key of plain on tests' })],
    ['a part too many', (signed) => `${signed}.AAAA`],
    ['padding', (signed) => `${signed}=`],
    ['nothing in it', () => ''],
    ['no JWT at all', () => 'eyJ'],
    ['a list for a payload', (signed) => withBody(signed, [])],
  ])('but not one with %s', async (_what, tamper) => {
    const { register, freshNonce, exchange } = atDevice()
    const { sign } = await register()
    const nonce = await freshNonce()
    const signed = await sign({ nonce })
    expect(await read(await exchange(tamper(signed, nonce)))).toEqual(badSignature)
    // What was refused has used nothing up.
    expect((await exchange(signed)).status).toBe(200)
  })

  test("but not one that a stranger's key signed under a known name", async () => {
    const { register, freshNonce, exchange } = atDevice()
    const { jwk } = await register()
    const stranger = await createDevice(jwk.kid)
    expect(await read(await exchange(await stranger.sign({ nonce: await freshNonce() })))).toEqual(badSignature)
  })

  test('but not one of a key that is not registered, is not named, or is not the issuer’s', async () => {
    const { register, freshNonce, exchange } = atDevice()
    const { sign } = await register()
    const stranger = await createDevice('never registered')
    for (const signed of [
      await stranger.sign({ nonce: await freshNonce() }),
      await sign({ nonce: await freshNonce() }, { kid: undefined }),
      await sign({ nonce: await freshNonce(), iss: 'phone' }),
      await sign({ nonce: await freshNonce(), iss: undefined }),
    ])
      expect(await read(await exchange(signed))).toEqual(unknownKey)
  })

  test('but not a body without one', async () => {
    const { exchange, call } = atDevice()
    for (const jwt of [undefined, null, 7, {}]) expect(await read(await exchange(jwt))).toEqual(malformed)
    expect(await read(await call('POST', '/api/v2/auth/token', { 'Content-Type': 'application/json' }, '{'))).toEqual(
      malformed,
    )
  })

  test('once for each nonce, also where two ask at the same time', async () => {
    const { register, freshNonce, exchange } = atDevice()
    const { sign } = await register()
    const nonce = await freshNonce()
    const answers = await Promise.all([
      exchange(await sign({ nonce })),
      exchange(await sign({ nonce, scope: 'email' })),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422])
    expect(await read(await exchange(await sign({ nonce })))).toEqual(badSignature)
  })

  test.each([
    ['within five minutes', 299_999, 200],
    ['not after five minutes', 300_000, 422],
  ])('for a nonce %s', async (_when, ms, status) => {
    const { emulator, register, freshNonce, exchange } = atDevice()
    const { sign } = await register()
    const nonce = await freshNonce()
    emulator.advance(ms)
    expect((await exchange(await sign({ nonce }))).status).toBe(status)
  })

  test('the same in worlds of one seed, for one key, and another in each world of another', async () => {
    const device = await createDevice('mine')
    const jwtOf = async (seed: number) => {
      const { emulator, registerKey, exchange, freshNonce } = atDevice({ seed })
      await registerKey(device.jwk, emulator.tokenFor('plain', 'tests'))
      return (await (await exchange(await device.sign({ nonce: await freshNonce() }))).json()).auth_token
    }
    expect(await jwtOf(1)).toBe(await jwtOf(1))
    expect(await jwtOf(1)).not.toBe(await jwtOf(2))
  })
})

describe("plex.tv's own keys", () => {
  const keysIn = async (response: Response): Promise<(JsonWebKey & { kid: string })[]> => (await response.json()).keys
  const kidsIn = async (response: Response) => (await keysIn(response)).map(({ kid }) => kid)

  test('are several, and one of them has signed', async () => {
    const { publishedKeys, signInByKey } = atDevice()
    const keys = await keysIn(await publishedKeys())
    expect(keys.length).toBeGreaterThan(1)
    for (const key of keys)
      expect(key).toEqual({
        kty: 'OKP',
        crv: 'Ed25519',
        x: expect.stringMatching(/^[\w-]{43}$/),
        kid: expect.any(String),
        use: 'sig',
        alg: 'EdDSA',
      })
    const { jwt } = await signInByKey()
    const { header } = decode(jwt)
    expect(await Promise.all(keys.map((key) => isSignedWith(key, jwt)))).toEqual(
      keys.map(({ kid }) => kid === header.kid),
    )
  })

  test('rotate: another one signs, and an older token is still held by an older key', async () => {
    const { emulator, publishedKeys, signInByKey, user } = atDevice()
    const before = await signInByKey()
    emulator.rotateKeys()
    const after = await before.renew()
    const keys = await keysIn(await publishedKeys())
    expect(decode(after).header.kid).not.toBe(decode(before.jwt).header.kid)
    for (const jwt of [before.jwt, after]) {
      const key = keys.find(({ kid }) => kid === decode(jwt).header.kid)
      expect(key && (await isSignedWith(key, jwt))).toBe(true)
      expect((await user(jwt)).status).toBe(200)
    }
  })

  test('are three at most: the oldest goes', async () => {
    const { emulator, publishedKeys } = atDevice()
    const seen = [await kidsIn(await publishedKeys())]
    for (let n = 0; n < 3; n += 1) {
      emulator.rotateKeys()
      seen.push(await kidsIn(await publishedKeys()))
    }
    expect(seen.map(({ length }) => length)).toEqual([2, 3, 3, 3])
    expect(seen[1]).toEqual(expect.arrayContaining(seen[0] ?? []))
    expect(seen[2]).toEqual([...(seen[1] ?? []).slice(1), seen[2]?.at(-1)])
  })

  test('are the same for the same seed, and after a reset', async () => {
    const { emulator, publishedKeys } = atDevice({ seed: 7 })
    const start = await kidsIn(await publishedKeys())
    emulator.rotateKeys()
    emulator.reset()
    expect(await kidsIn(await publishedKeys())).toEqual(start)
    expect(await kidsIn(await atDevice({ seed: 7 }).publishedKeys())).toEqual(start)
    expect(await kidsIn(await atDevice({ seed: 8 }).publishedKeys())).not.toEqual(start)
  })
})

test('a reset forgets keys, JWTs, and which identifiers had them', async () => {
  const { emulator, signInByKey, user, exchange, freshNonce, signIn } = atDevice()
  const { jwt, sign } = await signInByKey()
  emulator.reset()
  expect(await read(await user(jwt))).toEqual(unauthorized)
  expect(await read(await exchange(await sign({ nonce: await freshNonce() })))).toEqual(unknownKey)
  const { login, password } = emulator.person('plain')
  expect((await signIn({ login, password })).status).toBe(201)
})

describe('a Plex JWT', () => {
  test('is over after a week: 498 wherever a token is wanted, and its device can have another', async () => {
    const { emulator, signInByKey, call, user, signOut, registerKey, linkPin } = atDevice()
    const { jwt, jwk, renew } = await signInByKey()
    emulator.advance(7 * 24 * 3_600_000 - 1)
    expect((await user(jwt)).status).toBe(200)
    emulator.advance(1)
    const paths = ['user', 'ping', 'resources', 'home/users', 'friends'].map((path) => `/api/v2/${path}`)
    for (const path of [...paths, '/users/account.json'])
      expect(await read(await call('GET', path, { 'X-Plex-Token': jwt }))).toEqual(expired)
    expect(await read(await call('POST', '/api/v2/home/users/none/switch', { 'X-Plex-Token': jwt }))).toEqual(expired)
    for (const response of [await signOut(jwt), await registerKey(jwk, jwt), await linkPin('7RQZ', jwt)])
      expect(await read(response)).toEqual(expired)
    expect((await user(await renew())).status).toBe(200)
  })

  test('says 498 in XML too, without a number', async () => {
    const { emulator, signInByKey, user } = atDevice()
    const { jwt } = await signInByKey()
    emulator.advance(7 * 24 * 3_600_000)
    const response = await user(jwt, { Accept: '*/*' })
    expect(response.status).toBe(498)
    expect(await response.text()).toContain('<errors><error message="Token expired" status="498"/></errors>')
  })

  test('lives as long as the world says', async () => {
    const { emulator, signInByKey, user } = atDevice({ tokenLifeMs: 60_000 })
    const { jwt } = await signInByKey()
    const { iat, exp } = decode(jwt).payload
    expect(exp - iat).toBe(60)
    emulator.advance(59_999)
    expect((await user(jwt)).status).toBe(200)
    emulator.advance(1)
    expect((await user(jwt)).status).toBe(498)
  })

  test('is believed only if plex.tv has made it', async () => {
    const { emulator, signInByKey, user } = atDevice()
    const { jwt } = await signInByKey()
    const { payload } = decode(jwt)
    const stranger = await createDevice(decode(jwt).header.kid)
    const made = await stranger.sign(payload)
    const later = withBody(jwt, { ...payload, exp: payload.exp + 1 })
    emulator.advance(7 * 24 * 3_600_000)
    for (const token of [made, later]) expect(await read(await user(token))).toEqual(unauthorized)
  })
})

test.each([
  ['POST', 'nonce'],
  ['GET', 'jwk'],
  ['GET', 'token'],
  ['POST', 'keys'],
])('%s auth/%s is 405', async (method, path) => {
  expect((await atDevice().call(method, `/api/v2/auth/${path}`)).status).toBe(405)
})

test('answers in XML unless JSON is asked for', async () => {
  const { nonce } = atDevice()
  expect(await (await nonce({ Accept: '*/*' })).text()).toMatch(/\n<auth nonce="[\da-f-]{36}"\/>\n$/)
})

test('a fault kept to auth spares the others', async () => {
  const { emulator, nonce, user } = atDevice()
  emulator.fail({ kind: 'rate-limited', endpoint: 'auth' })
  expect((await nonce()).status).toBe(429)
  expect((await user('never')).status).toBe(401)
})

test('a platform without WebCrypto is told so, and only when a key is needed', async () => {
  const { emulator, exchange, register, user, freshNonce } = atDevice()
  const { sign, classic } = await register()
  const signed = await sign({ nonce: await freshNonce() })
  vi.stubGlobal('crypto', {})
  await expect(exchange(signed)).rejects.toThrow(/there is no WebCrypto here/)
  expect((await user(classic)).status).toBe(200)
  expect(emulator.requests().at(-1)).toMatchObject({ path: '/api/v2/user', status: 200 })
})

function now(): number {
  return Date.UTC(2026, 10, 28) / 1000
}

const asToken = (token: string) => ({ headers: { Accept: 'application/json', 'X-Plex-Token': token } })

const withHead = (jwt: string, header: object) => jwt.replace(/^[^.]*/, encode(header))

const withBody = (jwt: string, payload: object) => jwt.replace(/\.[^.]*\./, `.${encode(payload)}.`)

const swapCase = (text: string) =>
  text.replace(/[a-z]/gi, (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()))
