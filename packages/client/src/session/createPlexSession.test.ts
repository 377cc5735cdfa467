import { createEmulator } from '@foyer/emulator'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import {
  createPlexClient,
  createPlexSession,
  getUser,
  type PlexClient,
  PlexError,
  type PlexGrant,
  type SessionOptions,
  signIn,
} from '../index.ts'
import { createOtherStore } from '../testing/createOtherStore.ts'
import { grantOf } from '../testing/plexOf.ts'

const plexTv = createEmulator()
const plex = createPlexClient({
  product: 'Reelroom',
  clientIdentifier: 'tests',
  baseUrl: 'https://plex.tv',
  fetch: plexTv.fetch,
})
const memory = { storage: 'memory' } as const
const never = { status: 'signed-out', reason: 'never' }
const signedOut = { status: 'signed-out', reason: 'signed-out' }

beforeEach(() => plexTv.reset())

async function signedIn(options: SessionOptions = memory) {
  const session = createPlexSession(plex, options)
  const grant = await signIn(plex, plexTv.person('plain'))
  await session.start(grant)
  return { session, grant }
}

describe('a session in memory', () => {
  test('begins with nobody', async () => {
    const session = createPlexSession(plex, memory)
    expect(session.getState()).toEqual(never)
    await expect(session.getToken()).rejects.toMatchObject({ code: 'unauthorized' })
    await expect(session.call(getUser)).rejects.toMatchObject({ code: 'unauthorized' })
    await expect(session.refresh()).rejects.toMatchObject({ code: 'unauthorized' })
    expect(session.getState()).toEqual(never)
    expect(plexTv.requests()).toEqual([])
  })

  test('is somebody’s after a start, says so once, and holds no token in its state', async () => {
    const session = createPlexSession(plex, memory)
    const listener = vi.fn()
    session.subscribe(listener)
    const grant = await signIn(plex, plexTv.person('plain'))
    await session.start(grant)
    expect(listener).toHaveBeenCalledTimes(1)
    expect(session.getState()).toEqual({ status: 'signed-in', user: grant.user, refreshError: null })
    expect(JSON.stringify(session.getState())).not.toContain(grant.token)
    expect(await session.getToken()).toBe(grant.token)
    expect(session.getState()).toBe(session.getState())
  })

  test('tells a listener nothing once it has stopped', async () => {
    const session = createPlexSession(plex, memory)
    const [one, other] = [vi.fn(), vi.fn()]
    const stop = session.subscribe(one)
    session.subscribe(other)
    stop()
    await session.start(grantOf('a-token'))
    expect(one).not.toHaveBeenCalled()
    expect(other).toHaveBeenCalledTimes(1)
  })

  test('gives a call its client, the token and the options', async () => {
    const { session, grant } = await signedIn()
    const options = { timeoutMs: 7, signal: new AbortController().signal }
    const operation = vi.fn(async (_client: PlexClient, _token: string) => 'an answer')
    expect(await session.call(operation, options)).toBe('an answer')
    expect(operation).toHaveBeenCalledExactlyOnceWith(session.client, grant.token, options)
    expect(await session.call(getUser)).toEqual(grant.user)
  })

  test('keeps what a refresh finds', async () => {
    const { session, grant } = await signedIn()
    await session.start({ ...grant, user: { ...grant.user, title: 'As she was called' } })
    expect(await session.refresh()).toEqual(grant.user)
    expect(session.getState()).toEqual({ status: 'signed-in', user: grant.user, refreshError: null })
  })

  test('changes nothing, and tells nobody, when a refresh finds the same', async () => {
    const { session } = await signedIn()
    const before = session.getState()
    const listener = vi.fn()
    session.subscribe(listener)
    await session.refresh()
    expect(session.getState()).toBe(before)
    expect(listener).not.toHaveBeenCalled()
  })

  test('revokes the token when it is signed out of', async () => {
    const { session, grant } = await signedIn()
    await session.signOut()
    expect(session.getState()).toEqual(signedOut)
    await expect(getUser(plex, grant.token)).rejects.toMatchObject({ code: 'unauthorized' })
    expect(plexTv.requests().filter(({ method }) => method === 'DELETE')).toEqual([
      { method: 'DELETE', path: '/api/v2/users/signout', status: 204 },
    ])
  })

  test('revokes once, however often it is signed out of', async () => {
    const { session } = await signedIn()
    await Promise.all([session.signOut(), session.signOut()])
    await session.signOut()
    expect(plexTv.requests().filter(({ method }) => method === 'DELETE')).toHaveLength(1)
  })

  test('ends when plex.tv no longer knows the token, and revokes nothing', async () => {
    const { session } = await signedIn()
    plexTv.revokeTokens('plain')
    await expect(session.call(getUser)).rejects.toMatchObject({ code: 'unauthorized' })
    expect(session.getState()).toEqual({ status: 'signed-out', reason: 'revoked' })
    await expect(session.getToken()).rejects.toMatchObject({ code: 'unauthorized' })
    expect(plexTv.requests().some(({ method }) => method === 'DELETE')).toBe(false)
  })

  test('can begin again', async () => {
    const { session } = await signedIn()
    await session.signOut()
    await session.start(await signIn(plex, plexTv.person('plain')))
    expect(session.getState()).toMatchObject({ status: 'signed-in' })
  })

  test('takes the last of two that start at once', async () => {
    const session = createPlexSession(plex, memory)
    const first = session.start(grantOf('first'))
    const second = session.start(grantOf('second', { uuid: 'second' }))
    await Promise.all([first, second])
    expect(session.getState()).toMatchObject({ user: { uuid: 'second' } })
    expect(await session.getToken()).toBe('second')
  })

  test('takes nobody in whose sign-in was cancelled', async () => {
    const session = createPlexSession(plex, memory)
    const reason = new Error('changed my mind')
    await expect(session.start(grantOf('a-token'), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(session.getState()).toEqual(never)
    await expect(session.getToken()).rejects.toMatchObject({ code: 'unauthorized' })
  })

  test('is begun by what brings a grant, with what is wished for by then', async () => {
    const remembered: boolean[] = []
    const write = (_record: string, lasting: boolean) => void remembered.push(lasting)
    const session = createPlexSession(plex, { storage: { read: () => null, write, clear() {} } })
    const options = { rememberMe: true }
    const bring = async () => {
      options.rememberMe = false
      return grantOf('brought', { uuid: 'brought' })
    }
    expect(await session.start(bring, options)).toMatchObject({ uuid: 'brought' })
    expect(remembered).toEqual([false])
  })

  test('tells what brings a grant that another sign-in has started, and leaves it alone when somebody signs out', async () => {
    const session = createPlexSession(plex, memory)
    const reasons: unknown[] = []
    const bringNever = ({ signal }: { signal: AbortSignal }) =>
      new Promise<PlexGrant>(() => signal.addEventListener('abort', () => reasons.push(signal.reason)))
    const first = session.start(bringNever).catch((error: unknown) => error)
    await session.start(grantOf('second', { uuid: 'second' }))
    expect([await first, ...reasons]).toMatchObject([{ name: 'AbortError' }, { name: 'AbortError' }])
    let bring = (_grant: PlexGrant) => {}
    const third = session.start(
      () =>
        new Promise<PlexGrant>((resolve) => {
          bring = resolve
        }),
    )
    await session.signOut()
    bring(grantOf('third', { uuid: 'third' }))
    expect(await third).toMatchObject({ uuid: 'third' })
  })

  test('fails as what should bring the grant does', async () => {
    const session = createPlexSession(plex, memory)
    const wrong = new PlexError('network', 'Could not sign in.')
    await expect(session.start(() => Promise.reject(wrong))).rejects.toBe(wrong)
    await expect(
      session.start(() => {
        throw wrong
      }),
    ).rejects.toBe(wrong)
    expect(session.getState()).toEqual(never)
  })

  test('ends at plex.tv what is brought after it was called off', async () => {
    const ended: unknown[] = []
    const asked = createPlexClient({
      product: 'Reelroom',
      clientIdentifier: 'tests',
      async fetch(_url, init) {
        ended.push([init?.method, new Headers(init?.headers).get('X-Plex-Token')])
        return new Response(null, { status: 204 })
      },
    })
    const session = createPlexSession(asked, memory)
    const controller = new AbortController()
    let bring = (_grant: PlexGrant) => {}
    const start = session.start(() => new Promise<PlexGrant>((resolve) => (bring = resolve)), {
      signal: controller.signal,
    })
    controller.abort()
    await expect(start).rejects.toMatchObject({ name: 'AbortError' })
    bring(grantOf('too-late'))
    await vi.waitFor(() => expect(ended).toEqual([['DELETE', 'too-late']]))
    expect(session.getState()).toEqual(never)
  })

  test('tells no listener after it was closed', async () => {
    const { session } = await signedIn()
    const listener = vi.fn()
    session.subscribe(listener)
    session.close()
    session.close()
    await session.signOut()
    expect(listener).not.toHaveBeenCalled()
  })

  test('is its own, though the client be the same', async () => {
    const { session } = await signedIn()
    expect(createPlexSession(plex, memory).getState()).toEqual(never)
    expect(session.getState()).toMatchObject({ status: 'signed-in' })
  })
})

describe('a session in a store of the app’s own', () => {
  const grant = grantOf('a-token')

  test('is there at once when the store answers at once', async () => {
    let kept: string | null = null
    const storage = {
      read: () => kept,
      write: (record: string) => {
        kept = record
      },
      clear: () => {
        kept = null
      },
    }
    await createPlexSession(plex, { storage }).start(grant)
    const reloaded = createPlexSession(plex, { storage })
    expect(reloaded.getState()).toEqual({ status: 'signed-in', user: grant.user, refreshError: null })
    expect(await reloaded.getToken()).toBe('a-token')
    await reloaded.signOut()
    expect(kept).toBeNull()
    expect(createPlexSession(plex, { storage }).getState()).toEqual(never)
  })

  test.each([true, false])('is told whether it lasts: %s', async (rememberMe) => {
    const write = vi.fn()
    const session = createPlexSession(plex, { storage: { read: () => null, write, clear() {} }, remember: !rememberMe })
    await session.start(grant, { rememberMe })
    expect(write).toHaveBeenCalledExactlyOnceWith(expect.any(String), rememberMe)
    await session.start(grant)
    expect(write).toHaveBeenLastCalledWith(expect.any(String), !rememberMe)
  })

  test('is pending until the store has answered, and calls wait for it', async () => {
    const first = createOtherStore()
    const started = createPlexSession(plex, { storage: first.store }).start(grant)
    await first.letAll()
    await started
    const other = createOtherStore(first.kept())
    const session = createPlexSession(plex, { storage: other.store })
    expect(session.getState()).toEqual({ status: 'pending' })
    const token = session.getToken()
    await other.letAll()
    expect(session.getState()).toEqual({ status: 'signed-in', user: grant.user, refreshError: null })
    expect(await token).toBe('a-token')
  })

  test('may be read by a promise of another make', async () => {
    const first = createOtherStore()
    const started = createPlexSession(plex, { storage: first.store }).start(grant)
    await first.letAll()
    await started
    // biome-ignore lint/suspicious/noThenProperty: a promise of a library's own is what this is about.
    const read = () => ({ then: (keep: (text: string | null) => void) => keep(first.kept()) }) as Promise<string | null>
    const session = createPlexSession(plex, { storage: { read, write() {}, clear() {} } })
    expect(await session.getToken()).toBe('a-token')
    expect(session.getState()).toMatchObject({ status: 'signed-in' })
  })

  test('keeps the last of two that start, in whatever order the store ends its writes', async () => {
    const { store, kept, letAll, letOne } = createOtherStore()
    const session = createPlexSession(plex, { storage: store })
    await letAll()
    const first = session.start(grant).catch((error: unknown) => error)
    const second = session.start(grantOf('second', { uuid: 'second' }))
    await letOne('last')
    await letAll()
    await Promise.all([first, second])
    expect(session.getState()).toMatchObject({ user: { uuid: 'second' } })
    expect(kept()).toContain('"second"')
  })

  test('keeps nobody who signs out while the store still writes', async () => {
    const { store, kept, letAll, letOne } = createOtherStore()
    const session = createPlexSession(plex, { storage: store })
    await letAll()
    const start = session.start(grant).catch((error: unknown) => error)
    await new Promise(setImmediate)
    const out = session.signOut()
    await letOne('last')
    await letAll()
    expect(await start).toMatchObject({ name: 'AbortError' })
    await out
    expect(session.getState()).toMatchObject({ status: 'signed-out' })
    await expect(session.getToken()).rejects.toMatchObject({ code: 'unauthorized' })
    expect(kept()).toBeNull()
  })

  test('follows what others write, until it is closed', async () => {
    const other = createOtherStore()
    const writer = createPlexSession(plex, { storage: other.store })
    const reader = createPlexSession(plex, { storage: other.store })
    await other.letAll()
    const started = writer.start(grant)
    await other.letAll()
    await started
    other.replace(other.kept())
    await other.letAll()
    expect(reader.getState()).toEqual({ status: 'signed-in', user: grant.user, refreshError: null })
    expect(await reader.getToken()).toBe('a-token')
    other.replace(null)
    await other.letAll()
    expect(reader.getState()).toEqual(signedOut)
    reader.close()
    writer.close()
    expect(other.listeners()).toBe(0)
  })

  test('signs in also where the store tells the one who wrote', async () => {
    const other = createOtherStore()
    const store = {
      ...other.store,
      async write(record: string) {
        other.replace(record)
      },
    }
    const session = createPlexSession(plex, { storage: store })
    await other.letAll()
    const started = session.start(grant).catch((error: unknown) => error)
    await other.letAll()
    expect(await started).toEqual(grant.user)
    expect(session.getState()).toEqual({ status: 'signed-in', user: grant.user, refreshError: null })
    expect(await session.getToken()).toBe('a-token')
  })
})

describe('on a server', () => {
  const backend = { accept: async () => {}, restore: async () => null, signOut: async () => {} }
  test.each<[string, SessionOptions]>([
    ['of the browser’s', {}],
    ['of a backend’s', { backend }],
  ])('a session %s stays pending and takes nobody in', async (_whose, options) => {
    const session = createPlexSession(plex, options)
    const misuse = { code: 'misuse' }
    await expect(session.start(grantOf('a-token'))).rejects.toMatchObject(misuse)
    await expect(session.getToken()).rejects.toMatchObject(misuse)
    await expect(session.call(getUser)).rejects.toMatchObject(misuse)
    await expect(session.refresh()).rejects.toMatchObject(misuse)
    await session.signOut()
    expect(session.getState()).toEqual({ status: 'pending' })
    session.close()
  })

  test('a script may have one in memory', async () => {
    const { session } = await signedIn()
    expect(session.getState()).toMatchObject({ status: 'signed-in' })
  })
})
