import { afterEach, describe, expect, test, vi } from 'vitest'
import { deviceHeaders } from './device.ts'
import { createPlexClient, isPlexError } from './index.ts'

/** What a server that reads UTF-8 makes of a header. */
const received = (value: string | undefined) => Buffer.from(value ?? '', 'latin1').toString('utf8')

afterEach(() => vi.unstubAllGlobals())

describe('a name in a header', () => {
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
  ])('arrives as UTF-8, %s', (_what, product, arrived) => {
    const value = deviceHeaders(product)['X-Plex-Product']
    expect(received(value)).toBe(arrived)
    expect(() => new Headers({ product: value ?? '' })).not.toThrow()
  })

  test.each(['', undefined])('is left out when it is %j', (name) => {
    expect(Object.values(deviceHeaders('Reelroom', name, { model: name, vendor: name }))).not.toContain('')
  })

  test('is never the word undefined', () => {
    vi.stubGlobal('navigator', undefined)
    expect(Object.values(deviceHeaders('Reelroom')).join()).not.toContain('undefined')
  })
})

test('the device is what the app says before what the browser says', () => {
  const device = { name: 'Den', model: 'X1', vendor: 'Acme', platform: 'Tizen', platformVersion: '6' }
  expect(deviceHeaders('Reelroom', '1.2.3', device)).toMatchObject({
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

describe('a client', () => {
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
