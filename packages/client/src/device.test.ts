import { createEmulator, createTestClock } from '@foyer/emulator'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { deviceParameters } from './device.ts'
import { checkPin, createDeadline, createPin, createPlexClient, isPlexError, signIn, systemClock } from './index.ts'

const somePin = { kind: 'strong', id: 1, authUrl: '', expires: createDeadline(systemClock, 1000) } as const

afterEach(() => vi.unstubAllGlobals())

describe('a name of the device', () => {
  test.each([
    ['plain', 'Reelroom', 'Reelroom'],
    ['Latin-1', 'Kino für Ève', 'Kino für Ève'],
    ['beyond Latin-1', '映画館 سينما', '映画館 سينما'],
    ['beyond 16 bits', 'Film 🎬', 'Film 🎬'],
    ['a newline and a header of its own', 'Reel\r\nX-Plex-Token: stolen', 'Reel  X-Plex-Token: stolen'],
    ['a null', 'Reel\0room', 'Reel room'],
    ['a delete and a C1 control', 'Reel\x7froom\x85', 'Reel room'],
    ['spaces at its ends', '  Reelroom\t', 'Reelroom'],
    ['a lone surrogate', 'Reel\ud83croom', 'Reel\ufffdroom'],
  ])('reaches plex.tv as it is, on one line, %s', async (_what, product, arrived) => {
    const plexTv = createEmulator()
    const asked: URL[] = []
    const plex = createPlexClient({
      product,
      clientIdentifier: 'tests',
      fetch(input, init) {
        asked.push(new URL(String(input)))
        return plexTv.fetch(input, init)
      },
    })
    await createPin(plex, 'link')
    expect(asked.map(({ searchParams }) => searchParams.get('X-Plex-Product'))).toEqual([arrived])
    expect(asked.map(({ searchParams }) => searchParams.get('X-Plex-Token'))).toEqual([null])
  })

  test.each(['', undefined])('is left out when it is %j', (name) => {
    expect(Object.values(deviceParameters('Reelroom', name, { model: name, vendor: name }))).not.toContain('')
  })

  test('is never the word undefined', () => {
    vi.stubGlobal('navigator', undefined)
    expect(Object.values(deviceParameters('Reelroom')).join()).not.toContain('undefined')
  })
})

test('the device is what the app says before what the browser says', () => {
  const device = { name: 'Den', model: 'X1', vendor: 'Acme', platform: 'Tizen', platformVersion: '6' }
  expect(deviceParameters('Reelroom', '1.2.3', device)).toMatchObject({
    'X-Plex-Product': 'Reelroom',
    'X-Plex-Version': '1.2.3',
    'X-Plex-Device-Name': 'Den',
    'X-Plex-Model': 'X1',
    'X-Plex-Device-Vendor': 'Acme',
    'X-Plex-Platform': 'Tizen',
    'X-Plex-Platform-Version': '6',
  })
})

describe('the client identifier', () => {
  test.each(['x', 'a'.repeat(255), '~!/"'])('may be %s', async (clientIdentifier) => {
    const client = createPlexClient({ product: 'Reelroom', clientIdentifier })
    expect(await client.clientIdentifier()).toBe(clientIdentifier)
  })

  test.each([
    ['empty', ''],
    ['a space', 'a b'],
    ['a newline', 'a\nX-Plex-Token: stolen'],
    ['an umlaut', 'ä'],
    ['an emoji', '🎬'],
    ['too long', 'a'.repeat(256)],
  ])('is refused at construction: %s', (_what, clientIdentifier) => {
    expect(() => createPlexClient({ product: 'Reelroom', clientIdentifier })).toThrow(
      expect.objectContaining({ code: 'misuse' }),
    )
  })

  test('is checked too when a function gives it', async () => {
    const client = createPlexClient({ product: 'Reelroom', clientIdentifier: async () => 'a\nb' })
    await expect(client.clientIdentifier()).rejects.toMatchObject({ code: 'misuse' })
  })

  test('has to be given where there is no localStorage', async () => {
    const client = createPlexClient({ product: 'Reelroom' })
    const error = await client.clientIdentifier().catch((error: unknown) => error)
    expect(isPlexError(error) && error.code).toBe('misuse')
  })
})

