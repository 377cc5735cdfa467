// @module-tag fault
// @module-tag protocol
import { expect } from 'vitest'
import { getDevices, getServerAccess, getServers, getServerToken, getSourceConnection, ping } from './index.ts'
import { faultTest as test } from './testing/faultTest.ts'
import { answersOf, emulatorOf, jsonOf } from './testing/plexOf.ts'

const machineIdentifier = '0123456789abcdef'

test('2,000 servers of 3 addresses → all of them; 2,000 of 200 → `unexpected-response`, after 8 MiB', async ({
  canary,
}) => {
  const uri = (server: number, address: number) =>
    `https://192-168-${server}-${address}.0123456789abcdef.plex.direct:32400`
  const listOf = (count: number) =>
    Array.from({ length: 2000 }, (_, server) => ({
      clientIdentifier: `server-${server}`,
      provides: 'server',
      accessToken: canary.token,
      connections: Array.from({ length: count }, (_, address) => ({ uri: uri(server, address), local: true })),
    }))
  const { plex } = answersOf(canary, () => jsonOf(listOf(3)))
  const servers = await getServers(plex, canary.token)
  expect(servers).toHaveLength(2000)
  expect(servers.every(({ addresses }) => addresses.length === 3)).toBe(true)
  canary.see('the servers', servers)
  const { plex: broken } = answersOf(canary, () => jsonOf(listOf(200)))
  expect(await canary.refusal(getServers(broken, canary.token))).toMatchObject({ code: 'unexpected-response' })
})

test('no answer, 5xx, 429, HTML or a dead token → never `none`, so that nobody is turned away by a failure', async ({
  canary,
}) => {
  const { plex, plexTv } = emulatorOf(canary)
  const token = plexTv.tokenFor('plain', 'tests')
  for (const [fault, code] of [
    [{ kind: 'offline' }, 'network'],
    [{ kind: 'status', status: 503 }, 'server'],
    [{ kind: 'rate-limited' }, 'rate-limited'],
    [{ kind: 'html' }, 'unexpected-response'],
    [{ kind: 'truncated' }, 'unexpected-response'],
  ] as const) {
    const { stop } = plexTv.fail({ ...fault, endpoint: 'server' })
    expect(await canary.refusal(getServerAccess(plex, token, machineIdentifier))).toMatchObject({ code })
    stop()
  }
  expect(await canary.refusal(getServerAccess(plex, canary.token, machineIdentifier))).toMatchObject({
    code: 'unauthorized',
  })
})

test('a server’s token that no header can hold → left out; in no error', async ({ canary }) => {
  for (const accessToken of [`${canary.token}\r\nX: 1`, ` ${canary.token}`, canary.token.repeat(500), [canary.token]]) {
    const { plex } = answersOf(canary, () =>
      jsonOf([{ clientIdentifier: machineIdentifier, provides: 'server', accessToken }]),
    )
    canary.see('the servers', await getServers(plex, canary.token))
    expect(await canary.refusal(getServerToken(plex, canary.token, machineIdentifier))).toMatchObject({
      code: 'forbidden',
    })
  }
})

test('keys that mean something to JavaScript in a server, a device → they go nowhere', async ({ canary }) => {
  const body = `[{"provides":"server","clientIdentifier":"a","__proto__":{"polluted":1},"connections":[{"__proto__":{"uri":"https://evil.example"}}]}]`
  const { plex } = answersOf(canary, () => new Response(body))
  const [server] = await getServers(plex, canary.token)
  expect(server).not.toHaveProperty('polluted')
  expect({}).not.toHaveProperty('polluted')
  const { plex: other } = answersOf(
    canary,
    () => new Response('<MediaContainer><Device id="1" __proto__="x" constructor="y" toString="z"/></MediaContainer>'),
  )
  expect(await getDevices(other, canary.token)).toMatchObject([{ id: 1, name: null }])
})

test('hostile XML: entities that multiply, an outer entity, comments and sections without an end, 8 MiB of it → no device that is none, no text from elsewhere', async ({
  canary,
}) => {
  const bomb = `<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>`
  const device = '<Device id="7" name="&b;&x;"/>'
  const devicesIn = async (xml: string) => {
    const { plex } = answersOf(canary, () => new Response(xml))
    return getDevices(plex, canary.token)
  }
  expect(await devicesIn(`${bomb}<MediaContainer>${device}</MediaContainer>`)).toMatchObject([
    { id: 7, name: '&b;&x;' },
  ])
  for (const opening of ['<!--', '<![CDATA['])
    expect(await devicesIn(`<MediaContainer>${opening}${device}`)).toEqual([])
  for (const piece of [
    '<Device ',
    '<Device id="1" ',
    '<!--',
    '<Device a=',
    `<Device${' '.repeat(60)}`,
    '<Device a="1"'.repeat(3),
  ]) {
    const xml = `<MediaContainer>${piece.repeat(Math.floor(7e6 / piece.length))}`
    expect(await devicesIn(xml)).toEqual([])
  }
})

test('HTML, JSON or an empty answer in place of the devices → `unexpected-response`', async ({ canary }) => {
  for (const body of ['', '<html><Device id="1"/></html>', '{"MediaContainer":{}}', '<Device id="1"/>']) {
    const { plex } = answersOf(canary, () => new Response(body))
    expect(await canary.refusal(getDevices(plex, canary.token))).toMatchObject({ code: 'unexpected-response' })
  }
})

test('a captive portal in place of a pong → `unexpected-response`', async ({ canary }) => {
  for (const body of ['<html/>', '{}', '{"pong":"true"}', '']) {
    const { plex } = answersOf(canary, () => new Response(body))
    expect(await canary.refusal(ping(plex, canary.token))).toMatchObject({ code: 'unexpected-response' })
  }
})

test('a server that answers 401, 498 or 422 “Invalid token” → `forbidden`: its word ends no session', async ({
  canary,
}) => {
  const connection = { machineIdentifier, uri: 'https://a.example', reach: 'remote' } as const
  for (const [status, body] of [
    [401, '<html>401 Unauthorized</html>'],
    [498, '{}'],
    [422, '<errors><error>Invalid token</error></errors>'],
    [401, `{"errors":[{"code":1001,"message":"${canary.serverText}"}]}`],
  ] as const) {
    const { plex } = answersOf(canary, () => new Response(body, { status }))
    const error = await canary.refusal(getSourceConnection(plex, canary.token, connection, 'server://b'))
    expect(error).toMatchObject({ code: 'forbidden', status })
  }
})
