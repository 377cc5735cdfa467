import { createTestClock } from '@foyer/emulator'
import { describe, expect, test } from 'vitest'
import { createPlexClient, type PlexClientOptions, signIn } from '../../index.ts'
import { textOf } from '../../testing/textOf.ts'
import { DAY_MS, openWithDeviceKeys } from '../../testing/withDeviceKeys.ts'
import { verifyToken } from './index.ts'

const MINUTE_MS = 60_000
const reading = 'GET /api/v2/auth/keys 200'

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const decode = (part: string | undefined) => JSON.parse(Buffer.from(part ?? '', 'base64url').toString())
const partsOf = (token: string) => token.split('.') as [string, string, string]

/** A token of plex.tv's, and a backend that is to verify it. */
async function issue(
  emulator: Parameters<typeof openWithDeviceKeys>[0] = {},
  backend: Partial<PlexClientOptions> = {},
) {
  const all = openWithDeviceKeys(emulator)
  const { session, plexTv, clock, asked } = all
  await session.start(() => signIn(session.client, plexTv.person('plain')))
  const token = await session.getToken()
  const plex = createPlexClient({
    product: 'Backend',
    clientIdentifier: 'backend',
    fetch: plexTv.fetch,
    clock,
    ...backend,
  })
  asked()
  return { ...all, token, plex, details: await all.detailsOf() }
}

/** A signer of its own, and a client to whom its key is plex.tv's: so anything can be signed as plex.tv signs. */
async function createSigner(more: unknown[] = []) {
  const { privateKey, publicKey } = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])
  const { x = '' } = await crypto.subtle.exportKey('jwk', publicKey)
  const clock = createTestClock()
  const keys = [...more, { kty: 'OKP', crv: 'Ed25519', x, use: 'sig', alg: 'EdDSA' }]
  const plex = createPlexClient({
    product: 'Backend',
    clientIdentifier: 'backend',
    clock,
    fetch: async () => Response.json({ keys }),
  })
  const iat = clock.now() / 1000
  const payload = { iss: 'plex.tv', aud: ['plex.tv', 'device'], iat, exp: iat + 600, thumbprint: 'key' }
  async function sign(claims: object = {}, header: object = {}): Promise<string> {
    const text = `${encode({ alg: 'EdDSA', typ: 'JWT', ...header })}.${encode({ ...payload, ...claims })}`
    const signature = await crypto.subtle.sign('Ed25519', privateKey, Buffer.from(text))
    return `${text}.${Buffer.from(signature).toString('base64url')}`
  }
  return { plex, clock, x, sign }
}

/** What verifying ends with, in which nothing of the token may be found. */
async function refusalOf(verifying: Promise<unknown>, token: string) {
  const error = await verifying.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  const said = textOf(error)
  for (const part of partsOf(token).filter((part) => part && part.length > 10)) expect(said).not.toContain(part)
  return error
}

