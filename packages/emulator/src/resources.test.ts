import { expect, test } from 'vitest'
import type { PersonName } from './account.ts'
import { createEmulator } from './createEmulator.ts'
import { createTestClock } from './createTestClock.ts'
import { callsOf } from './testing/calls.ts'

function setUp() {
  const emulator = createEmulator({ clock: createTestClock() })
  const calls = callsOf(emulator.fetch)
  const serversOf = async (name: PersonName, headers = {}) => {
    const list = await (await calls.resources(emulator.tokenFor(name, 'tests'), headers)).json()
    return list.filter(({ provides }: { provides: string }) => provides === 'server')
  }
  return { emulator, serversOf, ...calls }
}

test('the servers of somebody are owned and shared, each with a token of its own', async () => {
  const { emulator, serversOf } = setUp()
  const list = await serversOf('plain')
  expect(list).toMatchObject([
    { name: 'Attic', owned: false, home: false, sourceTitle: 'نورا حداد', ownerId: expect.any(Number) },
    { name: 'Cellar', owned: true, home: false, sourceTitle: null, ownerId: null },
  ])
  const tokens = list.map(({ accessToken }: { accessToken: string }) => accessToken)
  expect(new Set([...tokens, emulator.tokenFor('plain', 'tests')]).size).toBe(3)
  expect((await serversOf('managed'))[0]).toMatchObject({ name: 'Attic', owned: false, home: true })
  expect(await serversOf('uninvited')).toEqual([])
})

test('addresses are local, remote and relay, as plex.direct has them', async () => {
  const [attic] = await setUp().serversOf('plexPass')
  expect(attic.connections).toMatchObject([
    { protocol: 'https', address: '192.168.1.10', port: 32400, local: true, relay: false, IPv6: false },
    { protocol: 'http', uri: 'http://192.168.1.11:32400', local: true },
    {
      local: false,
      relay: false,
      uri: expect.stringMatching(/^https:\/\/203-0-113-12\.[\da-f]{32}\.plex\.direct:32400$/),
    },
    { IPv6: true, address: '2001:db8::d' },
    { relay: true, port: 8443 },
  ])
})

test('relays, IPv6 and https come only where they are asked for', async () => {
  const { emulator, call } = setUp()
  const token = emulator.tokenFor('plexPass', 'tests')
  const [attic] = await (await call('GET', '/api/v2/resources', { 'X-Plex-Token': token })).json()
  expect(attic.connections.map(({ uri }: { uri: string }) => uri)).toEqual([
    'http://192.168.1.10:32400',
    'http://192.168.1.11:32400',
    'http://203.0.113.12:32400',
  ])
})

test('a server that plex.tv takes for offline lacks what it would say, and has one connection', async () => {
  const emulator = createEmulator({
    servers: [{ name: 'Loft', owner: 'plain', online: false, addresses: [{ reach: 'remote' }, { reach: 'local' }] }],
  })
  const [loft] = await (await callsOf(emulator.fetch).resources(emulator.tokenFor('plain', 'tests'))).json()
  expect(loft).toMatchObject({ presence: false, platform: null, device: null, connections: [{ local: false }] })
})

test('an installation is listed without a token and with fewer fields', async () => {
  const { emulator, resources } = setUp()
  const token = emulator.tokenFor('uninvited', 'tests')
  const [device] = await (await resources(token, { 'X-Plex-Product': 'Reelroom' })).json()
  expect(device).toMatchObject({ name: 'Reelroom', provides: '', clientIdentifier: 'tests', accessToken: null })
  expect(device).not.toHaveProperty('natLoopbackSupported')
})

