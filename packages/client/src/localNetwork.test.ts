import type { ServerAddressOptions } from '@foyer/emulator'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { askForLocalNetwork, type FindConnectionOptions, findConnection, getServers } from './index.ts'
import { plexWithServers } from './testing/plexWithServers.ts'

afterEach(() => vi.unstubAllGlobals())

/** A page there, in a browser that asks people before pages may reach their network. */
function openPage(url: string, state: PermissionState, knows = ['local-network']) {
  const permission = Object.assign(new EventTarget(), { state })
  const query = async ({ name }: { name: string }) => {
    if (knows.includes(name)) return permission
    throw new TypeError('No such permission.')
  }
  const { origin } = new URL(url)
  const kept = new Map<string, string>()
  const sessionStorage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
  vi.stubGlobal('window', { origin, sessionStorage })
  vi.stubGlobal('navigator', { permissions: { query }, onLine: true })
  const answer = (next: PermissionState) => {
    permission.state = next
    permission.dispatchEvent(new Event('change'))
  }
  return { answer, kept }
}
const page = 'https://reelroom.example'

async function setUp(addresses: readonly ServerAddressOptions[]) {
  const { plex, plexTv, clock, calls, tokenOf } = plexWithServers([{ name: 'Loft', owner: 'plain', addresses }])
  const [server] = await getServers(plex, tokenOf('plain'))
  if (!server) throw new Error('The server is not there.')
  calls.splice(0)
  const asked = () => calls.map(({ url }) => server.addresses.findIndex(({ uri }) => url.startsWith(`${uri}/`)))
  return { plex, plexTv, clock, server, asked, find: (o?: FindConnectionOptions) => findConnection(plex, server, o) }
}
const both = [{ reach: 'local' }, { reach: 'remote' }] as const
const silent = [{ reach: 'local', answers: 'silent' }, { reach: 'local' }, { reach: 'remote' }] as const
const outcomes = ({ tried }: Awaited<ReturnType<typeof findConnection>>) => tried.map(({ outcome }) => outcome)

describe('while the browser would ask the person first', () => {
  test.each([['local-network'], ['local-network-access']])('no local address is asked (%s)', async (name) => {
    openPage(page, 'prompt', [name])
    const { find, asked } = await setUp(both)
    expect(outcomes(await find())).toEqual(['permission-required', 'connected'])
    expect(asked()).toEqual([1])
  })

  test('the question comes of one request, and of no more before the answer', async () => {
    const { answer } = openPage(page, 'prompt')
    const { plex, server, asked, clock, find } = await setUp(silent)
    const asking = askForLocalNetwork(plex, server)
    await clock.settled()
    // A person who takes an hour to answer the browser has not said no.
    await clock.pass(3_600_000)
    expect(asked()).toEqual([0])
    answer('granted')
    expect(await asking).toBe(true)
    expect(outcomes(await find({ localNetworkAllowed: true }))).toEqual(['not-needed', 'connected', 'not-needed'])
  })

  test('a no opens nothing', async () => {
    const { answer } = openPage(page, 'prompt')
    const { plex, server, clock } = await setUp(silent)
    const asking = askForLocalNetwork(plex, server)
    await clock.settled()
    answer('denied')
    expect(await asking).toBe(false)
  })

  test('nor does a question that was closed: the request fails, and it may be asked again', async () => {
    openPage(page, 'prompt')
    const { plex, server } = await setUp([{ reach: 'local', answers: 'dead' }])
    expect(await askForLocalNetwork(plex, server)).toBe(false)
  })

  test('a page in that very network is asked nothing, and told so by the answer', async () => {
    openPage(page, 'prompt')
    const { plex, server, find } = await setUp(both)
    expect(await askForLocalNetwork(plex, server)).toBe(true)
    expect(outcomes(await find({ localNetworkAllowed: true }))).toEqual(['connected', 'not-needed'])
  })

  test('whoever asks may call it off, and no request is left', async () => {
    openPage(page, 'prompt')
    const { plex, server, clock } = await setUp(silent)
    const controller = new AbortController()
    const asking = askForLocalNetwork(plex, server, { signal: controller.signal })
    await clock.settled()
    controller.abort(new Error('Another page.'))
    await expect(asking).rejects.toThrow('Another page.')
    expect(clock.waiting).toBe(0)
  })

  test('a server without an address there asks nobody', async () => {
    openPage(page, 'prompt')
    const { plex, server, asked } = await setUp([{ reach: 'local', protocol: 'http' }, { reach: 'remote' }])
    expect(await askForLocalNetwork(plex, server)).toBe(true)
    expect(asked()).toEqual([])
  })
})

test('a person who said no is told why no local address answers', async () => {
  openPage(page, 'denied')
  const { find } = await setUp([{ reach: 'local', answers: 'dead' }, { reach: 'remote' }])
  expect(outcomes(await find())).toEqual(['permission-denied', 'connected'])
})

test('and where the network was allowed a moment ago too', async () => {
  openPage(page, 'denied')
  const { find } = await setUp([{ reach: 'local', answers: 'dead' }])
  expect(outcomes(await find({ localNetworkAllowed: true }))).toEqual(['permission-denied'])
})

test('a no that the browser does not hold to is none', async () => {
  openPage(page, 'denied')
  expect(outcomes(await (await setUp(both)).find())).toEqual(['connected', 'not-needed'])
})

test.each([
  ['on plain http', 'http://192.168.1.4', ['local-network']],
  ['on the computer itself', 'https://localhost:5173', ['local-network']],
  ['at an address of the network', 'https://192.168.1.4', ['local-network']],
  ['in a browser that does not ask', page, []],
])('a page %s reaches the network unasked', async (_, url, knows) => {
  openPage(url, 'prompt', knows)
  const { find, plex, server, asked } = await setUp(both)
  expect(await askForLocalNetwork(plex, server)).toBe(true)
  expect(asked()).toEqual([])
  expect(outcomes(await find())).toEqual(['connected', 'not-needed'])
})

describe('where a server was found', () => {
  test('is kept for the tab, and asked first next time', async () => {
    const { kept } = openPage('http://reelroom.example', 'granted')
    const { find, server, plexTv, asked } = await setUp([{ reach: 'local', answers: 'dead' }, { reach: 'local' }])
    await find()
    expect([...kept]).toEqual([[`foyer.server.Reelroom.${server.machineIdentifier}`, server.addresses[1]?.uri]])
    plexTv.setAddress(server.machineIdentifier, 0, { answers: 'alive' })
    expect(outcomes(await find())).toEqual(['not-needed', 'connected'])
    expect(asked()).toEqual([0, 1, 1])
    await find({ preferred: null })
    expect(asked().slice(3)).toEqual([0, 1])
  })

  test('is not believed past what plex.tv lists', async () => {
    const { kept } = openPage('http://reelroom.example', 'granted')
    const { find, server, asked } = await setUp(both)
    kept.set(`foyer.server.Reelroom.${server.machineIdentifier}`, 'https://evil.example')
    await find()
    expect(asked()).toEqual([0])
  })
})
