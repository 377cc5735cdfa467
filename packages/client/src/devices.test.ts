import { expect, test } from 'vitest'
import { getDevices, getUser, isPlexError, ping, removeDevice } from './index.ts'
import { plexAnswering, plexWithServers } from './testing/plexWithServers.ts'

const devicesIn = (xml: string) => getDevices(plexAnswering(xml).plex, 'a-token')
const list = (...devices: string[]) => `<?xml version="1.0"?>\n<MediaContainer>${devices.join('\n')}</MediaContainer>`

test('the account’s devices are listed without their tokens, this one by its own words', async () => {
  const { plex, plexTv, tokenOf } = plexWithServers()
  const token = tokenOf('plain')
  plexTv.tokenFor('plain', 'phone')
  const devices = await getDevices(plex, token)
  expect(devices).toMatchObject([
    { id: expect.any(Number), name: 'Reelroom', product: 'Reelroom', platform: 'Web', clientIdentifier: 'tests' },
    { name: null, clientIdentifier: 'phone', lastSeenAt: '2026-01-01T00:00:00.000Z' },
  ])
  expect(JSON.stringify(devices)).not.toContain(token)
})

test('a device that is removed is signed out, and can’t be removed again', async () => {
  const { plex, plexTv, tokenOf } = plexWithServers()
  const token = tokenOf('plain')
  const phone = plexTv.tokenFor('plain', 'phone')
  const { id = 0 } = (await getDevices(plex, token)).find(({ clientIdentifier }) => clientIdentifier === 'phone') ?? {}
  await removeDevice(plex, token, id)
  const dead = await getUser(plex, phone).catch((error: unknown) => isPlexError(error) && error.code)
  expect(dead).toBe('unauthorized')
  await expect(removeDevice(plex, token, id)).rejects.toMatchObject({ code: 'not-found' })
  expect(await getDevices(plex, token)).toHaveLength(1)
})

test.each([0, -1, 1.5, Number.NaN, '7' as unknown as number, '../x' as unknown as number])(
  'the id %j is none, and nothing is asked',
  async (id) => {
    const { plex, requests } = plexAnswering('')
    await expect(removeDevice(plex, 'a-token', id)).rejects.toMatchObject({ code: 'misuse' })
    expect(requests).toEqual([])
  },
)

test('attributes may be missing, empty or odd; only without an id a device is left out', async () => {
  expect(
    await devicesIn(
      list(
        '<Device id="1"/>',
        '<Device name="no id" token="secret"/>',
        '<Device id="x"/>',
        `<Device id='2' name='Ada&apos;s &lt;TV&gt; &amp;amp; &#x1F98A;&#10;' createdAt="yesterday" lastSeenAt="1500000000"><Connection uri="http://192.0.2.1"/></Device>`,
        '<!-- <Device id="3"/> --><![CDATA[<Device id="4"/>]]>',
        '<Device id="5" name="a &gt; b" product=\'"\'></Device>',
      ),
    ),
  ).toMatchObject([
    { id: 1, name: null, product: null, createdAt: null },
    { id: 2, name: "Ada's <TV> &amp; 🦊\n", createdAt: null, lastSeenAt: '2017-07-14T02:40:00.000Z' },
    { id: 5, name: 'a > b', product: '"' },
  ])
  expect(await devicesIn(list())).toEqual([])
})

test('asks plex.tv itself, for XML', async () => {
  const { plex, requests } = plexAnswering(list())
  await getDevices(plex, 'a-token')
  expect(requests[0]?.url).toMatch(/^https:\/\/plex\.tv\/devices\.xml\?/)
  expect(requests[0]?.headers.get('Accept')).toBe('application/xml')
})

test('a ping is answered to a living token, and tells a dead one', async () => {
  const { plex, plexTv, tokenOf } = plexWithServers()
  const token = tokenOf('plain')
  expect(await ping(plex, token)).toBeUndefined()
  plexTv.revokeTokens('plain')
  await expect(ping(plex, token)).rejects.toMatchObject({ code: 'unauthorized' })
})
