import { createEmulator, createTestClock, type Emulator } from '@foyer/emulator'
import { expect } from 'vitest'
import {
  createPlexClient,
  createPlexSession,
  type PlexClientOptions,
  type PlexUser,
  type SessionOptions,
} from '../index.ts'
import { createSocketServer } from './createSocketServer.ts'
import type { Canary } from './faultTest.ts'

/** The longest of the client's own pauses between two tries. */
const PAUSE_MS = 2000

/**
 * A client on a clock that stands still; nothing may be left waiting on it. Pauses pass by themselves, unless
 * `patient`.
 */
export function clientOf(canary: Canary, options: Partial<PlexClientOptions> & { patient?: boolean }) {
  const clock = createTestClock({ pausesBelowMs: options.patient ? 0 : PAUSE_MS })
  const pauses: number[] = []
  const { after } = clock
  clock.after = (ms, task) => {
    if (ms < PAUSE_MS) pauses.push(ms)
    return after(ms, task)
  }
  canary.after(() => {
    if (clock.waiting > 0) throw new Error(`${clock.waiting} of the client's timers were left.`)
  })
  const plex = createPlexClient({ product: 'Reelroom', clientIdentifier: 'tests', clock, ...options })
  return {
    plex,
    clock,
    /** How long each pause between two tries was to be. */
    pauses: pauses as readonly number[],
    credentials: { login: 'ada', password: canary.password, verificationCode: canary.verificationCode },
  }
}

/** A client of a server whose connections a row has in its hand. */
export async function socketsOf(
  canary: Canary,
  answer: Parameters<typeof createSocketServer>[0],
  options: { patient?: boolean; timeoutMs?: number } = {},
) {
  const server = await createSocketServer(answer)
  canary.after(server.close)
  return { server, ...clientOf(canary, { ...options, baseUrl: server.url }) }
}

/** A client whose every call is answered by `answer`; `requests` has what was sent. */
export function answersOf(canary: Canary, answer: (request: Request) => Response | Promise<Response>, patient = false) {
  const requests: Request[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, { ...init, signal: null })
    requests.push(request.clone())
    return answer(request)
  }
  return { requests, ...clientOf(canary, { fetch, patient }) }
}

/** A client of a plex.tv with people in it, whose secrets are the row's too. */
export function emulatorOf(canary: Canary, options: Parameters<typeof createEmulator>[0] = {}) {
  const plexTv: Emulator = createEmulator({ seed: Math.floor(Math.random() * 2 ** 31), ...options })
  for (const { name, password, recoveryCodes } of plexTv.people()) {
    if (password) canary.secret(`password of ${name}`, password)
    for (const code of recoveryCodes) canary.secret(`recovery code of ${name}`, code)
    canary.secret(`token of ${name}`, plexTv.tokenFor(name, 'tests'))
  }
  canary.after(() => canary.see('the request log', plexTv.requests()))
  return { plexTv, ...clientOf(canary, { fetch: plexTv.fetch }) }
}

/** A session in memory; what it says of itself is searched at the end. */
export function sessionOf(
  canary: Canary,
  client: Parameters<typeof createPlexSession>[0],
  options: SessionOptions = { storage: 'memory' },
) {
  const session = createPlexSession(client, options)
  canary.after(() => {
    canary.see('the state', session.getState())
    session.close()
  })
  return session
}

export const jsonOf = (value: unknown, init?: ResponseInit) => new Response(JSON.stringify(value), init)

/** The least that signs in. */
export const somebody = (canary: Canary) => ({ id: 1, uuid: '0123456789abcdef', title: 'Ada', authToken: canary.token })

/** What a session starts from. */
export const grantOf = (token: string, more: Partial<PlexUser> = {}) => ({
  token,
  user: {
    id: 1,
    uuid: '0123456789abcdef',
    title: 'Ada',
    username: 'ada',
    email: null,
    avatarUrl: null,
    kind: 'account',
    inHome: false,
    homeAdmin: false,
    hasProfilePin: false,
    twoFactor: false,
    joinedAt: null,
    country: null,
    locale: null,
    subscription: { active: false, plan: null, since: null, features: [] },
    ...more,
  } satisfies PlexUser,
})

/** As many requests. */
export const tries = (count: number) => expect.objectContaining({ length: count })

/** A promise, and the function that keeps it. */
export function promised() {
  let resolve = () => {}
  const promise = new Promise<void>((keep) => {
    resolve = keep
  })
  return { promise, resolve }
}
