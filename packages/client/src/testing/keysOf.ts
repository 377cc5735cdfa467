import { createTestClock, type PersonName } from '@foyer/emulator'
import { createPlexSession, type SessionStore, signIn } from '../index.ts'
import { createTextKeyStore, deviceKeys } from '../session/device-keys/index.ts'
import { createTextStore } from './createTextStore.ts'
import type { Canary } from './faultTest.ts'
import { clientOf, emulatorOf } from './plexOf.ts'

type Fetch = typeof globalThis.fetch

/**
 * A plex.tv, and an app whose tokens last a week. All that opens something is the row's secret: private keys, tokens,
 * and what is signed. `between` may answer in plex.tv's place.
 */
export function openKeys(
  canary: Canary,
  { between, aheadMs = 0 }: { between?: (request: Request, ask: Fetch) => Promise<Response>; aheadMs?: number } = {},
) {
  const tell = createTeller(canary)
  let answer = between
  const fetch: Fetch = async (input, init) => {
    const request = new Request(input, { ...init, signal: null })
    await tell.request(request.clone())
    const response = await (answer ? answer(request, plexTv.fetch) : plexTv.fetch(request))
    await tell.answer(response.clone())
    return response
  }
  const { plex, clock } = clientOf(canary, { fetch })
  const plexClock = createTestClock({ now: clock.now() + aheadMs })
  const { plexTv } = emulatorOf(canary, { clock: plexClock })
  const keys = createTextStore()
  /** Notes the private half of each key that is given to a store. */
  const watched = (store: SessionStore): SessionStore => ({
    ...store,
    write(text, lasting) {
      tell.privateKeys(text)
      return store.write(text, lasting)
    },
  })
  const sessionOf = (store: SessionStore = keys.store) => {
    const tokens = deviceKeys({ store: createTextKeyStore(watched(store)) })
    const session = createPlexSession(plex, { storage: createTextStore().store, tokens })
    canary.after(() => {
      canary.see('the state', session.getState())
      session.close()
    })
    return session
  }
  const session = sessionOf()
  return {
    plex,
    plexTv,
    clock,
    keys,
    session,
    sessionOf,
    enter: (at = session, name: PersonName = 'plain') => at.start(() => signIn(at.client, plexTv.person(name))),
    /** Time for everybody, an app that slept through it too. */
    async sleep(ms: number) {
      plexClock.advance(ms)
      await clock.sleep(ms)
    },
    plexClock,
    /** Answers in plex.tv's place from now on. */
    answerBy(next: typeof between) {
      answer = next
    },
    paths: () => plexTv.requests().map(({ method, path }) => `${method} ${path}`),
  }
}

/** Makes secrets of what a request brings and an answer gives, and shows the canary where none of it belongs. */
function createTeller(canary: Canary) {
  let count = 0
  const tell = (name: string, text = '') => {
    count += 1
    if (text.length > 10) canary.secret(`${name} ${count}`, text)
  }
  return {
    privateKeys(text: string) {
      for (const [, d] of text.matchAll(/"privateKey":"([\w-]+)"/g)) tell('private key', d)
    },
    async request(request: Request) {
      const body = await request.text()
      const url = new URL(request.url)
      const isTrade = url.pathname.endsWith('/auth/token')
      const isPin = /\/pins\/\d+$/.test(url.pathname)
      for (const [text] of `${url.search} ${body}`.matchAll(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g)) tell('signed text', text)
      // The only places that a secret has: one's own header, the body of a sign-in or a trade, and a pin's proof.
      const header = new Headers(request.headers)
      header.delete('X-Plex-Token')
      if (isPin) url.searchParams.delete('deviceJWT')
      const isSignIn = url.pathname.endsWith('/users/signin')
      canary.see('a request', [decodeURIComponent(url.href), [...header], isTrade || isSignIn ? '' : body])
    },
    async answer(response: Response) {
      const body = await response.text()
      for (const [, token] of body.matchAll(/"(?:auth_token|authToken)":"([^"]+)"/g)) tell('token', token)
    },
  }
}

/** The keys in a store's text that plex.tv knows, or may know. */
export const keysIn = (text: string | null) => JSON.parse(text ?? '{}').registered ?? []

export const isAt = (request: Request, path: string) => new URL(request.url).pathname.endsWith(path)
