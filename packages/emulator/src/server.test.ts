import { setupServer } from 'msw/node'
import { afterEach, expect, test } from 'vitest'
import { createEmulator } from './createEmulator.ts'
import { createTestClock } from './createTestClock.ts'
import type { Emulator } from './Emulator.ts'
import { handlers } from './msw.ts'
import { serve } from './server.ts'
import { callsOf, typed } from './testing/calls.ts'
import { createDevice } from './testing/createDevice.ts'

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0)) await end()
})

function throughMsw(emulator: Emulator, base: string) {
  const interception = setupServer(...handlers(emulator))
  interception.listen({ onUnhandledFrame: 'error' })
  endings.push(() => interception.close())
  return { base, fetch: globalThis.fetch }
}

async function throughHttp(emulator: Emulator) {
  const { url, close } = await serve(emulator, { port: 0 })
  endings.push(close)
  return { base: url, fetch: globalThis.fetch }
}

type Way = (emulator: Emulator) => Reach | Promise<Reach>
type Reach = { base: string; fetch: typeof globalThis.fetch }

const plainly: Way = (emulator) => ({ base: 'https://plex.tv', fetch: emulator.fetch })
const wrapped: [string, Way][] = [
  ['msw on plex.tv', (emulator) => throughMsw(emulator, 'https://plex.tv')],
  ['msw on clients.plex.tv', (emulator) => throughMsw(emulator, 'https://clients.plex.tv')],
  ['HTTP', throughHttp],
]

/** One script of requests: what was answered, and what was logged. */
async function trace(way: Way) {
  const emulator = createEmulator({ clock: createTestClock() })
  const { base, fetch } = await way(emulator)
  const { signIn, user, signOut, call, createPin, checkPin, linkPin, pinInfo, ...keys } = callsOf(fetch, base)
  const device = await createDevice('mine')
  const tomas = emulator.person('twoFactor')
  const answers: [status: number, type: string | null, text: string][] = []
  const note = async (response: Response) => {
    const text = (await response.text()).replaceAll(base, '<base>')
    answers.push([response.status, response.headers.get('Content-Type'), text])
    return text
  }
  await note(await signIn({ login: 'ada', password: 'nope' }))
  const { authToken } = JSON.parse(await note(await signIn(typed(emulator.person('plain')))))
  await note(await signIn(typed(tomas)))
  await note(await signIn(typed(tomas, '000000')))
  await note(await signIn(typed(tomas, tomas.currentCode())))
  await note(await user(authToken))
  await note(await user(authToken, { Accept: '*/*' }))
  const pin = JSON.parse(await note(await createPin('strong', { Origin: 'https://reelroom.example' })))
  await note(await pinInfo(pin.code))
  await note(await checkPin(pin.id))
  await note(await linkPin(pin.code, authToken))
  await note(await checkPin(pin.id))
  await note(await checkPin(pin.id, { Accept: '*/*' }))
  await note(await checkPin('undefined'))
  await note(await signOut(authToken))
  await note(await user(authToken))
  await note(await call('GET', `/users/${tomas.uuid}/avatar`))
  await note(await call('GET', '/nowhere'))
  await note(await keys.publishedKeys())
  await note(await keys.registerKey(device.jwk, emulator.tokenFor('plain', 'tests')))
  const { nonce } = JSON.parse(await note(await keys.nonce()))
  const { auth_token } = JSON.parse(await note(await keys.exchange(await device.sign({ nonce }))))
  await note(await user(auth_token))
  emulator.advance(7 * 24 * 3_600_000)
  await note(await user(auth_token))
  emulator.fail({ kind: 'truncated', times: 1 })
  await note(await call('GET', '/nowhere'))
  emulator.fail({ kind: 'status', status: 502, times: 1 })
  await note(await call('GET', '/nowhere'))
  return { answers, log: emulator.requests() }
}

test.each(wrapped)('%s answers and logs as fetch itself does', async (_name, way) => {
  const through = await trace(way)
  expect(through.answers.map(([status]) => status)).toEqual([
    401, 201, 401, 401, 201, 200, 200, 201, 200, 200, 204, 200, 200, 400, 204, 401, 200, 404, 200, 201, 200, 200, 200,
    498, 404, 502,
  ])
  expect(through).toEqual(await trace(plainly))
})

test.each<[string, Way]>([['fetch itself', plainly], ...wrapped])(
  '%s: being offline rejects with a TypeError, and passes',
  async (_name, way) => {
    const emulator = createEmulator()
    const { base, fetch } = await way(emulator)
    const { user } = callsOf(fetch, base)
    emulator.fail({ kind: 'offline', times: 1 })
    await expect(user('never-a-token')).rejects.toThrow(TypeError)
    expect((await user('never-a-token')).status).toBe(401)
  },
)

test.each<[string, Way]>([['fetch itself', plainly], ...wrapped])(
  '%s: a hanging request ends when it is called off',
  async (_name, way) => {
    const emulator = createEmulator()
    const { base, fetch } = await way(emulator)
    emulator.fail({ kind: 'hang', times: 1 })
    const controller = new AbortController()
    const reason = new Error('enough')
    const rejected = expect(fetch(`${base}/api/v2/user`, { signal: controller.signal })).rejects.toBe(reason)
    await expect.poll(() => emulator.requests()).toHaveLength(1)
    controller.abort(reason)
    await rejected
  },
)

