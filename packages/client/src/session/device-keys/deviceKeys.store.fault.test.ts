// @module-tag fault
// @module-tag hostile-input
import { randomBytes } from 'node:crypto'
import { describe, expect } from 'vitest'
import { createPin, getUser, readToken, type SessionStore } from '../../index.ts'
import { createTextStore } from '../../testing/createTextStore.ts'
import { faultTest as test } from '../../testing/faultTest.ts'
import { keysIn, openKeys } from '../../testing/keysOf.ts'
import { DAY_MS } from '../../testing/withDeviceKeys.ts'

/** A private key that fits no public one of these rows. */
const anotherKey = randomBytes(32).toString('base64url')

describe('a record of keys that is not ours to read → `storage`; nobody is asked, and it is not written over', () => {
  test.for([
    '{"v":2,"rings":[]}',
    '{"v":1}',
    '{"v":1,"registered":{}}',
    '{"v":1,"registered":[',
    '<html></html>',
    '[]',
    '"keys"',
    'null',
    '7',
    '',
  ])('%s', async (text, { canary }) => {
    const { enter, keys, paths } = openKeys(canary)
    keys.replace(text)
    expect(await canary.refusal(enter())).toMatchObject({ code: 'storage' })
    expect(keys.text()).toBe(text)
    expect(paths()).toEqual([])
  })
})

describe('a record whose next key is none → refused once; the next sign-in has another', () => {
  test.for([
    ['a number', 7],
    ['empty', {}],
    ['of letters', { kid: 'k', x: 'AA', clientIdentifier: 'c', privateKey: 'AA' }],
  ] as const)('%s', async ([, next], { canary }) => {
    const { session, enter, keys } = openKeys(canary)
    keys.replace(JSON.stringify({ v: 1, registered: [], next }))
    expect(await canary.refusal(enter())).toMatchObject({ code: 'rejected', status: 400 })
    await enter()
    expect(readToken(await session.getToken()).kind).toBe('jwt')
  })
})

describe('a private key that is no key → `device-key-lost`, once the token has ended; one can sign in again', () => {
  test.for([
    ['none', undefined],
    ['null', null],
    ['a number', 7],
    ['empty', ''],
    ['no base64', 'no base64!'],
    ['too short', 'AAAA'],
    ['another’s', anotherKey],
  ] as const)('%s', async ([, privateKey], { canary }) => {
    canary.secret('private key of another', anotherKey)
    const { session, enter, keys, sleep } = openKeys(canary)
    await enter()
    const [pair] = keysIn(keys.text())
    keys.replace(JSON.stringify({ v: 1, registered: [{ ...pair, privateKey }] }))
    expect(await session.call(getUser)).toMatchObject({ username: 'ada' })
    await sleep(8 * DAY_MS)
    expect(await canary.refusal(session.call(getUser))).toMatchObject({ code: 'device-key-lost' })
    expect(session.getState()).toEqual({ status: 'signed-out', reason: 'key-lost' })
    await enter()
    expect(await session.call(getUser)).toMatchObject({ username: 'ada' })
  })
})

test('a store that is wiped between two calls → `device-key-lost`, once the token has ended; one can sign in again', async ({
  canary,
}) => {
  const { session, enter, keys, sleep } = openKeys(canary)
  await enter()
  keys.replace(null)
  expect(await session.call(getUser)).toMatchObject({ username: 'ada' })
  await sleep(8 * DAY_MS)
  expect(await canary.refusal(session.call(getUser))).toMatchObject({ code: 'device-key-lost' })
  expect(session.getState()).toEqual({ status: 'signed-out', reason: 'key-lost' })
  await enter()
  expect(await session.call(getUser)).toMatchObject({ username: 'ada' })
})

describe('a keys store that fails → `storage`, of which it says nothing; nobody is signed in', () => {
  const fail = (text = 'blocked') => {
    throw new Error(`No room for ${text}`, { cause: text })
  }
  test.for([
    ['throws at read', { read: () => fail() }],
    ['rejects at read', { read: async () => fail() }],
    ['gives an object', { read: () => ({ v: 1, registered: [] }) as never }],
    ['throws at write, and quotes the key', { write: (text: string) => fail(text) }],
    ['rejects at write, and quotes the key', { write: async (text: string) => fail(text) }],
  ] satisfies [string, Partial<SessionStore>][])('%s', async ([, broken], { canary }) => {
    const { sessionOf, enter, paths } = openKeys(canary)
    const session = sessionOf({ ...createTextStore().store, ...broken })
    expect(await canary.refusal(enter(session))).toMatchObject({ code: 'storage' })
    expect(session.getState()).toMatchObject({ status: 'signed-out' })
    expect(paths()).toEqual([])
  })
})

describe('a keys store that never answers → `storage` after 15 s, or the sign-in’s own `timeout`; nobody is asked', () => {
  const ways = ['read', 'write'].flatMap((step) => ['a pin', 'a password'].map((way) => [step, way] as const))
  test.for(ways)('of a %s, by %s', async ([step, way], { canary }) => {
    let isAsked = false
    const never = () => {
      isAsked = true
      return new Promise<never>(() => {})
    }
    const { sessionOf, enter, clock, paths } = openKeys(canary)
    const session = sessionOf({ ...createTextStore().store, [step]: never })
    const refused = canary.refusal(way === 'a pin' ? createPin(session.client, 'link') : enter(session))
    await expect.poll(() => isAsked).toBe(true)
    clock.advance(15_000)
    expect(await refused).toMatchObject({
      code: expect.stringMatching(way === 'a pin' ? /^storage$/ : /^(storage|timeout)$/),
    })
    expect(paths()).toEqual([])
  })
})

test('a keys store that fails once signed in → the token is used to its end; then `storage`, and still signed in', async ({
  canary,
}) => {
  const { store } = createTextStore()
  let isBroken = false
  const read = () => {
    if (isBroken) throw new Error('blocked')
    return store.read()
  }
  const { sessionOf, enter, sleep } = openKeys(canary)
  const session = sessionOf({ ...store, read })
  await enter(session)
  isBroken = true
  await sleep(6 * DAY_MS)
  expect(await session.call(getUser)).toMatchObject({ username: 'ada' })
  await sleep(2 * DAY_MS)
  expect(await canary.refusal(session.call(getUser))).toMatchObject({ code: 'storage' })
  expect(session.getState()).toMatchObject({ status: 'signed-in' })
  isBroken = false
  expect(await session.call(getUser)).toMatchObject({ username: 'ada' })
})
