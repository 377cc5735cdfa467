import { expect, test } from 'vitest'
import { createTransientToken, getServerToken, getSourceConnection, type ServerConnection } from './index.ts'
import { plexAnswering, plexWithServers } from './testing/plexWithServers.ts'

async function setUp(name: 'plexPass' | 'plain' = 'plexPass') {
  const { plex, plexTv, calls, tokenOf } = plexWithServers()
  const { machineIdentifier = '', addresses = [] } = plexTv.servers()[0] ?? {}
  const connection: ServerConnection = { machineIdentifier, uri: addresses[0]?.uri ?? '', reach: 'local' }
  const accessToken = await getServerToken(plex, tokenOf(name), machineIdentifier)
  return { plex, plexTv, calls, connection, accessToken, token: tokenOf(name) }
}

test('a transient token opens what its maker’s does, and is sent to that server alone, in a header', async () => {
  const { plex, calls, connection, accessToken } = await setUp()
  const transient = await createTransientToken(plex, accessToken, connection)
  expect(transient).toMatch(/^transient-.{36}$/)
  const { method, url, headers } = calls.at(-1) ?? new Request('https://none.example')
  expect([method, new URL(url).origin, headers.get('X-Plex-Token')]).toEqual(['POST', connection.uri, accessToken])
  const { machineIdentifier } = connection
  const source = await getSourceConnection(plex, transient, connection, `server://${machineIdentifier}`)
  expect(source).toMatchObject({ machineIdentifier, name: 'Attic', addresses: { length: 5 } })
  expect(source.accessToken).toMatch(/^transient-/)
})

test('a transient token makes no other, and plex.tv’s own token none at all', async () => {
  const { plex, connection, accessToken, token } = await setUp()
  const transient = await createTransientToken(plex, accessToken, connection)
  for (const given of [transient, token])
    await expect(createTransientToken(plex, given, connection)).rejects.toMatchObject({
      code: 'forbidden',
      status: 403,
    })
})

test('a guest is shown no source, and a source that is not there is rejected', async () => {
  const guest = await setUp('plain')
  const ask = (who: Awaited<ReturnType<typeof setUp>>, source: `server://${string}`) =>
    getSourceConnection(who.plex, who.accessToken, who.connection, source)
  const own = `server://${guest.connection.machineIdentifier}` as const
  await expect(ask(guest, own)).rejects.toMatchObject({ code: 'forbidden', status: 403 })
  await expect(ask(await setUp(), 'server://elsewhere')).rejects.toMatchObject({ code: 'rejected', status: 400 })
})

test.each(['', 'elsewhere', 'https://evil.example', 'server://', 'server://a b'])('%j is no source', async (source) => {
  const { plex, requests } = plexAnswering({})
  const connection = { machineIdentifier: 'a', uri: 'https://a.example', reach: 'local' } as const
  const asked = getSourceConnection(plex, 'a-token', connection, source as `server://${string}`)
  await expect(asked).rejects.toMatchObject({ code: 'misuse' })
  expect(requests).toEqual([])
})

test('a source is read whether it is alone or the first of a list; of its fields only the token is needed', async () => {
  const connection = { machineIdentifier: 'a', uri: 'https://a.example', reach: 'local' } as const
  for (const Device of [{ accessToken: 'transient-1' }, [{ accessToken: 'transient-1', name: 7, Connection: 'x' }]]) {
    const { plex } = plexAnswering({ MediaContainer: { Device } })
    expect(await getSourceConnection(plex, 'a-token', connection, 'provider://b')).toEqual({
      machineIdentifier: null,
      name: null,
      accessToken: 'transient-1',
      addresses: [],
    })
  }
  for (const answer of [{}, null, { MediaContainer: { Device: {} } }, { MediaContainer: { token: 7 } }]) {
    const { plex } = plexAnswering(answer)
    const unexpected = { code: 'unexpected-response' }
    await expect(getSourceConnection(plex, 'a-token', connection, 'provider://b')).rejects.toMatchObject(unexpected)
    await expect(createTransientToken(plex, 'a-token', connection)).rejects.toMatchObject(unexpected)
  }
})