test('the same in XML, with instants as they are', async () => {
  const { emulator, resources } = setUp()
  const xml = await (await resources(emulator.tokenFor('plain', 'tests'), { Accept: '*/*' })).text()
  expect(xml).toContain('<resources><resource name="Attic" product="Plex Media Server"')
  expect(xml).toContain(' createdAt="2012-01-01T00:00:00Z"')
  expect(xml).toContain('owned="0" home="0"')
  expect(xml).toMatch(/<connections><connection protocol="https" address="192\.168\.1\.10" port="32400" uri="https:/)
})

test('no token is 401, no client identifier 400', async () => {
  const { resources, devices, removeDevice, call } = setUp()
  for (const response of [await resources('never'), await devices('never'), await removeDevice(1, 'never')])
    expect([response.status, (await response.json()).errors[0].code]).toEqual([401, 1001])
  const unnamed = await call('GET', '/api/v2/resources', { 'X-Plex-Client-Identifier': '' })
  expect([unnamed.status, (await unnamed.json()).errors[0].code]).toEqual([400, 1000])
  for (const path of ['/api/v2/resources', '/devices.xml', '/devices/1.xml', '/api/users', '/api/v2/friends'])
    expect((await call('POST', path)).status).toBe(405)
})

test('who a server is no longer shared with does not see it, nor get in', async () => {
  const { emulator, serversOf } = setUp()
  const [attic] = await serversOf('plain')
  emulator.shareServer(attic.clientIdentifier, ['managed'])
  expect((await serversOf('plain')).map(({ name }: { name: string }) => name)).toEqual(['Cellar'])
  const asked = `${attic.connections[0].uri}/security/token?type=delegation&scope=all`
  expect((await emulator.fetch(asked, { headers: { 'X-Plex-Token': attic.accessToken } })).status).toBe(403)
  expect(() => emulator.shareServer(attic.clientIdentifier, ['nobody' as PersonName])).toThrow(RangeError)
  expect(() => emulator.shareServer('nowhere', [])).toThrow(RangeError)
})

test('the devices are XML, however asked, and one that is removed has lost its token', async () => {
  const { emulator, devices, removeDevice, user } = setUp()
  const token = emulator.tokenFor('plain', 'tests')
  const phone = emulator.tokenFor('plain', 'phone')
  const other = emulator.tokenFor('plexPass', 'phone')
  const response = await devices(token)
  expect(response.headers.get('Content-Type')).toBe('application/xml; charset=utf-8')
  const xml = await response.text()
  const [, id = ''] = /clientIdentifier="phone" version="" id="(\d+)"/.exec(xml) ?? []
  expect(xml.match(/<Device /g)).toHaveLength(2)
  expect((await removeDevice(id, other)).status).toBe(404)
  expect((await removeDevice(id, token)).status).toBe(204)
  expect([(await user(phone)).status, (await user(token)).status]).toEqual([401, 200])
  expect((await removeDevice(id, token)).status).toBe(404)
})

test('an owner is told with whom the server is shared', async () => {
  const { emulator, call } = setUp()
  const token = emulator.tokenFor('plexPass', 'tests')
  const xml = await (await call('GET', '/api/users', { 'X-Plex-Token': token })).text()
  const [attic] = emulator.servers()
  expect(xml).toMatch(/^<\?xml .*\n<MediaContainer friendlyName="myPlex" size="6" totalSize="6"><User id="\d+"/)
  expect(xml).toContain(`<Server machineIdentifier="${attic?.machineIdentifier}" name="Attic" owned="1"/>`)
  const list = await (await call('GET', '/api/v2/friends', { 'X-Plex-Token': token })).json()
  expect(list).toHaveLength(5)
  expect(list[0]).toMatchObject({ username: 'ada', sharedServers: [{ name: 'Attic' }] })
  for (const path of ['/api/users', '/api/v2/friends'])
    expect((await call('GET', path, { 'X-Plex-Token': 'never' })).status).toBe(401)
})

test.each(['/pms/friends/all', '/api/friends', '/api/invites/requested'])('%s was removed: 410', async (path) => {
  const response = await setUp().call('GET', path)
  expect([response.status, await response.text()]).toEqual([
    410,
    '<Response code="410" status="This endpoint was deprecated and removed"/>',
  ])
})

test('version 1 is XML, however asked: instants in seconds, yes and no as 1 and 0', async () => {
  const { emulator, call } = setUp()
  const ask = (query: string, headers = {}) => call('GET', `/api/resources${query}`, headers)
  const token = { 'X-Plex-Token': emulator.tokenFor('plain', 'tests'), 'X-Plex-Product': 'Reelroom' }
  const response = await ask('?includeHttps=1&includeRelay=1', token)
  expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'application/xml; charset=utf-8'])
  const xml = await response.text()
  const [attic, cellar] = emulator.servers()
  expect(xml).toContain('<MediaContainer size="3"><Device name="Attic" product="Plex Media Server"')
  expect(xml).toMatch(
    new RegExp(`clientIdentifier="${attic?.machineIdentifier}" createdAt="1325376000" lastSeenAt="\\d{10}"`),
  )
  expect(xml).toMatch(/provides="server" ownerId="\d+" sourceTitle="نورا حداد" publicAddress="[\d.]+" accessToken="/)
  expect(xml).toMatch(/ owned="0" home="0" synced="0" relay="1" presence="1" httpsRequired="0"/)
  expect(xml).toContain('<Connection protocol="https" address="192.168.1.10" port="32400" uri="https://192-168-1-10.')
  expect(xml).toMatch(/<Connection [^>]*uri="https:\/\/192-168-1-10\.[^>]* local="1"\/>/)
  expect(xml).toMatch(/<Connection [^>]*port="8443" [^>]* local="0" relay="1"\/>/)
  expect(xml).toMatch(
    new RegExp(`clientIdentifier="${cellar?.machineIdentifier}" [^>]*provides="server" publicAddress=`),
  )
  expect(xml).toMatch(
    /<Device name="Reelroom" [^>]*provides="" publicAddress="[\d.]+" owned="1"[^>]*\/><\/MediaContainer>$/m,
  )
  expect((await ask('', { 'X-Plex-Token': 'never' })).status).toBe(401)
  expect((await call('POST', '/api/resources')).status).toBe(405)
})
