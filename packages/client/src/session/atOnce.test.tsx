// What a session does when more than one thing happens at once, on a plex.tv that has one token for an account on a
// device.
import { createEmulator, createTestClock } from '@foyer/emulator'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  createPlexClient,
  createPlexSession,
  getUser,
  type PlexClientOptions,
  type PlexSession,
  type SessionBackend,
  type SessionOptions,
  type SessionStore,
  signIn,
} from '../index.ts'
import { createOtherStore } from '../testing/createOtherStore.ts'
import { grantOf } from '../testing/plexOf.ts'

const plexTv = createEmulator()
const clock = createTestClock({ pausesBelowMs: 2000 })
/** Requests that wait until they are let. */
let held: { what: string; let: () => void }[] = []
let holds: (request: Request) => boolean = () => false

const clientOf = (options: Partial<PlexClientOptions> = {}) =>
  createPlexClient({
    product: 'Reelroom',
    clientIdentifier: 'tests',
    clock,
    async fetch(input, init) {
      const request = new Request(input, { ...init, signal: null })
      if (holds(request)) {
        await new Promise<void>((resolve) => held.push({ what: `${request.method} ${request.url}`, let: resolve }))
      }
      return plexTv.fetch(request)
    },
    ...options,
  })
const plex = clientOf()
const signedOut = { status: 'signed-out', reason: 'signed-out' }
const person = () => plexTv.person('plain')
const enter = (client = plex) => signIn(client, person())
const isAlive = (token: string) =>
  getUser(plex, token).then(
    () => true,
    () => false,
  )
const deletes = () => plexTv.requests().filter(({ method }) => method === 'DELETE').length

const open: PlexSession[] = []
function sessionOf(options?: SessionOptions, client = plex) {
  const session = createPlexSession(client, options)
  open.push(session)
  return session
}
const turns = async (count = 20) => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate)
}

beforeEach(() => {
  plexTv.reset()
  holds = () => false
  held = []
  localStorage.clear()
  sessionStorage.clear()
})
afterEach(() => {
  for (const session of open.splice(0)) session.close()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('sign-ins and sign-outs end in the order in which they began', () => {
  test('a sign-in during a sign-out waits for it, so that its token lives', async () => {
    const session = sessionOf()
    await session.start(await enter())
    holds = ({ method }) => method === 'DELETE'
    const out = session.signOut()
    expect(session.getState()).toEqual(signedOut)
    const entered = enter().then((grant) => session.start(grant))
    await turns()
    expect(held).toHaveLength(1)
    expect(plexTv.requests().filter(({ method }) => method === 'POST')).toHaveLength(1)
    held[0]?.let()
    await Promise.all([out, entered])
    expect(session.getState()).toMatchObject({ status: 'signed-in' })
    expect(await isAlive(await session.getToken())).toBe(true)
  })

  test('a sign-out during a sign-in is the last word, also when both have one token', async () => {
    const session = sessionOf()
    await session.start(await enter())
    const grant = await enter()
    await session.signOut()
    await expect(session.start(grant)).rejects.toMatchObject({ code: 'unauthorized' })
    expect(session.getState()).toEqual(signedOut)
    expect(localStorage).toHaveLength(0)
  })

  test('a start and a sign-out in one task leave nothing', async () => {
    const session = sessionOf()
    const grant = await enter()
    const started = session.start(grant).catch(() => {})
    await Promise.all([started, session.signOut()])
    expect(session.getState()).toEqual(signedOut)
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 0])
    expect(await isAlive(grant.token)).toBe(false)
  })

  test('a sign-out is done at once, and its request sent, while an earlier token still ends', async () => {
    const session = sessionOf()
    await session.start(grantOf('first-token', { uuid: 'first' }))
    holds = ({ method }) => method === 'DELETE'
    await session.start(await enter())
    await turns()
    const out = session.signOut()
    expect([localStorage.length, session.getState()]).toEqual([0, signedOut])
    await turns()
    expect(held).toHaveLength(2)
    for (const request of held) request.let()
    await out
  })

  test('a sign-in waits at a backend until the sign-out there has ended', async () => {
    const calls: string[] = []
    let letOut = () => {}
    const backend: SessionBackend = {
      accept: async () => void calls.push('accept'),
      restore: async () => null,
      async signOut() {
        calls.push('sign out')
        await new Promise<void>((resolve) => (letOut = resolve))
        calls.push('signed out')
      },
    }
    const session = sessionOf({ backend })
    await session.start(await enter())
    const out = session.signOut()
    const entered = enter().then((grant) => session.start(grant))
    await turns()
    expect(calls).toEqual(['accept', 'sign out'])
    letOut()
    await Promise.all([out, entered])
    expect(calls).toEqual(['accept', 'sign out', 'signed out', 'accept'])
    expect(session.getState()).toMatchObject({ status: 'signed-in' })
  })

  test('a backend that took in who was called off is signed out of again', async () => {
    let kept: string | null = null
    let let1 = () => {}
    const backend: SessionBackend = {
      async accept({ user }) {
        await new Promise<void>((resolve) => (let1 = resolve))
        kept = user.uuid
      },
      restore: async () => (kept ? grantOf('', { uuid: kept }).user : null),
      async signOut() {
        kept = null
      },
    }
    const session = sessionOf({ backend })
    const caller = new AbortController()
    const started = session.start(grantOf('a-token', { uuid: 'called-off' }), { signal: caller.signal })
    await turns()
    caller.abort(new Error('changed my mind'))
    await expect(started).rejects.toThrow('changed my mind')
    let1()
    await session.signOut()
    expect([kept, session.getState().status]).toEqual([null, 'signed-out'])
  })

  test('a sign-in over a session, called off midway, leaves who was in: on the screen, in the store, and the token', async () => {
    const other = createOtherStore()
    const session = sessionOf({ storage: other.store })
    await other.letAll()
    const first = session.start(grantOf('first-token', { uuid: 'first' }))
    await other.letAll()
    await first
    await other.letAll()
    const caller = new AbortController()
    const second = session.start(grantOf('second-token', { uuid: 'second' }), { signal: caller.signal })
    await other.letOne()
    await other.letOne()
    caller.abort()
    await expect(second).rejects.toMatchObject({ name: 'AbortError' })
    await other.letAll()
    await turns()
    await other.letAll()
    expect(session.getState()).toMatchObject({ user: { uuid: 'first' } })
    expect(await session.getToken()).toBe('first-token')
    expect(other.kept()).toContain('first-token')
  })
})

