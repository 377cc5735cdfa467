import type { ServerAddressOptions } from '@foyer/emulator'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type FindConnectionOptions, findConnection, getServers, type PlexServer } from './index.ts'
import { plexWithServers } from './testing/plexWithServers.ts'

const living = { reach: 'local' } as const
const black = { reach: 'local', answers: 'silent' } as const

/** A server at these addresses, as plex.tv tells of it; `identities` has what was asked at them. */
async function setUp(addresses: readonly ServerAddressOptions[]) {
  const { plex, plexTv, clock, calls, tokenOf } = plexWithServers([{ name: 'Loft', owner: 'plain', addresses }])
  const [server] = await getServers(plex, tokenOf('plain'))
  if (!server) throw new Error('The server is not there.')
  calls.splice(0)
  const find = (options?: FindConnectionOptions) => findConnection(plex, server, options)
  /** How long it takes on the clock, to the millisecond. */
  async function timed(options?: FindConnectionOptions) {
    const started = clock.elapsed()
    let isDone = false
    const found = find(options).then((search) => {
      isDone = true
      return { search, tookMs: clock.elapsed() - started }
    })
    await clock.settled()
    while (!isDone) await clock.pass(clock.nextMs ?? 0)
    return found
  }
  return {
    plex,
    plexTv,
    clock,
    calls,
    server,
    find,
    timed,
    uriOf: (index: number) => server.addresses[index]?.uri ?? '',
  }
}

const outcomes = ({ tried }: Awaited<ReturnType<typeof findConnection>>) => tried.map(({ outcome }) => outcome)

// The first of all, for the console hears of each kind of failure once.
test('an address at which nobody is gets no line in the console', async () => {
  const said = vi.spyOn(console, 'warn')
  await (await setUp([{ reach: 'local', answers: 'dead' }, living])).find()
  expect(said).not.toHaveBeenCalled()
})

test('a server in its own network is found there, and nobody else is asked', async () => {
  const { find, server, calls, uriOf } = await setUp([living, { reach: 'remote' }, { reach: 'relay' }])
  const search = await find()
  expect(search).toEqual({
    status: 'connected',
    connection: { machineIdentifier: server.machineIdentifier, uri: uriOf(0), reach: 'local' },
    tried: [
      { uri: uriOf(0), reach: 'local', outcome: 'connected' },
      { uri: uriOf(1), reach: 'remote', outcome: 'not-needed' },
      { uri: uriOf(2), reach: 'relay', outcome: 'not-needed' },
    ],
  })
  expect(calls.map(({ url }) => url)).toEqual([`${uriOf(0)}/identity`])
  expect(JSON.parse(JSON.stringify(search))).toEqual(search)
})

test('nobody is told who asks: no token, no client identifier, no name', async () => {
  const { find, calls } = await setUp([
    { reach: 'local', answers: 'other-server' },
    { reach: 'remote', answers: 'dead' },
    { reach: 'relay' },
  ])
  await find()
  expect(calls).toHaveLength(3)
  for (const { url, headers } of calls) {
    expect(new URL(url).search).toBe('')
    expect([...headers]).toEqual([['accept', 'application/json']])
  }
})

describe('the better ones have a head start', () => {
  test('a remote one is asked a quarter of a second after the local ones, a relay three quarters later', async () => {
    const { timed } = await setUp([black, { reach: 'remote', answers: 'silent' }, { reach: 'relay' }])
    const { search, tookMs } = await timed()
    expect(search).toMatchObject({ status: 'connected', connection: { reach: 'relay' } })
    expect(tookMs).toBe(1000)
    expect(outcomes(search)).toEqual(['not-needed', 'not-needed', 'connected'])
  })

  test('and none once they have failed', async () => {
    const { timed } = await setUp([
      { reach: 'local', answers: 'dead' },
      { reach: 'remote', answers: 'other-server' },
      { reach: 'relay' },
    ])
    const { search, tookMs } = await timed()
    expect(outcomes(search)).toEqual(['unreachable', 'other-server', 'connected'])
    expect(tookMs).toBe(0)
  })

  test('a slow local one loses to a quick relay only by more than that', async () => {
    const slow = (delayMs: number) =>
      setUp([{ reach: 'local', delayMs }, { reach: 'remote', answers: 'dead' }, { reach: 'relay' }])
    expect((await (await slow(240)).timed()).search).toMatchObject({ connection: { reach: 'local' } })
    expect((await (await slow(4000)).timed()).search).toMatchObject({ connection: { reach: 'relay' } })
  })
})

test('seven black holes cost nothing but the head starts', async () => {
  const holes = Array.from({ length: 5 }, () => black)
  const { timed, calls } = await setUp([
    ...holes,
    { reach: 'remote', answers: 'silent' },
    { reach: 'remote', answers: 'silent' },
    { reach: 'remote', delayMs: 40 },
  ])
  const { search, tookMs } = await timed()
  expect(search).toMatchObject({ status: 'connected', connection: { reach: 'remote' } })
  expect(tookMs).toBe(250 + 40)
  expect(calls).toHaveLength(8)
})

test('a black hole costs its own timeout, and then says so', async () => {
  const { timed } = await setUp([black, { reach: 'remote', answers: 'dead' }])
  const { search, tookMs } = await timed({ timeoutMs: 3000 })
  expect(search.status).toBe('unreachable')
  expect(outcomes(search)).toEqual(['timeout', 'unreachable'])
  expect(tookMs).toBe(3000)
})

