import { describe, expect, test } from 'vitest'
import { atDevice, badSignature, malformed, read, unknownKey } from './testing/atDevice.ts'
import { createDevice, decode, encode } from './testing/createDevice.ts'

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
    // A signature that was refused has left its nonce unused.
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

  test.each(['none', 'RS256', undefined])('but not one that is signed rightly and says alg %s', async (alg) => {
    const { register, freshNonce, exchange } = atDevice()
    const { sign } = await register()
    expect(await read(await exchange(await sign({ nonce: await freshNonce() }, { alg })))).toEqual(badSignature)
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

function now(): number {
  return Date.UTC(2026, 10, 28) / 1000
}

const asToken = (token: string) => ({ headers: { Accept: 'application/json', 'X-Plex-Token': token } })

const withHead = (jwt: string, header: object) => jwt.replace(/^[^.]*/, encode(header))

const withBody = (jwt: string, payload: object) => jwt.replace(/\.[^.]*\./, `.${encode(payload)}.`)

const swapCase = (text: string) =>
  text.replace(/[a-z]/gi, (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()))
