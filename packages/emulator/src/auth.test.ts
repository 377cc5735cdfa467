import { afterEach, describe, expect, test, vi } from 'vitest'
import { atDevice, malformed, read, taken, unauthorized, unknownKey } from './testing/atDevice.ts'
import { createDevice } from './testing/createDevice.ts'

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

test('a reset forgets keys, JWTs, and which identifiers had them', async () => {
  const { emulator, signInByKey, user, exchange, freshNonce, signIn } = atDevice()
  const { jwt, sign } = await signInByKey()
  emulator.reset()
  expect(await read(await user(jwt))).toEqual(unauthorized)
  expect(await read(await exchange(await sign({ nonce: await freshNonce() })))).toEqual(unknownKey)
  const { login, password } = emulator.person('plain')
  expect((await signIn({ login, password })).status).toBe(201)
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