describe('a token that nobody needs any more ends', () => {
  test('of whoever was in before', async () => {
    const session = sessionOf()
    const { token } = await enter()
    await session.start(grantOf(token))
    await session.start(grantOf('other-token', { uuid: 'other' }))
    await vi.waitFor(async () => expect(await isAlive(token)).toBe(false))
    expect(session.getState()).toMatchObject({ user: { uuid: 'other' } })
  })

  test('and a tab that hears of that before it has seen the new one shows nobody else in between', async () => {
    const [one, other] = [sessionOf(), sessionOf()]
    await one.start(await enter())
    document.dispatchEvent(new Event('visibilitychange'))
    const seen: string[] = []
    other.subscribe(() => {
      const state = other.getState()
      seen.push(state.status === 'signed-in' ? state.user.uuid : state.status)
    })
    await one.start(await signIn(plex, plexTv.person('plexPass')))
    await vi.waitFor(() => expect(seen).toEqual([plexTv.person('plexPass').uuid]))
    await turns()
    expect(seen).toHaveLength(1)
  })

  test('but not when the new session has the same', async () => {
    const session = sessionOf()
    await session.start(await enter())
    await session.start(await enter())
    await turns()
    expect(deletes()).toBe(0)
    expect(await isAlive(await session.getToken())).toBe(true)
  })

  test('of a sign-in that was called off, and of one that the backend refused', async () => {
    const grant = await enter()
    await expect(sessionOf().start(grant, { signal: AbortSignal.abort() })).rejects.toBeDefined()
    await vi.waitFor(async () => expect(await isAlive(grant.token)).toBe(false))
    const again = await enter()
    const refusing = {
      accept: async () => Promise.reject(new Error('no')),
      restore: async () => null,
      signOut: async () => {},
    }
    await expect(sessionOf({ backend: refusing }).start(again)).rejects.toMatchObject({ code: 'backend' })
    await vi.waitFor(async () => expect(await isAlive(again.token)).toBe(false))
  })

  test('and its request outlives the page', async () => {
    const kept: (boolean | undefined)[] = []
    const client = clientOf({
      fetch(input, init) {
        if (init?.method === 'DELETE') kept.push(init.keepalive)
        return plexTv.fetch(input, init)
      },
    })
    const session = sessionOf({}, client)
    await session.start(await enter(client))
    await session.signOut()
    expect(kept).toEqual([true])
  })

  test('and it is sent again without that where the browser sends none that has to be asked for first', async () => {
    const client = clientOf({
      async fetch(input, init) {
        // As Chromium 68 to 79 do.
        if (init?.keepalive) throw new TypeError('Failed to fetch')
        return plexTv.fetch(input, init)
      },
    })
    const session = sessionOf({}, client)
    await session.start(await enter(client))
    const token = await session.getToken()
    await session.signOut()
    await vi.waitFor(async () => expect(await isAlive(token)).toBe(false))
  })
})

