import { expect, test } from 'vitest'
import { createPins, type PinKind } from './createPins.ts'

function setUp(seed = 1) {
  let time = Date.UTC(2026, 10, 22)
  const admitted: string[] = []
  const pins = createPins(
    seed,
    () => time,
    (name, clientIdentifier) => {
      admitted.push(`${name} on ${clientIdentifier}`)
      return { token: `token of ${name} on ${clientIdentifier}` }
    },
  )
  return {
    pins,
    admitted,
    pass: (ms: number) => {
      time += ms
    },
    make: (kind: PinKind = 'link') =>
      pins.create({ kind, clientIdentifier: 'tv', product: 'Reelroom', address: '192.0.2.1', origin: null, jwk: null }),
  }
}

test('one seed makes the same pins in the same order, another others', () => {
  const codes = (seed: number) => {
    const { make } = setUp(seed)
    return ([...'lslls'] as const).map((letter) => {
      const { id, code } = make(letter === 'l' ? 'link' : 'strong')
      return `${id} ${code}`
    })
  }
  expect(codes(7)).toEqual(codes(7))
  expect(codes(7)).not.toEqual(codes(8))
})

test('of three thousand pins that wait, no two have an id or a code in common', () => {
  const { pins, make } = setUp()
  for (let n = 0; n < 3000; n += 1) make()
  expect(new Set(pins.all().map(({ code }) => code)).size).toBe(3000)
  expect(new Set(pins.all().map(({ id }) => id)).size).toBe(3000)
})

test.each([
  ['at once', 0, 0, 'approved'],
  ['before it is due', 5000, 4999, 'waiting'],
  ['when it is due', 5000, 5000, 'approved'],
  ['held', Number.POSITIVE_INFINITY, 800_000, 'waiting'],
  ['due when the pin has gone', 900_000, 900_000, 'expired'],
  ['due in time, looked at when the pin has gone', 5000, 900_000, 'approved'],
])('an approval counts: %s (due in %d ms, looked at after %d)', (_when, delayMs, passedMs, status) => {
  const { pins, pass, make } = setUp()
  const pin = make()
  expect(pins.approve(pin, 'plain', delayMs)).toBe(true)
  pass(passedMs)
  expect(pins.readStatus(pin)).toBe(status)
})

test('what was held counts once it is released; what merely takes long does not', () => {
  const { pins, admitted, make } = setUp()
  const [held, slow] = [make(), make()]
  pins.approve(held, 'plain', Number.POSITIVE_INFINITY)
  pins.approve(slow, 'plain', 5000)
  expect(admitted).toEqual([])
  pins.release()
  expect([held, slow].map(pins.readStatus)).toEqual(['approved', 'waiting'])
  expect(pins.byId(held.id, 'tv')?.token).toBe('token of plain on tv')
  expect(admitted).toEqual(['plain on tv'])
})

test('the first to approve a pin is the one', () => {
  const { pins, make } = setUp()
  const pin = make()
  expect([pins.approve(pin, 'plain', 5000), pins.approve(pin, 'plexPass')]).toEqual([true, false])
  expect(pins.readStatus(pin)).toBe('waiting')
})

test('a code that has expired may be given again, and then means the new pin', () => {
  const { pins, pass, make } = setUp()
  const old = make()
  pass(900_000)
  expect(pins.byCode(old.code)).toBeUndefined()
  expect(pins.readStatus(old)).toBe('expired')
})
