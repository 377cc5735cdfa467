import { createEmulator } from '@foyer/emulator'
import { afterEach, expect, test } from 'vitest'
import { createPlexClient, createPlexSession, getUser, signIn } from './index.ts'

/** What some script has put on every object. */
const put = { baseUrl: 'https://elsewhere.example', host: 'https://elsewhere.example', token: 'x', storage: 'browser' }

afterEach(() => {
  for (const name of Object.keys(put)) Reflect.deleteProperty(Object.prototype, name)
})

test('an option that was left out is not read from the prototype of all objects', async () => {
  const plexTv = createEmulator()
  const asked: string[] = []
  for (const [name, value] of Object.entries(put)) {
    Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true })
  }
  const plex = createPlexClient({
    product: 'Reelroom',
    clientIdentifier: 'tests',
    fetch(input, init) {
      asked.push(new URL(String(input)).origin)
      return plexTv.fetch(input, init)
    },
  })
  const session = createPlexSession(plex, { backend: undefined, storage: 'memory' })
  await session.start(await signIn(plex, plexTv.person('plain')))
  await session.call(getUser)
  expect(asked).toEqual(['https://plex.tv', 'https://clients.plex.tv'])
})