describe('a token whose end failed lives on', () => {
  test('and whoever signs in with it again stays in, in every tab', async () => {
    const [one, other] = [sessionOf(), sessionOf()]
    await one.start(await enter())
    document.dispatchEvent(new Event('visibilitychange'))
    await vi.waitFor(() => expect(other.getState()).toMatchObject({ status: 'signed-in' }))
    const down = plexTv.fail({ kind: 'status', status: 503, endpoint: 'user' })
    await other.signOut()
    await vi.waitFor(() => expect(one.getState()).toEqual(signedOut))
    down.stop()
    await other.start(await enter())
    document.dispatchEvent(new Event('visibilitychange'))
    await vi.waitFor(() => expect(one.getState()).toMatchObject({ status: 'signed-in' }))
    await turns(50)
    document.dispatchEvent(new Event('visibilitychange'))
    await turns(50)
    expect([one, other].map((session) => session.getState().status)).toEqual(['signed-in', 'signed-in'])
    expect(await isAlive(await one.getToken())).toBe(true)
  })
})

describe('a backend, asked and told at once', () => {
  /** A server whose answers wait until they are let. */
  function createServer(known: string | null) {
    const server = { now: known, accepts: [] as (() => void)[], restores: 0 }
    const backend: SessionBackend = {
      async accept({ user }) {
        await new Promise<void>((resolve) => server.accepts.push(resolve))
        server.now = user.uuid
      },
      async restore() {
        server.restores++
        return server.now ? grantOf('', { uuid: server.now }).user : null
      },
      async signOut() {
        server.now = null
      },
    }
    return { server, backend }
  }
  const idle = async (session: PlexSession) => {
    await vi.waitFor(() => expect(session.getState().status).not.toBe('pending'))
    await turns()
  }

  test('a sign-out while somebody else is on the way in leaves nobody, there and here', async () => {
    const { server, backend } = createServer('ada')
    const session = sessionOf({ backend })
    await idle(session)
    const started = session.start(grantOf('bob-token', { uuid: 'bob' })).catch(() => {})
    await turns()
    const out = session.signOut()
    server.accepts[0]?.()
    await Promise.all([started, out])
    await turns()
    expect([server.now, session.getState()]).toEqual([null, signedOut])
  })

  test('a second sign-in of the same person that is called off leaves them in', async () => {
    const { server, backend } = createServer('ada')
    const session = sessionOf({ backend })
    await idle(session)
    const caller = new AbortController()
    const started = session.start(grantOf('token', { uuid: 'ada' }), { signal: caller.signal }).catch(() => {})
    await turns()
    caller.abort()
    server.accepts[0]?.()
    await started
    await turns()
    expect([server.now, session.getState().status]).toEqual(['ada', 'signed-in'])
  })

  test('a sign-in that the server took in too late is shown as the server has it', async () => {
    const { server, backend } = createServer('ada')
    const session = sessionOf({ backend })
    await idle(session)
    const error = session.start(grantOf('bob-token', { uuid: 'bob' })).catch((error: unknown) => error)
    await turns()
    clock.advance(30_000)
    server.now = 'bob'
    await error
    await turns()
    expect(session.getState()).toMatchObject({ user: { uuid: 'bob' } })
  })
})

describe('a store of the app’s own that fails', () => {
  function createStore(fail: Partial<Record<'write' | 'clear', (record?: string) => unknown>>) {
    const kept = { now: null as string | null, waiting: [] as (() => void)[] }
    const store: SessionStore = {
      read: async () => kept.now,
      async write(record) {
        await fail.write?.(record)
        kept.now = record
      },
      async clear() {
        await fail.clear?.()
        kept.now = null
      },
    }
    return { kept, store }
  }
  beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}))

  test('to clear: signing out ends, and so does a sign-in that follows', async () => {
    const { store } = createStore({ clear: () => Promise.reject(new Error('no')) })
    const session = sessionOf({ storage: store })
    await session.start(grantOf('a-token'))
    await session.signOut()
    document.dispatchEvent(new Event('visibilitychange'))
    await turns()
    await session.start(grantOf('b-token', { uuid: 'b' }))
    expect(session.getState()).toMatchObject({ user: { uuid: 'b' } })
  })

  test('to write what has grown: what was kept stays', async () => {
    let most = Number.POSITIVE_INFINITY
    const { store, kept } = createStore({
      write: (record = '') => (record.length > most ? Promise.reject(new Error('no room')) : undefined),
    })
    const session = sessionOf({ storage: store })
    const { token, user } = await enter()
    await session.start({ token, user: { ...user, title: '' } })
    most = kept.now?.length ?? 0
    await session.refresh()
    expect(kept.now).toContain(token)
  })

  test('and writes late: whoever has come in since stays, in the store too', async () => {
    let letFirst = () => {}
    const { store, kept } = createStore({
      write: (record = '') => record.includes('a-token') && new Promise<void>((resolve) => (letFirst = resolve)),
    })
    const session = sessionOf({ storage: store })
    await turns()
    const first = session.start(grantOf('a-token', { uuid: 'a' }))
    await turns()
    clock.advance(2000)
    await first
    await session.start(grantOf('b-token', { uuid: 'b' }))
    letFirst()
    await turns(40)
    expect(kept.now).toContain('b-token')
    document.dispatchEvent(new Event('visibilitychange'))
    await turns()
    expect(session.getState()).toMatchObject({ user: { uuid: 'b' } })
  })
})

