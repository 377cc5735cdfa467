import { describe, expect, test } from 'vitest'
import { createEmulator } from './createEmulator.ts'
import { switchLimit, switchWindowMs } from './createHome.ts'
import { createTestClock } from './createTestClock.ts'
import { callsOf } from './testing/calls.ts'

function setUp() {
  const emulator = createEmulator({ clock: createTestClock() })
  const { call } = callsOf(emulator.fetch)
  const tokens = (name: 'plain' | 'plexPass' | 'managed') => ({ 'X-Plex-Token': emulator.tokenFor(name, 'tests') })
  return {
    emulator,
    call,
    tokens,
    users: (of: 'plain' | 'plexPass' | 'managed', headers = {}) =>
      call('GET', '/api/v2/home/users', { ...tokens(of), ...headers }),
    switchTo: (name: 'plain' | 'plexPass' | 'managed', pin?: string, as: 'plexPass' | 'managed' = 'plexPass') =>
      call(
        'POST',
        `/api/v2/home/users/${emulator.person(name).uuid}/switch${pin === undefined ? '' : `?pin=${pin}`}`,
        tokens(as),
      ),
  }
}
const refusal = async (response: Response) => [response.status, (await response.json()).errors[0].code]

test('everybody in the Home is listed, whoever of them asks', async () => {
  const { users } = setUp()
  for (const who of ['plexPass', 'managed'] as const) {
    expect((await (await users(who)).json()).users).toMatchObject([
      { title: 'نورا حداد', admin: true, restricted: false, protected: true, email: 'noura@example.com' },
      { title: 'Pip 🦊', admin: false, restricted: true, protected: false, username: null, email: null },
    ])
  }
})

test('who is in no Home is alone there', async () => {
  const { users } = setUp()
  expect((await (await users('plain')).json()).users).toMatchObject([{ title: 'Ada Lovelace', admin: false }])
})

test('the list is XML unless JSON is asked for', async () => {
  const { users } = setUp()
  expect(await (await users('plexPass', { Accept: '*/*' })).text()).toMatch(/<home [^>]*><users><user [^>]*admin="1"/)
})

test('a switch answers with the other’s user, and a token of theirs', async () => {
  const { emulator, call, switchTo } = setUp()
  const response = await switchTo('managed')
  const body = await response.json()
  expect([response.status, body.title, body.authToken]).toEqual([201, 'Pip 🦊', emulator.tokenFor('managed', 'tests')])
  expect((await call('GET', '/api/v2/user', { 'X-Plex-Token': body.authToken })).status).toBe(200)
})

test('a PIN is asked for and checked, and one that nobody asked for is wrong', async () => {
  const { emulator, switchTo } = setUp()
  const { profilePin } = emulator.person('plexPass')
  expect(profilePin).toMatch(/^\d{4}$/)
  expect(await refusal(await switchTo('plexPass', undefined, 'managed'))).toEqual([403, 1041])
  expect(await refusal(await switchTo('plexPass', '0000', 'managed'))).toEqual([403, 1041])
  expect(await refusal(await switchTo('managed', '0000'))).toEqual([403, 1041])
  expect((await switchTo('plexPass', profilePin, 'managed')).status).toBe(201)
})

test('nobody from outside of the Home can be switched to, and nobody without a token switches', async () => {
  const { call, switchTo, emulator } = setUp()
  expect(await refusal(await switchTo('plain'))).toEqual([404, 1002])
  const path = `/api/v2/home/users/${emulator.person('managed').uuid}/switch`
  expect(await refusal(await call('POST', path))).toEqual([401, 1001])
  expect(await refusal(await call('GET', '/api/v2/home/users'))).toEqual([401, 1001])
  expect(await refusal(await call('GET', path))).toEqual([405, 1005])
})

test('many switches in a row meet the rate limit, which passes', async () => {
  const { emulator, switchTo } = setUp()
  for (let count = 0; count < switchLimit; count++) expect((await switchTo('managed')).status).toBe(201)
  expect(await refusal(await switchTo('managed'))).toEqual([429, 1003])
  emulator.advance(switchWindowMs)
  expect((await switchTo('managed')).status).toBe(201)
})

test('a fault can be kept to the Home', async () => {
  const { emulator, users, call, tokens } = setUp()
  emulator.fail({ kind: 'status', status: 503, endpoint: 'home' })
  expect((await users('plexPass')).status).toBe(503)
  expect((await call('GET', '/api/v2/user', tokens('plexPass'))).status).toBe(200)
})

