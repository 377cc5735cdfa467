import { describe, expect, test } from 'vitest'
import type { PersonName } from './account.ts'
import { createEmulator } from './createEmulator.ts'
import { createTestClock } from './createTestClock.ts'
import type { ServerOptions } from './serverOptions.ts'
import { callsOf } from './testing/calls.ts'

function setUp() {
  const clock = createTestClock()
  const emulator = createEmulator({ clock })
  const { resources } = callsOf(emulator.fetch)
  const serverOf = async (name: PersonName, index = 0) =>
    (await (await resources(emulator.tokenFor(name, 'tests'))).json())[index]
  const ask = (uri: string, token = '', headers = {}) =>
    emulator.fetch(uri, {
      headers: { Accept: 'application/json', ...(token && { 'X-Plex-Token': token }), ...headers },
    })
  const [attic, cellar] = emulator.servers()
  if (!attic || !cellar) throw new Error('The servers are not there.')
  return { clock, emulator, serverOf, ask, attic, cellar }
}

const delegation = '/security/token?type=delegation&scope=all'

test('every living address answers who it is, without a token, in both languages', async () => {
  const { ask, attic } = setUp()
  for (const { uri } of attic.addresses) {
    const response = await ask(`${uri}/identity`)
    expect(await response.json()).toMatchObject({ MediaContainer: { machineIdentifier: attic.machineIdentifier } })
  }
  const xml = await (await ask(`${attic.addresses[0]?.uri}/identity`, '', { Accept: '*/*' })).text()
  expect(xml).toContain(`machineIdentifier="${attic.machineIdentifier}"`)
})

test('an address may be dead, silent, slow, or another server’s', async () => {
  const { clock, ask, cellar } = setUp()
  const [dead, other, silent, slow] = cellar.addresses.map(({ uri }) => `${uri}/identity`)
  await expect(ask(dead ?? '')).rejects.toThrow(TypeError)
  const { MediaContainer } = await (await ask(other ?? '')).json()
  expect(MediaContainer.machineIdentifier).toMatch(/^[\da-f]{40}$/)
  expect(MediaContainer.machineIdentifier).not.toBe(cellar.machineIdentifier)
  const answered: string[] = []
  void ask(silent ?? '').then(() => answered.push('silent'))
  const slowly = ask(slow ?? '').then(() => answered.push('slow'))
  await clock.pass(2999)
  expect(answered).toEqual([])
  await clock.pass(1)
  await slowly
  await clock.pass(600_000)
  expect(answered).toEqual(['slow'])
})

test('who stops waiting at a silent address is let go', async () => {
  const { emulator, cellar } = setUp()
  const controller = new AbortController()
  const asked = emulator.fetch(`${cellar.addresses[2]?.uri}/identity`, { signal: controller.signal })
  controller.abort(new Error('enough'))
  await expect(asked).rejects.toThrow('enough')
})

test('an address changes, and a name of plex.direct’s that nobody has is dead', async () => {
  const { emulator, ask, attic } = setUp()
  const uri = attic.addresses[0]?.uri ?? ''
  emulator.setAddress(attic.machineIdentifier, 0, { answers: 'dead' })
  await expect(ask(`${uri}/identity`)).rejects.toThrow(TypeError)
  emulator.setAddress(attic.machineIdentifier, 0, { answers: 'alive' })
  expect((await ask(`${uri}/identity`)).status).toBe(200)
  await expect(ask(uri.replace('192', '10'))).rejects.toThrow(TypeError)
  expect(() => emulator.setAddress(attic.machineIdentifier, 9, {})).toThrow(RangeError)
  expect(() => emulator.setAddress(attic.machineIdentifier, 0, { answers: 'asleep' as 'dead' })).toThrow(RangeError)
})

test('the log tells which address was asked', async () => {
  const { emulator, ask, attic } = setUp()
  const uri = attic.addresses[0]?.uri ?? ''
  await ask(`${uri}/identity`)
  expect(emulator.requests()).toEqual([
    { method: 'GET', path: '/identity', host: uri.replace('https://', ''), status: 200 },
  ])
})

test('asked over another host, the addresses are paths of it', async () => {
  const { emulator, attic } = setUp()
  const { resources } = callsOf(emulator.fetch, 'http://127.0.0.1:4010')
  const [entry] = await (await resources(emulator.tokenFor('plexPass', 'tests'))).json()
  const uri = `http://127.0.0.1:4010/_servers/${attic.machineIdentifier}/0`
  expect(entry.connections[0]).toMatchObject({ uri, protocol: 'http', address: '127.0.0.1', port: 4010, local: true })
  expect((await emulator.fetch(`${uri}/identity`)).status).toBe(200)
  expect((await emulator.fetch('http://127.0.0.1:4010/_servers/abc/0/identity')).status).toBe(404)
})