describe('code of the app’s', () => {
  test('a listener that throws keeps nobody in, and nobody else from being told', async () => {
    const reported: string[] = []
    const report = (event: ErrorEvent) => {
      event.preventDefault()
      reported.push(event.message)
    }
    window.addEventListener('error', report)
    const session = sessionOf()
    const told = vi.fn()
    session.subscribe(() => {
      throw new Error('Oh.')
    })
    session.subscribe(told)
    const grant = await enter()
    await session.start(grant)
    await session.signOut()
    expect(session.getState()).toEqual(signedOut)
    expect(told).toHaveBeenCalledTimes(2)
    expect(reported).toEqual(['Oh.', 'Oh.'])
    expect(localStorage).toHaveLength(0)
    expect(await isAlive(grant.token)).toBe(false)
    window.removeEventListener('error', report)
  })

  test('another Promise in place of the platform’s signs nobody in', async () => {
    const other = createOtherStore()
    const Real = Promise
    class Zone<T> extends Real<T> {}
    const store: SessionStore = { ...other.store, read: () => Real.resolve(null) }
    vi.stubGlobal('Promise', Zone)
    const session = sessionOf({ storage: store })
    await turns()
    expect(session.getState()).toEqual({ status: 'signed-out', reason: 'never' })
  })

  test.each<[string, SessionStore, number]>([
    ['that never ends a write', { read: () => null, write: () => new Promise(() => {}), clear() {} }, 2000],
    [
      'that never answers at all',
      { read: () => new Promise(() => {}), write: () => new Promise(() => {}), clear: () => new Promise(() => {}) },
      10_000,
    ],
  ])('a store %s: signed in in memory within ten seconds, told once', async (_which, storage, atMost) => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const session = sessionOf({ storage })
    const started = session.start(grantOf('a-token'))
    let isIn = false
    void started.then(() => (isIn = true))
    let passed = 0
    for (; !isIn && passed < 60_000; passed += 1000) {
      await turns(4)
      clock.advance(1000)
      await turns(4)
    }
    expect(passed).toBeLessThanOrEqual(atMost)
    expect(await session.getToken()).toBe('a-token')
    expect(warn.mock.calls.length).toBeLessThanOrEqual(1)
  })

  test('a read that never ends: nobody is signed in, within ten seconds', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    const session = sessionOf({ storage: { read: () => new Promise(() => {}), write() {}, clear() {} } })
    await turns()
    expect(session.getState()).toEqual({ status: 'pending' })
    clock.advance(2000)
    await turns()
    expect(session.getState()).toEqual({ status: 'signed-out', reason: 'never' })
  })

  test('a backend’s restore that never ends: nobody is signed in, within ten seconds', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    const backend = { accept: async () => {}, restore: () => new Promise<null>(() => {}), signOut: async () => {} }
    const session = sessionOf({ backend })
    await turns()
    clock.advance(10_000)
    await turns()
    expect(session.getState()).toEqual({ status: 'signed-out', reason: 'never' })
  })
})