test('who is removed from the Home is in nobody’s list, and a managed user is gone', async () => {
  const { emulator, users, switchTo, call, tokens } = setUp()
  const pip = tokens('managed')
  emulator.removeFromHome('managed')
  expect((await (await users('plexPass')).json()).users).toHaveLength(1)
  expect(await refusal(await switchTo('managed'))).toEqual([404, 1002])
  expect((await call('GET', '/api/v2/user', pip)).status).toBe(401)
  expect(await (await call('GET', '/api/v2/user', tokens('plexPass'))).json()).toMatchObject({ homeSize: 1 })
  expect(() => emulator.removeFromHome('plain')).toThrow(RangeError)
  emulator.reset()
  expect((await (await users('plexPass')).json()).users).toHaveLength(2)
})

test('a switch leaves out what no switch was seen to tell, and what it tells has the same fields for everybody', async () => {
  const { users, switchTo } = setUp()
  const switched = await (await switchTo('managed')).json()
  for (const field of ['subscriptions', 'pastSubscriptions', 'trials', 'rememberExpiresAt'])
    expect(switched).not.toHaveProperty(field)
  expect(switched).toMatchObject({ title: 'Pip 🦊', friendlyName: '', username: '', homeSize: 2 })
  for (const member of (await (await users('plexPass')).json()).users)
    expect(Object.entries(member)).toEqual(
      expect.arrayContaining([
        ['friendlyName', ''],
        ['guest', false],
      ]),
    )
})

describe('version 1, in XML however asked', () => {
  const xmlOf = async (response: Response) => {
    const text = await response.text()
    expect(text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n</)
    return text
  }

  test('lists the Home', async () => {
    const { emulator, call, tokens } = setUp()
    const xml = await xmlOf(await call('GET', '/api/home/users', tokens('plexPass')))
    expect(xml).toContain('<MediaContainer size="2"><User ')
    expect(xml).toMatch(
      /<User id="\d+" uuid="[\da-f]{16}" admin="1" guest="0" restricted="0" protected="1" title="نورا حداد" username="noura"/,
    )
    expect(xml).toContain(`uuid="${emulator.person('managed').uuid}" admin="0" guest="0" restricted="1" protected="0"`)
    expect(xml).toContain('restrictionProfile="little_kid"')
    expect((await call('GET', '/api/home/users', { 'X-Plex-Token': 'never' })).status).toBe(401)
  })

  test('switches by number, and gives a token of theirs', async () => {
    const { emulator, call, tokens } = setUp()
    const xml = await xmlOf(await call('GET', '/api/home/users', tokens('managed')))
    const { profilePin, uuid } = emulator.person('plexPass')
    const [, id] = new RegExp(`id="(\\d+)" uuid="${uuid}"`).exec(xml) ?? []
    const switchTo = (query: string) => call('POST', `/api/home/users/${id}/switch${query}`, tokens('managed'))
    expect(await refusal(await switchTo(''))).toEqual([403, 1041])
    expect(await refusal(await switchTo('?pin=0000'))).toEqual([403, 1041])
    const response = await switchTo(`?pin=${profilePin}`)
    expect(response.status).toBe(201)
    expect(await xmlOf(response)).toMatch(
      new RegExp(`<user id="${id}" .*authenticationToken="${emulator.tokenFor('plexPass', 'tests')}"`),
    )
    expect(await refusal(await call('POST', '/api/home/users/7/switch', tokens('managed')))).toEqual([404, 1002])
    expect(await refusal(await call('POST', `/api/home/users/${id}/switch`))).toEqual([401, 1001])
    expect(await refusal(await call('GET', `/api/home/users/${id}/switch`))).toEqual([405, 1005])
  })

  test('counts its switches together with the others', async () => {
    const { emulator, call, tokens, switchTo } = setUp()
    const xml = await xmlOf(await call('GET', '/api/home/users', tokens('plexPass')))
    const [, id] = new RegExp(`id="(\\d+)" uuid="${emulator.person('managed').uuid}"`).exec(xml) ?? []
    for (let count = 0; count < switchLimit; count++) await switchTo('managed')
    expect(await refusal(await call('POST', `/api/home/users/${id}/switch`, tokens('plexPass')))).toEqual([429, 1003])
  })
})
