// A browser asks plex.tv first about each request that it would not have sent for a plain form: twice the requests.
import { createEmulator } from '@foyer/emulator'
import { expect, test } from 'vitest'
import { approvePin, checkPin, createPin, createPlexClient, getUser, signIn } from './index.ts'
import { revokeToken } from './revokeToken.ts'

function setUp() {
  const plexTv = createEmulator()
  const asked: { name: string; url: string; headers: string[] }[] = []
  const plex = createPlexClient({
    product: 'Küchenkino 🎬',
    version: '1.0',
    device: { name: 'Wohnzimmer', model: 'X1', vendor: 'Acme', platform: 'Tizen', platformVersion: '6' },
    clientIdentifier: 'tests',
    fetch(input, init) {
      const url = new URL(String(input))
      asked.push({
        name: `${init?.method} ${url.pathname.replace(/\d+$/, '1')}`,
        url: url.href,
        headers: Object.keys(init?.headers ?? {}),
      })
      return plexTv.fetch(input, init)
    },
  })
  return { plex, plexTv, asked }
}

/** What a form could have sent: its headers, as a browser lets them pass unasked. */
const plain = ['Accept', 'Content-Type']

test('signing in and waiting for a pin need no preflight', async () => {
  const { plex, plexTv, asked } = setUp()
  await signIn(plex, plexTv.person('plain'))
  for (const kind of ['link', 'strong'] as const) await checkPin(plex, await createPin(plex, kind))
  expect(asked.map(({ name, headers }) => [name, headers.filter((header) => !plain.includes(header))])).toEqual([
    ['POST /api/v2/users/signin', []],
    ['POST /api/v2/pins', []],
    ['GET /api/v2/pins/1', []],
    ['POST /api/v2/pins', []],
    ['GET /api/v2/pins/1', []],
  ])
})

test('a token travels in a header of its own, and in no address', async () => {
  const { plex, plexTv, asked } = setUp()
  const { token } = await signIn(plex, plexTv.person('plain'))
  await getUser(plex, token)
  const pin = await createPin(plex, 'link')
  await approvePin(plex, token, pin.code)
  await revokeToken(plex, token)
  expect(asked.filter(({ headers }) => headers.includes('X-Plex-Token')).map(({ name }) => name)).toEqual([
    'GET /api/v2/user',
    'PUT /api/v2/pins/link',
    'DELETE /api/v2/users/signout',
  ])
  expect(asked.filter(({ url }) => url.includes(token) || url.includes(pin.code))).toEqual([])
})
