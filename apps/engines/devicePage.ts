// A page's side of the journeys with device keys: a session, and functions that a journey calls by name.
import type * as Client from '@foyer/client'
import { build } from 'esbuild'

/** What came of a call: the code of the error where it failed. */
export interface Outcome {
  readonly value?: unknown
  readonly error?: string
}

declare global {
  interface Window {
    device: {
      start(name: string, given: unknown[], at: string): void
      outcomes: Record<string, Outcome>
      warnings: string[]
      state(): Client.SessionState
      advance(ms: number): void
    }
  }
}

/** The script, as an app's bundler would make it for the oldest engine. */
export async function inDevicePage(plexUrl: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: source(plexUrl), resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    target: 'chrome68',
    // The sources have zod as it is; the published client has one that names no such thing.
    define: { globalThis: 'window' },
  })
  return outputFiles[0]?.text ?? ''
}

const source = (plexUrl: string) => `
import { createPin, createPlexClient, createPlexSession, getUser, readToken, signIn, waitForPin } from '@foyer/client'
import { deviceKeys } from '@foyer/client/device-keys'

const warnings = []
const warn = console.warn
console.warn = (...all) => {
  warnings.push(all.join(' '))
  warn.apply(console, all)
}

let aheadMs = 0
const clock = {
  elapsed: () => performance.now() + aheadMs,
  now: () => Date.now() + aheadMs,
  after(ms, task) {
    const timer = setTimeout(task, ms)
    return () => clearTimeout(timer)
  },
}
const plex = createPlexClient({ product: 'Reelroom', baseUrl: ${JSON.stringify(plexUrl)}, clock })
const session = createPlexSession(plex, { tokens: deviceKeys() })

const rings = (mode, task) =>
  new Promise((resolve, reject) => {
    const opening = indexedDB.open('foyer.device-keys')
    opening.onerror = () => reject(opening.error)
    opening.onsuccess = () => {
      const reading = opening.result.transaction('rings', mode).objectStore('rings').getAll()
      reading.onsuccess = () => {
        opening.result.close()
        resolve(task(reading.result))
      }
    }
  })

const tasks = {
  enter: (login, password) =>
    session.start(({ signal }) => signIn(session.client, { login, password }, { signal })).then(({ title }) => title),
  enterByPin: () =>
    session
      .start(({ signal }) =>
        createPin(session.client, 'link', { signal }).then((pin) => waitForPin(session.client, pin, { signal })),
      )
      .then(({ title }) => title),
  readUser: () => session.call(getUser).then(({ username }) => username),
  kind: () => session.getToken().then((token) => readToken(token).kind),
  identify: () => session.getToken().then((token) => readToken(token).clientIdentifier),
  isSecure: () => Promise.resolve(window.isSecureContext),
  /** What a thief gets: the names of the errors. */
  exportKeys: () =>
    session
      .getToken()
      .then((token) => (readToken(token).kind === 'jwt' ? rings('readonly', (all) => all) : []))
      .then((all) => {
        const keys = []
        for (const { registered } of all) for (const { privateKey } of registered) keys.push(privateKey)
        return Promise.all(keys.map((key) => crypto.subtle.exportKey('jwk', key).catch((error) => error.name)))
      }),
  wipe: () =>
    new Promise((resolve, reject) => {
      const wiping = indexedDB.deleteDatabase('foyer.device-keys')
      wiping.onsuccess = () => resolve('wiped')
      wiping.onerror = () => reject(wiping.error)
    }),
}

const outcomes = {}
window.device = {
  outcomes,
  warnings,
  state: () => JSON.parse(JSON.stringify(session.getState())),
  advance(ms) {
    aheadMs += ms
  },
  start(name, given, at) {
    tasks[name](...given).then(
      (value) => {
        outcomes[at] = { value }
      },
      (error) => {
        outcomes[at] = { error: String(error.code || error) }
      },
    )
  },
}
`
