import { expect, test } from 'vitest'
import { atDevice, badSignature, read, spent, taken, unknownKey } from './testing/atDevice.ts'
import { createDevice, decode } from './testing/createDevice.ts'

/** An installation that has asked for a pin with its key. */
async function begin() {
  const all = atDevice()
  const device = await createDevice('by pin')
  const pin = await (await all.createKeyPin(device.jwk)).json()
  return { ...all, ...device, pin, times: (seconds = 300) => ({ exp: all.emulator.now() / 1000 + seconds }) }
}

test('a pin that carries a key gives a JWT to whoever signs, once it is approved, and the same one each time', async () => {
  const { emulator, pin, sign, redeemPin, user, times, tryKey } = await begin()
  expect(pin).toMatchObject({ code: expect.stringMatching(/^[a-z\d]{25}$/), authToken: null })
  const signed = await sign(times())
  expect(await read(await redeemPin(pin.id, signed))).toMatchObject([200, { authToken: null, newRegistration: null }])
  emulator.approvePin(pin.code, 'plain')
  const [status, claimed] = await read(await redeemPin(pin.id, signed))
  expect([status, claimed]).toMatchObject([200, { authToken: expect.stringMatching(/^eyJ/), newRegistration: false }])
  expect(decode(claimed.authToken).payload).toMatchObject({ thumbprint: 'by pin', aud: ['plex.tv', 'tests'] })
  expect((await (await user(claimed.authToken)).json()).username).toBe('ada')
  emulator.advance(299_000)
  for (const again of [signed, await sign(), await sign(times(), {})])
    expect((await (await redeemPin(pin.id, again)).json()).authToken).toBe(claimed.authToken)
  const [renewed] = await tryKey(sign)
  expect(renewed).toBe(200)
  emulator.advance(1_800_000)
  expect((await redeemPin(pin.id, await sign())).status).toBe(404)
  expect((await user(claimed.authToken)).status).toBe(200)
})

test('a pin that carries a key gives one JWT where two ask at once', async () => {
  const { emulator, pin, sign, redeemPin } = await begin()
  emulator.approvePin(pin.code, 'plain')
  const answers = await Promise.all([redeemPin(pin.id, await sign()), redeemPin(pin.id, await sign())])
  const [one, other] = await Promise.all(answers.map(async (answer) => (await answer.json()).authToken))
  expect(one).toMatch(/^eyJ/)
  expect(other).toBe(one)
})

test('a pin that carries a key is approved by a token as well, and a short one too', async () => {
  const { emulator, call, linkPin, redeemPin, sign, jwk } = await begin()
  const short = await (
    await call('POST', '/api/v2/pins', { 'Content-Type': 'application/json' }, JSON.stringify({ jwk }))
  ).json()
  expect(short.code).toHaveLength(4)
  expect((await linkPin(short.code, emulator.tokenFor('plexPass', 'phone'))).status).toBe(204)
  const { authToken } = await (await redeemPin(short.id, await sign())).json()
  expect(decode(authToken).payload.user.uuid).toBe(emulator.person('plexPass').uuid)
})

test('a pin that carries a key has the claims that the scope chooses', async () => {
  const { emulator, pin, sign, redeemPin } = await begin()
  emulator.approvePin(pin.code, 'plain')
  const { authToken } = await (await redeemPin(pin.id, await sign({ scope: 'username' }))).json()
  expect(decode(authToken).payload.user).toMatchObject({ username: 'ada' })
})

test('a pin that carries a key gives a classic token to whoever does not sign, and that one dies with the JWT', async () => {
  const { emulator, pin, sign, checkPin, redeemPin, user } = await begin()
  emulator.approvePin(pin.code, 'plain')
  const { authToken } = await (await checkPin(pin.id)).json()
  expect(authToken).toMatch(/^[\w-]{20}$/)
  expect((await user(authToken)).status).toBe(200)
  expect((await redeemPin(pin.id, await sign())).status).toBe(200)
  expect((await user(authToken)).status).toBe(401)
  expect(await read(await checkPin(pin.id))).toEqual(spent)
})

