import { describe, expect, test } from 'vitest'
import { getServerAccess, getServers, getServerToken, type PlexServer } from './index.ts'
import { plexAnswering, plexWithServers } from './testing/plexWithServers.ts'

const connection = { protocol: 'https', address: '192.168.1.20', port: 32400, uri: 'https://a.plex.direct:32400' }

/** A whole entry, as recorded. */
const recorded = {
  name: 'Attic',
  product: 'Plex Media Server',
  productVersion: '1.43.4',
  platform: 'Linux',
  platformVersion: '24.04',
  device: 'PC',
  clientIdentifier: '0123456789abcdef0123456789abcdef01234567',
  createdAt: '2020-01-01T00:00:00Z',
  lastSeenAt: '2026-11-01T00:00:00Z',
  provides: 'server',
  ownerId: 7,
  sourceTitle: 'Noura',
  publicAddress: '203.0.113.1',
  accessToken: 'a-token-of-the-server',
  owned: false,
  home: false,
  synced: false,
  relay: true,
  presence: true,
  httpsRequired: false,
  publicAddressMatches: true,
  dnsRebindingProtection: false,
  natLoopbackSupported: false,
  connections: [{ ...connection, local: true, relay: false, IPv6: false }],
}
const read: PlexServer = {
  machineIdentifier: recorded.clientIdentifier,
  name: 'Attic',
  access: 'shared',
  ownerName: 'Noura',
  online: true,
  lastSeenAt: '2026-11-01T00:00:00.000Z',
  version: '1.43.4',
  platform: 'Linux',
  addresses: [{ uri: 'https://a.plex.direct:32400', reach: 'local' }],
}

const serversIn = (answer: unknown) => getServers(plexAnswering(answer).plex, 'a-token')
const junk: unknown[] = [undefined, null, '', 'words', 0, 3.5, true, false, [], [null], ['x'], {}, { toString: 1 }]

test('an entry is read, but for its secret', async () => {
  expect(await serversIn([recorded])).toEqual([read])
})

test.each(Object.keys(recorded).filter((key) => !['clientIdentifier', 'provides'].includes(key)))(
  '%s may be missing, null or of another type: no entry is lost',
  async (key) => {
    for (const value of junk) {
      const [server, other] = await serversIn([{ ...recorded, [key]: value }, recorded])
      expect(Object.keys(server ?? {})).toEqual(Object.keys(read))
      expect(server?.machineIdentifier).toBe(read.machineIdentifier)
      expect(other).toEqual(read)
    }
  },
)

test('what has no identifier, or is no entry, costs no other', async () => {
  const broken = junk.flatMap((value) => [value, { ...recorded, clientIdentifier: value === 'words' ? 'a b' : value }])
  expect(await serversIn([...broken, recorded])).toEqual([read])
})

test.each([
  ['server', 1],
  ['client,player,server', 1],
  ['sync-target, server', 1],
  ['', 0],
  ['client,player,pubsub-player', 0],
  ['servers', 0],
  [null, 0],
  [['server'], 0],
])('what provides %j is %i server', async (provides, count) => {
  expect(await serversIn([{ ...recorded, provides }])).toHaveLength(count)
})

describe('an address', () => {
  test.each([
    ['with a slash behind', { uri: 'https://a.example/' }, 'https://a.example'],
    ['below a path', { uri: 'https://a.example/plex/' }, 'https://a.example/plex'],
    ['of IPv6', { uri: 'http://[fd00::a]:32400' }, 'http://[fd00::a]:32400'],
    ['without a uri', { protocol: 'https', address: 'a.example', port: 443 }, 'https://a.example:443'],
    ['of IPv6 without a uri', { address: 'fd00::a', port: 32400 }, 'http://[fd00::a]:32400'],
    ['with a bad uri', { uri: 'javascript:alert(1)', address: '192.0.2.1', port: 1 }, 'http://192.0.2.1:1'],
    ['with somebody in it', { uri: 'https://plex.tv:secret@evil.example' }, undefined],
    ['with a query', { uri: 'https://a.example/?X-Plex-Token=1' }, undefined],
    ['of another scheme', { uri: 'file:///etc/passwd' }, undefined],
    ['with a port past all ports', { uri: 'https://a.example:99999' }, undefined],
    ['of nothing', {}, undefined],
  ])('%s', async (_what, raw, uri) => {
    const [server] = await serversIn([{ ...recorded, connections: [raw, null, 'x', { ...connection, local: true }] }])
    expect(server?.addresses.map((address) => address.uri)).toEqual([uri, connection.uri].filter(Boolean))
  })

  test('is there once, and is local, remote or a relay', async () => {
    const connections = [
      { ...connection, local: true },
      connection,
      { uri: 'https://b.example', local: false },
      { uri: 'https://c.example', local: true, relay: true },
    ]
    const [server] = await serversIn([{ ...recorded, connections }])
    expect(server?.addresses.map(({ reach }) => reach)).toEqual(['local', 'remote', 'relay'])
  })
})