describe('a client identifier of the app’s own function', () => {
  const asked = (
    clientIdentifier: () => string | Promise<string>,
    clock = createTestClock({ pausesBelowMs: 2000 }),
  ) => {
    const fetch = vi.fn<typeof globalThis.fetch>()
    const plex = createPlexClient({ product: 'Reelroom', clientIdentifier, clock, fetch })
    return { plex, clock, fetch }
  }
  const refusal = (promise: Promise<unknown>) => promise.catch((error: unknown) => error)

  test('is asked for once', async () => {
    const ask = vi.fn(() => `id-${ask.mock.calls.length}`)
    const { plex } = asked(ask)
    expect([await plex.clientIdentifier(), await plex.clientIdentifier()]).toEqual(['id-1', 'id-1'])
  })

  test.each<[string, () => Promise<string>]>([
    [
      'throws',
      () => {
        throw new Error('a secret')
      },
    ],
    ['rejects', () => Promise.reject(new Error('a secret'))],
  ])('that %s is a mistake of the program’s, and is asked again', async (_how, fail) => {
    const ask = vi.fn(fail)
    const { plex, fetch } = asked(ask)
    for (const call of [createPin(plex, 'link'), checkPin(plex, somePin)]) {
      const error = await refusal(call)
      expect(error).toMatchObject({ name: 'PlexError', code: 'misuse' })
      expect(String(error)).not.toContain('a secret')
    }
    ask.mockImplementation(async () => 'id')
    expect(await plex.clientIdentifier()).toBe('id')
    expect(fetch).not.toHaveBeenCalled()
  })

  test('that never answers ends in a timeout, wherever it is needed', async () => {
    const { plex, clock, fetch } = asked(() => new Promise(() => {}))
    const errors = [createPin(plex, 'link'), checkPin(plex, somePin), plex.clientIdentifier()].map(refusal)
    await new Promise(setImmediate)
    clock.advance(15_000)
    for (const error of errors) expect(await error).toMatchObject({ code: 'timeout' })
    expect(fetch).not.toHaveBeenCalled()
  })
})

describe('a client', () => {
  test.each([0, -1, Number.NaN])('refuses %s as a time', (timeoutMs) => {
    expect(() => createPlexClient({ product: 'Reelroom', timeoutMs })).toThrow(
      expect.objectContaining({ code: 'misuse' }),
    )
  })

  test('may wait without end', async () => {
    const plexTv = createEmulator()
    const options = { product: 'Reelroom', clientIdentifier: 'tests', fetch: plexTv.fetch }
    const plex = createPlexClient({ ...options, timeoutMs: Number.POSITIVE_INFINITY })
    await expect(signIn(plex, plexTv.person('plain'))).resolves.toBeDefined()
    await expect(signIn(plex, plexTv.person('plain'), { timeoutMs: Number.POSITIVE_INFINITY })).resolves.toBeDefined()
    await expect(signIn(plex, plexTv.person('plain'), { timeoutMs: 2 ** 40 })).resolves.toBeDefined()
    await expect(signIn(plex, plexTv.person('plain'), { timeoutMs: Number.NaN })).rejects.toMatchObject({
      code: 'misuse',
    })
  })

  test.each(['', ' ', undefined as unknown as string])('needs a product, not %j', (product) => {
    expect(() => createPlexClient({ product })).toThrow(expect.objectContaining({ code: 'misuse' }))
  })

  test.each(['', 'plex.tv', '/api', 'ftp://plex.tv', 'javascript:alert(1)', 'https://', 'https:///x'])(
    'refuses the base URL %j',
    (baseUrl) => {
      expect(() => createPlexClient({ product: 'Reelroom', baseUrl })).toThrow(
        expect.objectContaining({ code: 'misuse' }),
      )
    },
  )

  test('speaks to clients.plex.tv, or where it is told, without the slash at the end', () => {
    expect(createPlexClient({ product: 'Reelroom' }).baseUrl).toBe('https://clients.plex.tv')
    expect(createPlexClient({ product: 'Reelroom', baseUrl: 'http://localhost:1/plex//' }).baseUrl).toBe(
      'http://localhost:1/plex',
    )
  })
})