test('a pin that carries a key uses up a nonce that comes along, when it gives the JWT', async () => {
  const { emulator, pin, sign, redeemPin, freshNonce, exchange } = await begin()
  const nonce = await freshNonce()
  const signed = await sign({ nonce })
  for (let n = 0; n < 2; n += 1) expect((await redeemPin(pin.id, signed)).status).toBe(200)
  emulator.approvePin(pin.code, 'plain')
  const unknown = await sign({ nonce: 'never given' })
  expect(await read(await redeemPin(pin.id, unknown))).toEqual(badSignature)
  const { authToken } = await (await redeemPin(pin.id, signed)).json()
  expect(decode(authToken).payload.nonce).toBe(nonce)
  expect((await (await redeemPin(pin.id, signed)).json()).authToken).toBe(authToken)
  expect(await read(await exchange(signed))).toEqual(badSignature)
})

test.each([true, false])(
  'a pin that carries a key gives nothing for what is signed wrong (approved: %s)',
  async (approved) => {
    const { emulator, pin, sign, redeemPin, times } = await begin()
    if (approved) emulator.approvePin(pin.code, 'plain')
    const impostor = await createDevice('by pin')
    const stranger = await createDevice('stranger')
    for (const signed of [
      await impostor.sign(),
      await stranger.sign(),
      await sign(times(0)),
      await sign({ aud: 'elsewhere.example' }),
      await sign({}, { alg: 'none' }),
      (await sign()).replace(/[^.]*$/, ''),
      'undefined',
      '',
    ])
      expect(await read(await redeemPin(pin.id, signed))).toEqual(badSignature)
    expect(await read(await redeemPin(pin.id, await sign({ iss: 'phone' })))).toEqual(unknownKey)
    expect((await redeemPin(pin.id, await sign(), { 'X-Plex-Client-Identifier': 'phone' })).status).toBe(404)
    expect((await (await redeemPin(pin.id, await sign())).json()).authToken !== null).toBe(approved)
  },
)

test('a pin that carries a key is not made for a key that is registered, or is none', async () => {
  const { register, createKeyPin, call } = atDevice()
  const { jwk } = await register()
  expect(await read(await createKeyPin(jwk))).toEqual(taken)
  for (const wrong of [{}, 'text', { ...jwk, d: jwk.x }]) expect((await createKeyPin(wrong)).status).toBe(400)
  const inQuery = { 'Content-Type': 'application/json' }
  expect((await call('POST', '/api/v2/pins?strong=true', inQuery, JSON.stringify({ jwk }))).status).toBe(422)
})

test('a pin that carries a key may be made again with the same key until one is approved; the other is of no use then', async () => {
  const { emulator, pin, jwk, sign, createKeyPin, redeemPin } = await begin()
  const second = await (await createKeyPin(jwk)).json()
  emulator.approvePin(second.code, 'plain')
  expect((await (await redeemPin(second.id, await sign())).json()).authToken).toMatch(/^eyJ/)
  emulator.approvePin(pin.code, 'plexPass')
  expect(await read(await redeemPin(pin.id, await sign()))).toEqual(spent)
})

test('a pin that carries a key gives no JWT for a key that was registered meanwhile', async () => {
  const { emulator, pin, jwk, sign, registerKey, redeemPin } = await begin()
  await registerKey(jwk, emulator.tokenFor('plexPass', 'phone'))
  emulator.approvePin(pin.code, 'plain')
  expect(await read(await redeemPin(pin.id, await sign()))).toEqual(taken)
})

test('a pin without a key gives a classic token, whatever is signed', async () => {
  const { emulator, createPin, redeemPin, sign } = await begin()
  const plain = await (await createPin('link')).json()
  emulator.approvePin(plain.code, 'plain')
  expect((await (await redeemPin(plain.id, await sign())).json()).authToken).toMatch(/^[\w-]{20}$/)
})

test('a pin that carries a key tells the log of no JWT', async () => {
  const { emulator, pin, sign, redeemPin } = await begin()
  await redeemPin(pin.id, await sign())
  expect(JSON.stringify(emulator.requests())).not.toContain('eyJ')
})
