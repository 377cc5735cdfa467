import { expect, test } from 'vitest'
import type { PersonName } from './account.ts'
import { atDevice, read, unauthorized } from './testing/atDevice.ts'

interface Resource {
  name: string
  provides: string
  owned: boolean
  accessToken: string
  connections: { uri: string }[]
}

async function serversIn(response: Response): Promise<Resource[]> {
  const list: Resource[] = await response.json()
  return list.filter(({ provides }) => provides === 'server')
}

/** Two servers that answer at once: one is Noura's and shared with Ada, one is Ada's own. */
const servers = [
  { name: 'Attic', owner: 'plexPass', sharedWith: ['plain'], addresses: [{ reach: 'local' }] },
  { name: 'Cellar', owner: 'plain', addresses: [{ reach: 'local' }] },
] as const

function setUp() {
  const device = atDevice({ servers })
  const { emulator } = device
  return {
    ...device,
    /** A server's answer to whoever wants a transient token. */
    visit: async ({ connections: [first] }: Resource, token: string) =>
      emulator.fetch(`${first?.uri}/security/token?type=delegation&scope=all`, { headers: { 'X-Plex-Token': token } }),
    serversFor: async (token: string) => serversIn(await device.resources(token)),
    uuidOf: (name: PersonName) => emulator.person(name).uuid,
  }
}

test('an owned one has the JWT itself for a token, which it refuses with a page; a shared one takes its own', async () => {
  const { signInByKey, serversFor, visit } = setUp()
  const { jwt } = await signInByKey()
  const [attic, cellar] = await serversFor(jwt)
  expect([attic?.owned, cellar?.owned]).toEqual([false, true])
  expect(cellar?.accessToken).toBe(jwt)
  expect(attic?.accessToken).toMatch(/^[\w-]{20}$/)
  if (!attic || !cellar) throw new Error('Both are listed.')
  for (const server of [attic, cellar]) {
    const refused = await visit(server, jwt)
    expect([refused.status, refused.headers.get('Content-Type')]).toEqual([401, 'text/html'])
    expect(await refused.text()).toContain('401 Unauthorized')
  }
  expect((await visit(attic, attic.accessToken)).status).toBe(200)
})

test('whoever gets in by a shared token still does after the next JWT, and not when the device has gone', async () => {
  const { emulator, signInByKey, serversFor, visit } = setUp()
  const { jwt, renew } = await signInByKey()
  const [attic] = await serversFor(jwt)
  if (!attic) throw new Error('It is listed.')
  for (let n = 0; n < 2; n += 1) {
    const [after] = await serversFor(await renew())
    expect(after?.accessToken).toBe(attic.accessToken)
  }
  expect((await visit(attic, attic.accessToken)).status).toBe(200)
  emulator.removeDevice('tests')
  expect((await visit(attic, attic.accessToken)).status).toBe(403)
})

test('an owner who switches to themselves has a classic token, and by it one for the server, until the next JWT', async () => {
  const { signInByKey, switchTo, uuidOf, serversFor, visit, user } = setUp()
  const { jwt, renew } = await signInByKey()
  const [status, { authToken }] = await read(await switchTo(uuidOf('plain'), jwt))
  expect([status, authToken]).toEqual([201, expect.stringMatching(/^[\w-]{20}$/)])
  const cellar = (await serversFor(authToken)).find(({ owned }) => owned)
  if (!cellar) throw new Error('It is listed.')
  expect(cellar.accessToken).toMatch(/^[\w-]{20}$/)
  expect((await visit(cellar, cellar.accessToken)).status).toBe(200)
  for (const token of [jwt, authToken]) expect((await user(token)).status).toBe(200)
  await renew()
  expect(await read(await user(authToken))).toEqual(unauthorized)
  expect((await visit(cellar, cellar.accessToken)).status).toBe(403)
  const again = await (await switchTo(uuidOf('plain'), jwt)).json()
  expect(again.authToken).not.toBe(authToken)
})
