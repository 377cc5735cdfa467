import { expect, test } from 'vitest'
import { createControl } from './control.ts'
import { createEmulator } from './createEmulator.ts'
import { createTestClock } from './createTestClock.ts'
import type { Emulator } from './Emulator.ts'
import { callsOf } from './testing/calls.ts'

function setUp() {
  const { now, after } = createTestClock()
  return reach(createEmulator({ clock: { now, after } }))
}

function reach<Name extends string>(emulator: Emulator<Name>) {
  const control = createControl(emulator)
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await control.request(`/_emulator${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    })
    return [response.status, await response.json()]
  }
  return { emulator, control, ask, ...callsOf(emulator.fetch) }
}

test('tells who there is, what they type, and their code of the moment', async () => {
  const { emulator, ask } = setUp()
  const [status, people] = await ask('GET', '/people')
  expect(status).toBe(200)
  expect(people).toHaveLength(8)
  const { currentCode, ...tomas } = emulator.person('twoFactor')
  expect(people).toContainEqual({ ...tomas, currentCode: currentCode() })
})

test('gives and revokes tokens', async () => {
  const { ask, user } = setUp()
  const [, { token }] = await ask('POST', '/token', { name: 'managed', clientIdentifier: 'tests' })
  expect((await user(token)).status).toBe(200)
  expect(await ask('POST', '/revoke', { name: 'managed' })).toEqual([200, {}])
  expect((await user(token)).status).toBe(401)
})

test('removes a device, and rotates the keys of plex.tv', async () => {
  const { emulator, ask, user, publishedKeys } = setUp()
  const token = emulator.tokenFor('plain', 'tests')
  expect(await ask('POST', '/remove-device', { clientIdentifier: 'tests' })).toEqual([200, {}])
  expect((await user(token)).status).toBe(401)
  expect(await ask('POST', '/rotate-keys', {})).toEqual([200, {}])
  expect((await (await publishedKeys()).json()).keys).toHaveLength(3)
})

test('reaches the people of a world given in code by their own names', async () => {
  const emulator = createEmulator({
    people: [{ name: 'sam' }, { name: 'kid', managed: true }],
    homes: [{ admin: 'sam', members: ['kid'] }],
    servers: [{ name: 'Shed', owner: 'sam', addresses: [{ reach: 'local' }] }],
  })
  const { ask, user, createPin } = reach(emulator)
  const [, people] = await ask('GET', '/people')
  expect(people.map(({ name }: { name: string }) => name)).toEqual(['sam', 'kid'])
  const [, { token }] = await ask('POST', '/token', { name: 'kid', clientIdentifier: 'tests' })
  expect((await user(token)).status).toBe(200)
  const { code } = await (await createPin('link')).json()
  expect(await ask('POST', '/approve', { code, as: 'plain' })).toEqual([
    400,
    { error: 'No person "plain". There are: sam, kid.' },
  ])
  expect(await ask('POST', '/approve', { code, as: 'sam' })).toEqual([200, {}])
  const [, [{ machineIdentifier }]] = await ask('GET', '/servers')
  expect(await ask('POST', '/share', { machineIdentifier, sharedWith: ['kid'] })).toEqual([200, {}])
  expect(emulator.servers()).toMatchObject([{ owner: 'sam', sharedWith: ['kid'] }])
  expect(await ask('POST', '/remove-from-home', { name: 'kid' })).toEqual([200, {}])
  expect((await user(token)).status).toBe(401)
})

test('tells of pins, and approves one', async () => {
  const { ask, createPin, checkPin } = setUp()
  const { id, code } = await (await createPin('link')).json()
  expect(await ask('GET', '/pins')).toEqual([200, [{ kind: 'link', code, status: 'waiting' }]])
  expect(await ask('POST', '/approve', { code, as: 'plain' })).toEqual([200, {}])
  expect(await ask('GET', '/pins')).toEqual([200, [{ kind: 'link', code, status: 'approved' }]])
  expect((await (await checkPin(id)).json()).authToken).toEqual(expect.any(String))
})

test('turns the switches of the pages', async () => {
  const { ask } = setUp()
  const start = { coop: 'unset', checkForwardUrl: true, approvalMs: 0, viewerAddress: null }
  expect(await ask('GET', '/pages')).toEqual([200, start])
  expect(await ask('POST', '/pages', { coop: 'same-origin' })).toEqual([200, { ...start, coop: 'same-origin' }])
  expect(await ask('POST', '/pages', { approvalMs: 'held' })).toEqual([
    200,
    { ...start, coop: 'same-origin', approvalMs: 'held' },
  ])
  await ask('POST', '/reset', {})
  expect(await ask('GET', '/pages')).toEqual([200, start])
})

test('turns faults on and off, and tells what was asked', async () => {
  const { ask, user } = setUp()
  const [, { id }] = await ask('POST', '/fail', { kind: 'status', status: 503 })
  expect((await user('')).status).toBe(503)
  expect(await ask('DELETE', `/fail/${id}`)).toEqual([200, {}])
  expect((await user('')).status).toBe(401)
  expect(await ask('GET', '/requests')).toEqual([
    200,
    [503, 401].map((status) => ({ method: 'GET', path: '/api/v2/user', status })),
  ])
})

test('tells of the servers, shares one, changes an address, restarts, and shrinks the Home', async () => {
  const { emulator, ask, homeUsers } = setUp()
  const servers = emulator.servers()
  expect(await ask('GET', '/servers')).toEqual([200, servers])
  const machineIdentifier = servers[0]?.machineIdentifier
  expect(await ask('POST', '/share', { machineIdentifier, sharedWith: ['plain'] })).toEqual([200, {}])
  expect(await ask('POST', '/address', { machineIdentifier, index: 0, answers: 'dead' })).toEqual([200, {}])
  expect(await ask('POST', '/restart', { machineIdentifier })).toEqual([200, {}])
  expect(emulator.servers()[0]).toMatchObject({
    sharedWith: ['plain'],
    addresses: [{ answers: 'dead' }, {}, {}, {}, {}],
  })
  expect(await ask('POST', '/remove-from-home', { name: 'managed' })).toEqual([200, {}])
  const { users } = await (await homeUsers(emulator.tokenFor('plexPass', 'tests'))).json()
  expect(users).toHaveLength(1)
})

test('moves the clock, and resets', async () => {
  const { emulator, ask } = setUp()
  const start = emulator.now()
  expect(await ask('POST', '/advance', { ms: 1000 })).toEqual([200, { now: start + 1000 }])
  expect(await ask('POST', '/reset', {})).toEqual([200, {}])
  expect(emulator.now()).toBe(start)
})

test.each([
  ['POST', '/fail', { kind: 'flood' }, 400, /^No such fault/],
  ['POST', '/fail', null, 400, /^Send a JSON object/],
  ['DELETE', '/fail/7', undefined, 400, /no such fault/],
  ['POST', '/advance', {}, 400, /milliseconds/],
  ['POST', '/token', { name: 'plain' }, 400, /client identifier/],
  ['POST', '/approve', { code: 'none', as: 'plain' }, 400, /^No pin/],
  ['POST', '/approve', { as: 'plain' }, 400, /^Send the code/],
  ['POST', '/pages', { coup: 'unset' }, 400, /^No switch "coup"/],
  ['POST', '/revoke', { name: 'nobody' }, 400, /^No person/],
  ['POST', '/share', { machineIdentifier: 'nowhere', sharedWith: [] }, 400, /^No server/],
  ['POST', '/share', { machineIdentifier: 'nowhere' }, 400, /^Send sharedWith/],
  ['POST', '/address', { machineIdentifier: 'nowhere', index: 0 }, 400, /^No server/],
  ['POST', '/remove-device', { clientIdentifier: 'nowhere' }, 400, /^No device/],
  ['POST', '/restart', {}, 400, /^No server/],
  ['POST', '/remove-from-home', { name: 'plain' }, 400, /in no Home/],
  ['GET', '/nowhere', undefined, 404, /no such control/],
  ['POST', '/reset', undefined, 415, /^Send JSON/],
])('%s %s with %j answers %i and why', async (method, path, body, status, why) => {
  const [actual, { error }] = await setUp().ask(method, path, body)
  expect(actual).toBe(status)
  expect(error).toMatch(why)
})

test('what is no JSON answers 400', async () => {
  const response = await setUp().control.request('/_emulator/fail', {
    method: 'POST',
    body: '{',
    headers: { 'Content-Type': 'application/json' },
  })
  expect(response.status).toBe(400)
})

test('no page on another origin may read it or write to it', async () => {
  const { control } = setUp()
  const origin = { Origin: 'https://elsewhere.example' }
  const read = await control.request('/_emulator/people', { headers: origin })
  const preflight = await control.request('/_emulator/reset', {
    method: 'OPTIONS',
    headers: { ...origin, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'content-type' },
  })
  for (const { headers } of [read, preflight]) expect(headers.get('Access-Control-Allow-Origin')).toBeNull()
  expect(preflight.status).toBe(404)
})