describe('storage that is full', () => {
  /** An area has room for this many characters. */
  function fill(most: number, area: Storage) {
    const set = Storage.prototype.setItem
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(function (this: Storage, key, text) {
      const others = Object.keys(this).filter((other) => other !== key)
      const size = others.reduce((sum, other) => sum + (this.getItem(other)?.length ?? 0), text.length)
      if (this === area && size > most) throw new DOMException('No room', 'QuotaExceededError')
      set.call(this, key, text)
    })
    vi.spyOn(console, 'warn').mockImplementation(() => {})
  }

  test('a look-up that makes the record grow signs nobody out, here or in a reload', async () => {
    const session = sessionOf()
    const { token, user } = await enter()
    await session.start({ token, user: { ...user, title: '' } })
    fill(JSON.stringify({ token, user }).length, localStorage)
    await session.refresh()
    expect(session.getState()).toMatchObject({ user: { title: person().title } })
    window.dispatchEvent(new Event('visibilitychange'))
    document.dispatchEvent(new Event('visibilitychange'))
    expect(session.getState()).toMatchObject({ user: { title: person().title } })
    expect(sessionOf().getState()).toMatchObject({ status: 'signed-in' })
  })

  test('a look-up that found no room does not bring back who has signed out elsewhere', async () => {
    const session = sessionOf()
    const { token, user } = await enter()
    await session.start({ token, user: { ...user, title: '' } })
    fill(JSON.stringify({ token, user }).length, localStorage)
    await session.refresh()
    localStorage.clear()
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
    expect(session.getState()).toEqual(signedOut)
  })

  test('a session that finds no room lasts as long as its tab, and touches no other', async () => {
    const shared = sessionOf()
    await shared.start(grantOf('shared-token', { uuid: 'shared' }))
    fill(localStorage.getItem(Object.keys(localStorage)[0] ?? '')?.length ?? 0, localStorage)
    const session = sessionOf()
    await session.start(await enter())
    expect(sessionStorage).toHaveLength(1)
    expect(sessionOf().getState()).toMatchObject({ user: { username: person().login.split('@')[0] } })
    await session.signOut()
    expect([localStorage.length, sessionStorage.length]).toEqual([1, 0])
    expect(await shared.getToken()).toBe('shared-token')
  })
})

describe('a page that comes back', () => {
  const comeBack = () => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))

  test('from the back-forward cache shows at once that somebody has signed out meanwhile', async () => {
    const session = sessionOf()
    await session.start(await enter())
    await turns()
    const seen: string[] = []
    session.subscribe(() => seen.push(session.getState().status))
    localStorage.clear()
    comeBack()
    expect(seen).toEqual(['signed-out'])
    await expect(session.getToken()).rejects.toMatchObject({ code: 'unauthorized' })
  })

  test('shows at once who has signed in meanwhile, and is not disturbed when nothing has changed', async () => {
    const away = sessionOf()
    const listener = vi.fn()
    away.subscribe(listener)
    await sessionOf().start(await enter())
    await turns()
    comeBack()
    expect(away.getState()).toMatchObject({ status: 'signed-in' })
    await turns()
    comeBack()
    expect(listener).toHaveBeenCalledOnce()
  })

  test.each([
    ['has ended', null, 'signed-out'],
    ['goes on', 'same', 'signed-in'],
  ])('of a backend’s shows nobody until that is asked: the session %s', async (_how, known, then) => {
    let now: string | null = 'same'
    const backend = {
      accept: async () => {},
      restore: async () => (now ? grantOf('', { uuid: now }).user : null),
      signOut: async () => {},
    }
    const session = sessionOf({ backend })
    await vi.waitFor(() => expect(session.getState()).toMatchObject({ status: 'signed-in' }))
    now = known
    comeBack()
    expect(session.getState()).toEqual({ status: 'pending' })
    await vi.waitFor(() => expect(session.getState()).toMatchObject({ status: then }))
  })

  test('is not asked of a backend when a tab is merely looked at again', async () => {
    const restore = vi.fn(async () => null)
    sessionOf({ backend: { accept: async () => {}, restore, signOut: async () => {} } })
    await turns()
    document.dispatchEvent(new Event('visibilitychange'))
    await turns()
    expect(restore).toHaveBeenCalledOnce()
  })
})

test('an answer for another account under the same token is not taken', async () => {
  const session = sessionOf()
  const { token } = await enter()
  await session.start(grantOf(token, { uuid: 'somebody-else' }))
  await expect(session.refresh()).rejects.toMatchObject({ code: 'unexpected-response' })
  expect(session.getState()).toMatchObject({ user: { uuid: 'somebody-else' } })
})

test('two installs of one product on one origin are two devices: signing out of one leaves the other', async () => {
  const [one, other] = ['one', 'other'].map((name) => clientOf({ name, clientIdentifier: undefined }))
  const [mine = expect.unreachable(), theirs = expect.unreachable()] = [one, other].map((client) =>
    sessionOf({}, client),
  )
  await mine.start(await enter(one))
  await theirs.start(await enter(other))
  await mine.signOut()
  expect(theirs.getState()).toMatchObject({ status: 'signed-in' })
  await expect(theirs.call(getUser)).resolves.toMatchObject({ username: person().login.split('@')[0] })
})