test('another server’s address is not the server', async () => {
  const { find } = await setUp([{ reach: 'local', answers: 'other-server' }])
  expect(await find()).toMatchObject({ status: 'unreachable', tried: [{ outcome: 'other-server' }] })
})

test('a server without addresses is unreachable', async () => {
  const { find } = await setUp([])
  expect(await find()).toEqual({ status: 'unreachable', tried: [] })
})

describe('where it was found last time', () => {
  test('is asked before others of its kind', async () => {
    const { find, calls, uriOf } = await setUp([living, living, { reach: 'relay' }])
    expect(await find({ preferred: { uri: uriOf(1) } })).toMatchObject({ connection: { uri: uriOf(1) } })
    expect(calls.map(({ url }) => url)).toEqual([`${uriOf(1)}/identity`])
  })

  test('is asked soon after better ones that are silent, and loses to them at home', async () => {
    const { timed, uriOf, plexTv, server } = await setUp([black, { reach: 'remote' }, { reach: 'remote' }])
    const preferred = { uri: uriOf(2) }
    const away = await timed({ preferred })
    expect(away).toMatchObject({ search: { connection: preferred }, tookMs: 100 })
    plexTv.setAddress(server.machineIdentifier, 0, { answers: 'alive' })
    expect((await timed({ preferred })).search).toMatchObject({ connection: { uri: uriOf(0) } })
  })

  test('makes no relay quicker', async () => {
    const { timed, uriOf } = await setUp([{ reach: 'remote', delayMs: 700 }, { reach: 'relay' }])
    expect((await timed({ preferred: { uri: uriOf(1) } })).search).toMatchObject({ connection: { reach: 'remote' } })
  })

  test('and is given up for the others when it is gone, or silent', async () => {
    const { timed, uriOf, plexTv, server } = await setUp([living, { reach: 'remote' }])
    plexTv.setAddress(server.machineIdentifier, 1, { answers: 'silent' })
    const { search, tookMs } = await timed({ preferred: { uri: uriOf(1) } })
    expect(search).toMatchObject({ connection: { uri: uriOf(0) } })
    expect(tookMs).toBeLessThanOrEqual(100)
  })

  test('is nobody’s any more when plex.tv does not list it', async () => {
    const { find, calls } = await setUp([living])
    await find({ preferred: { uri: 'https://evil.example' } })
    expect(calls.map(({ url }) => new URL(url).host)).not.toContain('evil.example')
  })
})

test('sixteen addresses cost sixteen requests, and more no more; each kind keeps two', async () => {
  const many = Array.from({ length: 20 }, () => black)
  const { timed, calls } = await setUp([...many, { reach: 'remote', answers: 'silent' }, { reach: 'relay' }])
  const { search } = await timed()
  expect(search).toMatchObject({ status: 'connected', connection: { reach: 'relay' } })
  expect(calls).toHaveLength(16)
  expect(outcomes(search).filter((outcome) => outcome === 'surplus')).toHaveLength(6)
})

test('the same address twice is asked once', async () => {
  const { plex, server, calls } = await setUp([{ reach: 'local', answers: 'dead' }])
  const twice: PlexServer = { ...server, addresses: [...server.addresses, ...server.addresses] }
  expect(await findConnection(plex, twice)).toMatchObject({ status: 'unreachable' })
  expect(calls).toHaveLength(1)
})

test('of one kind https is asked before plain http', async () => {
  const plain = { reach: 'local', protocol: 'http' } as const
  const { find, calls, uriOf } = await setUp([plain, living])
  await find()
  expect(calls[0]?.url).toBe(`${uriOf(1)}/identity`)
})

describe('a page on https', () => {
  afterEach(() => vi.unstubAllGlobals())

  test('asks no plain http, and says so', async () => {
    vi.stubGlobal('window', { origin: 'https://app.example' })
    const { find, calls } = await setUp([{ reach: 'local', protocol: 'http' }, { reach: 'relay' }])
    const search = await find()
    expect(outcomes(search)).toEqual(['mixed-content', 'connected'])
    expect(calls).toHaveLength(1)
  })

  test.each([
    ['http://127.0.0.1:32400', true],
    ['http://127.1.2.3:32400', true],
    ['http://localhost:32400/plex', true],
    ['http://plex.localhost', true],
    ['http://[::1]:32400', true],
    ['http://127.0.0.1.evil.example', false],
    ['http://localhost.evil.example', false],
    ['http://192.168.1.2:32400', false],
  ])('asks %s: %s', async (uri, isAsked) => {
    vi.stubGlobal('window', { origin: 'https://app.example' })
    const { plex, server } = await setUp([])
    const search = await findConnection(plex, { ...server, addresses: [{ uri, reach: 'local' }] })
    expect(outcomes(search)).toEqual([isAsked ? expect.not.stringMatching('mixed-content') : 'mixed-content'])
  })

  test('on plain http, or a server, asks everybody', async () => {
    for (const window of [{ origin: 'http://app.example' }, { origin: 'null' }, {}, undefined]) {
      vi.stubGlobal('window', window)
      const { find } = await setUp([{ reach: 'local', protocol: 'http' }])
      expect((await find()).status).toBe('connected')
    }
  })
})

test.each([{ machineIdentifier: '' }, { timeoutMs: 0 }, { timeoutMs: Number.NaN }])(
  '%j is a mistake',
  async (wrong) => {
    const { plex, server } = await setUp([living])
    const found = findConnection(plex, { ...server, ...wrong }, wrong as FindConnectionOptions)
    await expect(found).rejects.toMatchObject({ code: 'misuse' })
  },
)