test.each([{}, null, 'words', 7, { resources: [recorded] }, '<resources/>'])('%j is no list', async (answer) => {
  await expect(serversIn(answer)).rejects.toMatchObject({ code: 'unexpected-response' })
})

describe('at the emulator', () => {
  test.each([
    ['plain', ['Attic shared', 'Cellar owner']],
    ['plexPass', ['Attic owner', 'Cellar shared']],
    ['managed', ['Attic home']],
    ['uninvited', []],
  ] as const)('%s has %j', async (name, expected) => {
    const { plex, tokenOf } = plexWithServers()
    const servers = await getServers(plex, tokenOf(name))
    expect(servers.map((server) => `${server.name} ${server.access}`)).toEqual(expected)
    expect(JSON.parse(JSON.stringify(servers))).toEqual(servers)
  })

  test.each([
    ['plexPass', 'owner'],
    ['managed', 'home'],
    ['emailOnly', 'shared'],
    ['uninvited', 'none'],
  ] as const)('the access of %s is %s', async (name, access) => {
    const { plex, plexTv, tokenOf } = plexWithServers()
    const [attic] = plexTv.servers()
    expect(await getServerAccess(plex, tokenOf(name), attic?.machineIdentifier ?? '')).toBe(access)
  })

  test('the access ends with the sharing, and so does the token', async () => {
    const { plex, plexTv, tokenOf } = plexWithServers()
    const { machineIdentifier = '' } = plexTv.servers()[0] ?? {}
    const token = tokenOf('plain')
    expect(await getServerToken(plex, token, machineIdentifier)).toMatch(/^[\w-]{20}$/)
    expect(await getServerToken(plex, token, machineIdentifier)).not.toBe(token)
    plexTv.shareServer(machineIdentifier, [])
    expect(await getServerAccess(plex, token, machineIdentifier)).toBe('none')
    await expect(getServerToken(plex, token, machineIdentifier)).rejects.toMatchObject({ code: 'not-found' })
  })
})

test('a server that plex.tv lists without a token is listed, and its token is forbidden', async () => {
  for (const accessToken of [null, undefined, '', 7, 'a\nb']) {
    const { plex } = plexAnswering([{ ...recorded, accessToken }])
    expect(await getServers(plex, 'a-token')).toEqual([read])
    expect(await getServerAccess(plex, 'a-token', read.machineIdentifier)).toBe('shared')
    await expect(getServerToken(plex, 'a-token', read.machineIdentifier)).rejects.toMatchObject({ code: 'forbidden' })
  }
})

test.each(['', ' ', 'a b', 'é', undefined as unknown as string])(
  'the machine identifier %j is a mistake, never none',
  async (machineIdentifier) => {
    const { plex, requests } = plexAnswering([recorded])
    for (const ask of [getServerAccess, getServerToken])
      await expect(ask(plex, 'a-token', machineIdentifier)).rejects.toMatchObject({ code: 'misuse' })
    expect(requests).toEqual([])
  },
)

test('asks for https, relays and IPv6, with the token in a header', async () => {
  const { plex, requests } = plexAnswering([])
  await getServers(plex, 'a-token')
  const { pathname, searchParams } = new URL(requests[0]?.url ?? '')
  expect(pathname).toBe('/api/v2/resources')
  expect(Object.fromEntries(searchParams)).toMatchObject({ includeHttps: '1', includeRelay: '1', includeIPv6: '1' })
  expect(requests[0]?.headers.get('X-Plex-Token')).toBe('a-token')
})
