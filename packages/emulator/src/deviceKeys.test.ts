import { afterEach, describe, expect, test, vi } from 'vitest'
import type { PersonName } from './account.ts'
import { atDevice, read, spent, unauthorized, unknownKey } from './testing/atDevice.ts'
import { createDevice, decode } from './testing/createDevice.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

function setUp() {
  const device = atDevice()
  return { ...device, uuidOf: (name: PersonName) => device.emulator.person(name).uuid }
}

describe('a JWT', () => {
  test("ends its device's classic token, and no other", async () => {
    const { emulator, register, user } = setUp()
    const { classic, renew } = await register()
    const others = [emulator.tokenFor('plain', 'phone'), emulator.tokenFor('plexPass', 'tests')]
    expect((await user(classic)).status).toBe(200)
    await renew()
    expect(await read(await user(classic))).toEqual(unauthorized)
    for (const token of others) expect((await user(token)).status).toBe(200)
  })

  test('leaves those before it alive', async () => {
    const { signInByKey, user } = setUp()
    const { jwt, renew } = await signInByKey()
    const next = await renew()
    expect(next).not.toBe(jwt)
    for (const token of [jwt, next]) expect((await user(token)).status).toBe(200)
  })

  test('spends its client identifier: no password and no pin registers that again', async () => {
    const { emulator, signInByKey, signIn, call, createPin, createKeyPin } = setUp()
    await signInByKey()
    const { login, password } = emulator.person('plain')
    const other = emulator.person('plexPass')
    const another = await createDevice('another')
    for (const response of [
      await signIn({ login, password }),
      await signIn({ login: other.login, password: other.password }),
      await createPin('link'),
      await createPin('strong'),
      await createKeyPin(another.jwk),
    ])
      expect(await read(response)).toEqual(spent)
    const form = new URLSearchParams({ 'user[login]': login, 'user[password]': password })
    const v1 = await call('POST', '/users/sign_in.json', {}, form)
    expect([v1.status, await v1.json()]).toEqual([
      422,
      { error: expect.stringContaining('cannot be registered again') },
    ])
    expect((await signIn({ login, password }, { 'X-Plex-Client-Identifier': 'fresh' })).status).toBe(201)
  })

  test('does so for a pin too that waits already, or has a token', async () => {
    const { emulator, register, createPin, checkPin, user } = setUp()
    const { renew, classic } = await register()
    const [waiting, approved] = [await (await createPin('link')).json(), await (await createPin('link')).json()]
    emulator.approvePin(approved.code, 'plain')
    expect((await (await checkPin(approved.id)).json()).authToken).toBe(classic)
    await renew()
    emulator.approvePin(waiting.code, 'plain')
    for (const { id } of [waiting, approved]) expect(await read(await checkPin(id))).toEqual(spent)
    expect(emulator.pins().map(({ status }) => status)).toEqual(['approved', 'approved'])
    expect((await user(classic)).status).toBe(401)
  })

  test('tells a wrong password from a spent identifier', async () => {
    const { emulator, signInByKey, signIn } = setUp()
    await signInByKey()
    expect((await signIn({ login: emulator.person('plain').login, password: 'nope' })).status).toBe(401)
  })

  test('is one of several keys that a device may have', async () => {
    const { signInByKey, registerKey, tryKey, user } = setUp()
    const { jwt, sign } = await signInByKey()
    const second = await createDevice('second')
    expect((await registerKey(second.jwk, jwt)).status).toBe(201)
    const [status, { auth_token }] = await tryKey(second.sign)
    expect([status, decode(auth_token).payload.thumbprint]).toEqual([200, 'second'])
    expect((await tryKey(sign))[0]).toBe(200)
    expect((await user(jwt)).status).toBe(200)
  })
})