describe('a token that plex.tv has signed', () => {
  test('verifies, says whose it is, and needs no request the next time', async () => {
    const { plex, plexTv, token, asked, details } = await issue()
    expect(await verifyToken(plex, token)).toEqual(details)
    expect(details.user).toMatchObject({ uuid: plexTv.person('plain').uuid })
    expect(asked()).toEqual([reading])
    expect(await verifyToken(plex, token, { clientIdentifier: details.clientIdentifier ?? '' })).toEqual(details)
    expect(asked()).toEqual([])
  })

  test('verifies by one request for all who ask at once', async () => {
    const { plex, token, asked, details } = await issue()
    const verified = await Promise.all(Array.from({ length: 5 }, () => verifyToken(plex, token)))
    expect(verified).toEqual(Array(5).fill(details))
    expect(asked()).toEqual([reading])
  })

  test('verifies after a rotation of the keys, as does one of before', async () => {
    const { plex, plexTv, session, clock, token: old, asked } = await issue()
    await verifyToken(plex, old)
    plexTv.rotateKeys()
    clock.advance(6 * DAY_MS)
    const token = await session.getToken()
    expect(decode(partsOf(token)[0]).kid).not.toBe(decode(partsOf(old)[0]).kid)
    asked()
    await verifyToken(plex, token)
    await verifyToken(plex, old)
    expect(asked()).toEqual([reading])
  })

  test('verifies by the right key among keys of other kinds', async () => {
    const odd = [
      null,
      7,
      'key',
      [],
      {},
      { kty: 'RSA', n: 'AQAB', e: 'AQAB' },
      { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' },
      { kty: 'oct', k: 'AA' },
      { kty: 'OKP', crv: 'X25519', x: 'AA' },
      { kty: 'OKP', crv: 'Ed25519' },
      { kty: 'OKP', crv: 'Ed25519', x: 7 },
      { kty: 'OKP', crv: 'Ed25519', x: '' },
      { kty: 'OKP', crv: 'Ed25519', x: 'no base64!' },
    ]
    const { plex, sign } = await createSigner(odd)
    expect(await verifyToken(plex, await sign())).toMatchObject({ clientIdentifier: 'device', thumbprint: 'key' })
  })

  test('is taken for a minute after its end, and is `token-expired` from then on', async () => {
    const { plex, clock, token } = await issue({ emulator: { tokenLifeMs: 10 * MINUTE_MS } })
    clock.advance(11 * MINUTE_MS)
    expect(await verifyToken(plex, token)).toMatchObject({ kind: 'jwt' })
    clock.advance(1000)
    expect(await refusalOf(verifyToken(plex, token), token)).toMatchObject({ code: 'token-expired' })
  })

  test('is taken where the clock is a minute behind, and refused as one from the future where it is more', async () => {
    const { sign, plex, clock } = await createSigner()
    const ahead = async (seconds: number) => {
      const iat = clock.now() / 1000 + seconds
      return sign({ iat, exp: iat + 600 })
    }
    expect(await verifyToken(plex, await ahead(60))).toMatchObject({ kind: 'jwt' })
    const token = await ahead(61)
    expect(await refusalOf(verifyToken(plex, token), token)).toMatchObject({ code: 'unauthorized' })
  })
})

describe('a token is refused', () => {
  const tampered: [string, (token: string) => string][] = [
    [
      'whose payload was changed',
      (token) => {
        const [header, payload, signature] = partsOf(token)
        return [header, encode({ ...decode(payload), user: { id: 1, uuid: 'somebody-else' } }), signature].join('.')
      },
    ],
    [
      'whose end was put off, once it is over',
      (token) => {
        const [header, payload, signature] = partsOf(token)
        return [header, encode({ ...decode(payload), exp: decode(payload).exp + 1e6 }), signature].join('.')
      },
    ],
    [
      'whose signature was changed',
      (token) => {
        const [header, payload, signature] = partsOf(token)
        return [header, payload, (signature[0] === 'A' ? 'B' : 'A') + signature.slice(1)].join('.')
      },
    ],
    ['without a signature', (token) => `${partsOf(token).slice(0, 2).join('.')}.`],
    ['with half a signature', (token) => token.slice(0, -40)],
    ['with a signature that is no base64', (token) => `${partsOf(token).slice(0, 2).join('.')}.A`],
    ['of which only two parts are there', (token) => partsOf(token).slice(0, 2).join('.')],
    ['with a part more', (token) => `${token}.AAAA`],
    [
      'with `alg: none`, and its signature left on',
      (token) => `${encode({ alg: 'none', typ: 'JWT' })}.${partsOf(token).slice(1).join('.')}`,
    ],
    ['with `alg: none` and no signature', (token) => `${encode({ alg: 'none' })}.${partsOf(token)[1]}.`],
    ['that is a classic one', () => 'abcdefghij0123456789'],
    ['that is empty', () => ''],
  ]
  test.each(tampered)('%s', async (_what, tamper) => {
    const { plex, token } = await issue()
    await verifyToken(plex, token)
    const changed = tamper(token)
    expect(changed).not.toBe(token)
    expect(await refusalOf(verifyToken(plex, changed), changed)).toMatchObject({ code: 'unauthorized' })
  })

  test('that is HS256, with plex.tv’s public key as the secret', async () => {
    const { plex, x, sign } = await createSigner()
    const [, payload] = partsOf(await sign())
    const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${payload}`
    for (const secret of [Buffer.from(x, 'base64url'), Buffer.from(x)]) {
      const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
      const signature = await crypto.subtle.sign('HMAC', key, Buffer.from(text))
      const token = `${text}.${Buffer.from(signature).toString('base64url')}`
      expect(await refusalOf(verifyToken(plex, token), token)).toMatchObject({ code: 'unauthorized' })
    }
  })

  test('that a stranger has signed, under the name of plex.tv’s key and with the key in its header', async () => {
    const { plex, token } = await issue()
    const { sign, x } = await createSigner()
    const [header, payload] = partsOf(token)
    const jwk = { kty: 'OKP', crv: 'Ed25519', x }
    const forged = await sign(decode(payload), { ...decode(header), jwk })
    expect(decode(partsOf(forged)[1])).toEqual(decode(payload))
    expect(await refusalOf(verifyToken(plex, forged), forged)).toMatchObject({ code: 'unauthorized' })
    expect(await verifyToken(plex, token)).toMatchObject({ kind: 'jwt' })
  })

  test('that is another device’s than the one that was asked for', async () => {
    const { plex, token } = await issue()
    const verifying = verifyToken(plex, token, { clientIdentifier: 'another' })
    expect(await refusalOf(verifying, token)).toMatchObject({ code: 'unauthorized' })
  })

  test.each([
    ['another issuer', { iss: 'plex.example' }],
    ['no issuer', { iss: undefined }],
    ['another audience than plex.tv', { aud: ['device'] }],
    ['an audience that is text', { aud: 'plex.tv' }],
    ['no audience', { aud: undefined }],
    ['no end', { exp: undefined }],
    ['an end that is text', { exp: '9999999999' }],
    ['no beginning', { iat: undefined }],
    ['an end before its beginning', { iat: 2_000_000_000, exp: 1_000_000_000 }],
  ])('with %s, though plex.tv’s key has signed it', async (_what, claims) => {
    const { plex, sign } = await createSigner()
    const token = await sign(claims)
    expect(await refusalOf(verifyToken(plex, token), token)).toMatchObject({ code: 'unauthorized' })
  })

  test.each(['none', 'HS256', 'RS256', 'eddsa', undefined, ['EdDSA']])(
    'that names %s as its algorithm, though plex.tv’s key has signed it',
    async (alg) => {
      const { plex, sign } = await createSigner()
      const token = await sign({}, { alg })
      expect(await refusalOf(verifyToken(plex, token), token)).toMatchObject({ code: 'unauthorized' })
    },
  )

  test('as forged, and not as expired, where it is both', async () => {
    const { plex, clock, token } = await issue()
    const { sign } = await createSigner()
    const forged = await sign(decode(partsOf(token)[1]))
    clock.advance(30 * DAY_MS)
    expect(await refusalOf(verifyToken(plex, forged), forged)).toMatchObject({ code: 'unauthorized' })
  })
})

describe('plex.tv’s keys', () => {
  test('are read again at most once a minute, however many tokens fit none of them', async () => {
    const { plex, clock, token, asked } = await issue()
    const { sign } = await createSigner()
    const forged = await sign(decode(partsOf(token)[1]))
    const tryForged = async () =>
      expect(await refusalOf(verifyToken(plex, forged), forged)).toMatchObject({ code: 'unauthorized' })
    await verifyToken(plex, token)
    for (let tries = 0; tries < 3; tries++) await tryForged()
    clock.advance(MINUTE_MS - 1)
    await tryForged()
    expect(asked()).toEqual([reading])
    clock.advance(1)
    await Promise.all([tryForged(), tryForged(), tryForged()])
    await tryForged()
    expect(asked()).toEqual([reading])
    await verifyToken(plex, token)
    expect(asked()).toEqual([])
  })

  test('answered as a page are `unexpected-response`, and are asked for anew', async () => {
    const { plex, plexTv, token } = await issue()
    const fault = plexTv.fail({ kind: 'html', endpoint: 'auth' })
    expect(await refusalOf(verifyToken(plex, token), token)).toMatchObject({ code: 'unexpected-response' })
    fault.stop()
    expect(await verifyToken(plex, token)).toMatchObject({ kind: 'jwt' })
  })

  test('that are no list are `unexpected-response`', async () => {
    for (const body of ['{}', '[]', 'null', '{"keys":{}}', '{"keys":"x"}', '{"keys":[']) {
      const { plex, token } = await issue({}, { fetch: async () => new Response(body) })
      expect(await refusalOf(verifyToken(plex, token), token)).toMatchObject({ code: 'unexpected-response' })
    }
  })

  test('that are an empty list verify nothing', async () => {
    const { plex, token } = await issue({}, { fetch: async () => Response.json({ keys: [] }) })
    expect(await refusalOf(verifyToken(plex, token), token)).toMatchObject({ code: 'unauthorized' })
  })

  test('outlive a forged token that came while plex.tv was down', async () => {
    const { plex, token, plexTv, clock, details } = await issue()
    expect(await verifyToken(plex, token)).toEqual(details)
    clock.advance(2 * MINUTE_MS)
    const fault = plexTv.fail({ kind: 'offline' })
    const [header, payload] = partsOf(token)
    await expect(verifyToken(plex, `${header}.${payload}.${'A'.repeat(86)}`)).rejects.toMatchObject({ code: 'network' })
    expect(await verifyToken(plex, token)).toEqual(details)
    fault.stop()
  })

  test('are needed once: with plex.tv down a token is `network` before, and verifies after', async () => {
    const { plex, plexTv, token } = await issue()
    const fault = plexTv.fail({ kind: 'offline' })
    expect(await refusalOf(verifyToken(plex, token), token)).toMatchObject({ code: 'network' })
    fault.stop()
    await verifyToken(plex, token)
    plexTv.fail({ kind: 'offline' })
    expect(await verifyToken(plex, token)).toMatchObject({ kind: 'jwt' })
  })

  test('are waited for until the caller calls it off, with their own reason', async () => {
    const { plex, plexTv, token, clock } = await issue()
    const fault = plexTv.fail({ kind: 'hang', endpoint: 'auth' })
    const caller = new AbortController()
    const verifying = verifyToken(plex, token, { signal: caller.signal })
    caller.abort('enough')
    await expect(verifying).rejects.toBe('enough')
    const late = refusalOf(verifyToken(plex, token), token)
    await clock.pass(MINUTE_MS)
    expect(await late).toMatchObject({ code: 'timeout' })
    fault.stop()
    expect(await verifyToken(plex, token)).toMatchObject({ kind: 'jwt' })
  })
})
