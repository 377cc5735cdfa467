import { describe, expect, test } from 'vitest'
import { atDevice, expired, read, unauthorized } from './testing/atDevice.ts'
import { createDevice, decode, encode, isSignedWith } from './testing/createDevice.ts'

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

const withBody = (jwt: string, payload: object) => jwt.replace(/\.[^.]*\./, `.${encode(payload)}.`)