describe('ends with its device, and the key is unknown then', () => {
  test.each<[string, (with_: { jwt: string; next: string } & ReturnType<typeof setUp>) => unknown]>([
    ['by a sign-out', ({ signOut, jwt }) => signOut(jwt)],
    ['by a sign-out everywhere', ({ emulator }) => emulator.revokeTokens('plain')],
    [
      'by the list of devices',
      async ({ devices, removeDevice, next }) => {
        const [, id = ''] =
          /clientIdentifier="tests" version="" id="(\d+)"/.exec(await (await devices(next)).text()) ?? []
        expect((await removeDevice(id, next)).status).toBe(204)
      },
    ],
    ['by its owner, as a test says it', ({ emulator }) => emulator.removeDevice('tests')],
  ])('%s', async (_how, end) => {
    const all = setUp()
    const { signInByKey, user, tryKey, emulator, signIn, registerKey } = all
    const { jwt, renew, sign, jwk } = await signInByKey()
    const next = await renew()
    await end({ ...all, jwt, next })
    for (const token of [jwt, next]) expect(await read(await user(token))).toEqual(unauthorized)
    expect(await tryKey(sign)).toEqual(unknownKey)
    // An end is no way to have the identifier back.
    const { login, password } = emulator.person('plain')
    expect(await read(await signIn({ login, password }))).toEqual(spent)
    // The key is free for a fresh one.
    expect((await registerKey(jwk, emulator.tokenFor('plain', 'fresh'))).status).toBe(201)
  })

  test('also past its own end: 401, and no longer 498', async () => {
    const { emulator, signInByKey, user } = setUp()
    const { jwt } = await signInByKey()
    emulator.advance(7 * 24 * 3_600_000)
    expect((await user(jwt)).status).toBe(498)
    emulator.removeDevice('tests')
    expect((await user(jwt)).status).toBe(401)
  })

  test('while a signature is looked at', async () => {
    const { emulator, register, exchange, freshNonce, user, signIn } = setUp()
    const { sign, classic } = await register()
    const signed = await sign({ nonce: await freshNonce() })
    const verify = crypto.subtle.verify.bind(crypto.subtle)
    vi.spyOn(crypto.subtle, 'verify').mockImplementationOnce((...signature) => {
      emulator.removeDevice('tests')
      return verify(...signature)
    })
    expect(await read(await exchange(signed))).toEqual(unknownKey)
    expect((await user(classic)).status).toBe(401)
    const { login, password } = emulator.person('plain')
    expect((await signIn({ login, password })).status).toBe(201)
  })

  test('and a key that has had no JWT yet is forgotten with the classic token', async () => {
    const { register, signOut, tryKey, signIn, emulator } = setUp()
    const { sign, classic } = await register()
    await signOut(classic)
    expect(await tryKey(sign)).toEqual(unknownKey)
    const { login, password } = emulator.person('plain')
    expect((await signIn({ login, password })).status).toBe(201)
  })

  test('and the others stay', async () => {
    const { emulator, signInByKey, user } = setUp()
    const tv = await signInByKey('plain', 'tv')
    const phone = await signInByKey('plain', 'phone')
    const other = await signInByKey('plexPass', 'elsewhere')
    emulator.removeDevice('tv')
    expect((await user(tv.jwt)).status).toBe(401)
    for (const { jwt, renew } of [phone, other]) {
      expect((await user(jwt)).status).toBe(200)
      expect((await user(await renew())).status).toBe(200)
    }
  })

  test('where there is no such device, a RangeError', () => {
    expect(() => setUp().emulator.removeDevice('nowhere')).toThrow(RangeError)
  })
})

describe('in a Home', () => {
  test('a switch wants the PIN, gives a classic token of the member, and that outlives the next JWT', async () => {
    const { emulator, signInByKey, switchTo, uuidOf, user } = setUp()
    const { jwt, renew } = await signInByKey('plexPass')
    expect((await switchTo(uuidOf('plexPass'), jwt)).status).toBe(403)
    expect((await switchTo(uuidOf('plexPass'), jwt, emulator.person('plexPass').profilePin)).status).toBe(201)
    const { authToken } = await (await switchTo(uuidOf('managed'), jwt)).json()
    await renew()
    expect(await read(await user(authToken))).toMatchObject([200, { username: '', authToken }])
  })

  test('a managed user has a JWT like anybody, and it goes with them', async () => {
    const { emulator, register, user } = setUp()
    const jwt = await (await register('managed')).renew({ scope: 'username,email,restricted' })
    expect(decode(jwt).payload.user).toMatchObject({ username: '', email: '', restricted: true })
    emulator.removeFromHome('managed')
    expect((await user(jwt)).status).toBe(401)
  })
})

test('a device is listed once, whatever tokens it has', async () => {
  const { signInByKey, switchTo, uuidOf, devices } = setUp()
  const { jwt } = await signInByKey()
  const idIn = async () => (await (await devices(jwt)).text()).match(/ id="\d+"/g)
  const before = await idIn()
  expect(before).toHaveLength(1)
  await switchTo(uuidOf('plain'), jwt)
  expect(await idIn()).toEqual(before)
})