test('over HTTP the lock-out counts against the address of the socket', async () => {
  const emulator = createEmulator()
  const { base, fetch } = await throughHttp(emulator)
  const overHttp = callsOf(fetch, base)
  for (let n = 0; n < 5; n += 1) await overHttp.signIn({ login: 'ada', password: 'nope' })
  expect((await overHttp.signIn(typed(emulator.person('plain')))).status).toBe(401)
  expect((await callsOf(emulator.fetch).signIn(typed(emulator.person('plain')))).status).toBe(201)
})

test('over HTTP the pages stand beside the API, and stay out of the log', async () => {
  const emulator = createEmulator()
  const { url, appUrl, linkUrl, close } = await serve(emulator, { port: 0 })
  endings.push(close)
  expect([appUrl, linkUrl]).toEqual([`${url}/auth`, `${url}/link`])
  for (const page of [appUrl, `${linkUrl}/?pin=7RQZ`, `${url}/`]) {
    expect(await (await fetch(page)).text()).toContain('Emulator: this is not plex.tv')
  }
  expect(emulator.requests()).toEqual([])
})

test('over HTTP who approves comes from where the pin was made, unless told otherwise', async () => {
  const emulator = createEmulator()
  const { base, fetch } = await throughHttp(emulator)
  const { createPin } = callsOf(fetch, base)
  const { code } = await (await createPin('strong')).json()
  const warning = async () => {
    const body = new URLSearchParams({ clientID: 'tests', code, product: 'Reelroom' })
    return (await (await fetch(`${base}/auth/pin`, { method: 'POST', body })).json()).warning
  }
  expect(await warning()).toBe('not-hosted-by-plex')
  emulator.pages.set({ viewerAddress: '198.51.100.7' })
  expect(await warning()).toBe('security-alert')
})

test('a server ends hanging requests when it closes', async () => {
  const emulator = createEmulator()
  const { url, close } = await serve(emulator, { port: 0 })
  emulator.fail({ kind: 'hang' })
  const cut = expect(fetch(`${url}/api/v2/user`)).rejects.toThrow(TypeError)
  await expect.poll(() => emulator.requests()).toHaveLength(1)
  await close()
  await cut
})

test('a port that is taken is named', async () => {
  const { base } = await throughHttp(createEmulator())
  const port = Number(new URL(base).port)
  await expect(serve(createEmulator(), { port })).rejects.toThrow(
    `Could not serve the emulator on port ${port}: it is in use. Choose another port.`,
  )
})

test('over HTTP a page reaches the pretend servers too, dead ones excepted', async () => {
  const emulator = createEmulator()
  const { base, fetch } = await throughHttp(emulator)
  const { resources } = callsOf(fetch, base)
  const list = await (await resources(emulator.tokenFor('plain', 'tests'))).json()
  const [attic, cellar] = list.map(({ connections }: { connections: { uri: string }[] }) =>
    connections.map(({ uri }) => `${uri}/identity`),
  )
  expect(attic[0]).toMatch(`${base}/_servers/`)
  for (const uri of attic) expect((await fetch(uri)).status).toBe(200)
  await expect(fetch(cellar[0])).rejects.toThrow(TypeError)
})

test('behind a proxy that ends TLS, what is printed and what is pressed are https', async () => {
  const emulator = createEmulator()
  const { base, fetch } = await throughHttp(emulator)
  const outside = 'https://plex.example'
  const forwarded = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'plex.example' }
  const calls = callsOf((input, init) => fetch(input, { ...init, headers: { ...init?.headers, ...forwarded } }), base)
  const { code, qr } = await (await calls.createPin('link')).json()
  expect(qr).toBe(`${outside}/api/v2/pins/qr/${code}`)
  const token = emulator.tokenFor('plain', 'tests')
  expect((await (await calls.user(token)).json()).thumb).toContain(`${outside}/users/`)
  const [attic] = await (await calls.resources(token)).json()
  expect(attic.connections[0]).toMatchObject({ protocol: 'https', address: 'plex.example', port: 443 })
  expect(attic.connections[0].uri).toContain(`${outside}/_servers/`)

  const press = (origin: string) =>
    fetch(`${base}/link`, {
      method: 'POST',
      headers: { ...forwarded, Origin: origin },
      body: new URLSearchParams({ code, name: 'plain' }),
    })
  expect((await press(base)).status).toBe(403)
  expect((await press(outside)).status).toBe(200)
  expect(emulator.pins()).toMatchObject([{ status: 'approved' }])
})

test('behind a proxy everybody has their own address', async () => {
  const emulator = createEmulator()
  const { base, fetch } = await throughHttp(emulator)
  const from = (address: string) => ({ 'X-Forwarded-For': address })
  const { signIn } = callsOf(fetch, base)
  for (let n = 0; n < 5; n += 1) await signIn({ login: 'ada', password: 'nope' }, from('198.51.100.7'))
  expect((await signIn(typed(emulator.person('plain')), from('198.51.100.7'))).status).toBe(401)
  expect((await signIn(typed(emulator.person('plain')), from('198.51.100.8'))).status).toBe(201)
})