describe('a transient token', () => {
  test('is 46 characters, different each time, and has the rights of whoever asked', async () => {
    const { serverOf, ask } = setUp()
    const { connections, accessToken, clientIdentifier } = await serverOf('plexPass')
    const uri = connections[0].uri
    const make = async () => (await (await ask(`${uri}${delegation}`, accessToken)).json()).MediaContainer.token
    const [one, two] = [await make(), await make()]
    expect(one).toMatch(/^transient-[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
    expect(one).not.toBe(two)
    const source = `${uri}/security/resources?source=server://${clientIdentifier}`
    const { MediaContainer } = await (await ask(source, one)).json()
    expect(MediaContainer.Device).toMatchObject({ name: 'Attic', clientIdentifier, Connection: { length: 5 } })
    expect(MediaContainer.Device.accessToken).toMatch(/^transient-/)
    expect(await (await ask(source, one, { Accept: '*/*' })).text()).toMatch(/<Device name="Attic" .*><Connection /)
  })

  test.each([
    ['no token', '', delegation, 400],
    ['another type', 'own', '/security/token?type=loan&scope=all', 400],
    ['another scope', 'own', '/security/token?type=delegation&scope=some', 400],
    ['a stranger', 'never-a-token', delegation, 403],
    ['a source without a name', 'own', '/security/resources', 400],
    ['a source that it has not', 'own', '/security/resources?source=server://elsewhere', 400],
    ['what is not there', 'own', '/nowhere', 404],
  ])('%s is told by a page', async (_what, given, path, status) => {
    const { serverOf, ask } = setUp()
    const { connections, accessToken } = await serverOf('plexPass')
    const response = await ask(`${connections[0].uri}${path}`, given === 'own' ? accessToken : given)
    expect([response.status, response.headers.get('Content-Type')]).toEqual([status, 'text/html'])
    expect(await response.text()).toContain(`<h1>${status} `)
  })

  test('makes no other, shows a guest no source, and dies with a restart or after two days', async () => {
    const { emulator, serverOf, ask } = setUp()
    const make = async (name: PersonName) => {
      const { connections, accessToken } = await serverOf(name)
      return (await (await ask(`${connections[0].uri}${delegation}`, accessToken)).json()).MediaContainer.token
    }
    const { connections, clientIdentifier } = await serverOf('plexPass')
    const [uri, source] = [connections[0].uri, `/security/resources?source=server://${clientIdentifier}`]
    expect((await ask(`${uri}${delegation}`, await make('plexPass'))).status).toBe(403)
    expect((await ask(`${uri}${source}`, await make('plain'))).status).toBe(403)
    const early = await make('plexPass')
    emulator.restartServer(clientIdentifier)
    expect((await ask(`${uri}${source}`, early)).status).toBe(403)
    const late = await make('plexPass')
    emulator.advance(48 * 60 * 60_000 - 1)
    expect((await ask(`${uri}${source}`, late)).status).toBe(200)
    emulator.advance(1)
    expect((await ask(`${uri}${source}`, late)).status).toBe(403)
  })
})

test('every page may ask a server, and a preflight is answered where the server is', async () => {
  const { emulator, attic, cellar } = setUp()
  const preflight = (uri = '') =>
    emulator.fetch(`${uri}/identity`, {
      method: 'OPTIONS',
      headers: { Origin: 'https://app.example', 'Access-Control-Request-Headers': 'x-plex-token' },
    })
  const { status, headers } = await preflight(attic.addresses[0]?.uri)
  expect([status, headers.get('Access-Control-Allow-Origin')]).toEqual([200, 'https://app.example'])
  expect(headers.get('Access-Control-Allow-Headers')).toBe('x-plex-token')
  expect(headers.get('Access-Control-Max-Age')).toBe('1209600')
  await expect(preflight(cellar.addresses[0]?.uri)).rejects.toThrow(TypeError)
})

test.each([
  [{ owner: 'nobody' }],
  [{ sharedWith: ['nobody'] }],
  [{ addresses: 'here' }],
  [{ addresses: [{ reach: 'near' }] }],
  [{ addresses: [{ reach: 'local', answers: 'maybe' }] }],
  [{ addresses: [{ reach: 'local', delayMs: -1 }] }],
  [{ addresses: [{ reach: 'local', protocol: 'ftp' }] }],
  [{ addresses: [{ reach: 'local', port: 1 }] }],
  [{ colour: 'red' }],
])('a server with %j is refused', (wrong) => {
  const right = { name: 'Loft', owner: 'plain', addresses: [] }
  expect(() => createEmulator({ servers: [{ ...right, ...wrong } as unknown as ServerOptions] })).toThrow(RangeError)
})
