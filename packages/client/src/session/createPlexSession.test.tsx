import { createEmulator, createTestClock } from '@foyer/emulator'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  createPlexClient,
  createPlexSession,
  getUser,
  type PlexSession,
  type SessionBackend,
  type SessionOptions,
} from '../index.ts'
import { grantOf } from '../testing/plexOf.ts'

const plexTv = createEmulator()
const clock = createTestClock({ pausesBelowMs: 2000 })
const plex = createPlexClient({ product: 'Reelroom', clientIdentifier: 'tests', fetch: plexTv.fetch, clock })
const prefix = 'foyer.session.Reelroom.'
/** All sessions that an area keeps, as one text. */
const keptIn = (storage: Storage) =>
  Object.keys(storage)
    .filter((key) => key.startsWith(prefix))
    .map((key) => storage.getItem(key))
    .join()
const signedOut = { status: 'signed-out', reason: 'signed-out' }
const grant = () => grantOf(plexTv.tokenFor('plain', 'tests'), { id: 7, uuid: plexTv.person('plain').uuid })

const open: PlexSession[] = []
function tab(options: SessionOptions = {}, client = plex) {
  const session = createPlexSession(client, options)
  open.push(session)
  return session
}

/** What the browser does in the other tabs when one has written. */
const storageChanged = (changed: string | null = `${prefix}0`) =>
  window.dispatchEvent(new StorageEvent('storage', { key: changed, storageArea: localStorage }))

beforeEach(() => {
  plexTv.reset()
  localStorage.clear()
  sessionStorage.clear()
})

afterEach(() => {
  for (const session of open.splice(0)) session.close()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('a session in the browser', () => {
  test('lasts, unless told otherwise: the token is in localStorage alone, and a reload knows at once', async () => {
    await tab().start(grant())
    expect(keptIn(localStorage)).toContain(grant().token)
    expect(sessionStorage).toHaveLength(0)
    const reloaded = tab()
    expect(reloaded.getState()).toEqual({ status: 'signed-in', user: grant().user, refreshError: null })
    expect(await reloaded.getToken()).toBe(grant().token)
  })

  test.each<[string, SessionOptions, { rememberMe?: boolean }]>([
    ['its sign-in says so', {}, { rememberMe: false }],
    ['the app says so', { remember: false }, {}],
  ])('ends with its tab when %s', async (_who, options, start) => {
    await tab(options).start(grant(), start)
    expect(keptIn(sessionStorage)).toContain(grant().token)
    expect(localStorage).toHaveLength(0)
    expect(tab().getState()).toMatchObject({ status: 'signed-in' })
    sessionStorage.clear()
    expect(tab().getState()).toMatchObject({ status: 'signed-out' })
  })

  test.each([true, false])('leaves nothing behind after signing out, remembered: %s', async (rememberMe) => {
    const session = tab()
    await session.start(grant(), { rememberMe })
    await session.signOut()
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 0])
    expect(tab().getState()).toEqual({ status: 'signed-out', reason: 'never' })
    await expect(getUser(plex, grant().token)).resolves.toBeDefined()
  })

  test.each([true, false])('leaves nothing behind when the token has died, remembered: %s', async (rememberMe) => {
    const session = tab()
    await session.start(grant(), { rememberMe })
    plexTv.revokeTokens('plain')
    await expect(session.call(getUser)).rejects.toMatchObject({ code: 'unauthorized' })
    expect(session.getState()).toEqual({ status: 'signed-out', reason: 'revoked' })
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 0])
  })

  test.each([
    [true, false],
    [false, true],
  ])('leaves nothing of the same person behind who was remembered: %s, then: %s', async (once, then) => {
    const session = tab()
    await session.start(grant(), { rememberMe: once })
    await session.start(grant(), { rememberMe: then })
    await session.signOut()
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 0])
  })

  test('of one tab comes before the one that all share, and leaves that alone', async () => {
    const shared = tab()
    await shared.start(grant())
    const own = tab()
    await own.start(grantOf('own-token', { uuid: 'other' }), { rememberMe: false })
    storageChanged()
    expect(tab().getState()).toMatchObject({ user: { uuid: 'other' } })
    await own.signOut()
    expect(keptIn(localStorage)).toContain(grant().token)
  })

  test('has a name: another app on the origin, or another name, is another session', async () => {
    await tab().start(grant())
    const named = (product: string, name?: string) =>
      createPlexClient({ product, name, clientIdentifier: 'tests', fetch: plexTv.fetch })
    expect(tab({}, named('Reelroom', 'other')).getState()).toMatchObject({ status: 'signed-out' })
    expect(tab({}, named('Other')).getState()).toMatchObject({ status: 'signed-out' })
    expect(tab({}, named('Reel')).getState()).toMatchObject({ status: 'signed-out' })
    expect(tab({}, named('Other', 'Reelroom')).getState()).toMatchObject({ status: 'signed-in' })
  })

  test('keeps what a refresh finds for the next reload', async () => {
    const session = tab()
    await session.start(grant())
    const user = await session.refresh()
    expect(user.title).toBe(plexTv.person('plain').title)
    expect(tab().getState()).toEqual({ status: 'signed-in', user, refreshError: null })
  })

  test('writes nothing in memory mode', async () => {
    await tab({ storage: 'memory' }).start(grant())
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 0])
  })
})

describe('two tabs', () => {
  test('the other signs in when one does, and out when one does, by storage alone', async () => {
    vi.stubGlobal('BroadcastChannel', undefined)
    const [one, other] = [tab(), tab()]
    await one.start(grant())
    storageChanged()
    await vi.waitFor(() => expect(other.getState()).toMatchObject({ status: 'signed-in' }))
    expect(await other.getToken()).toBe(grant().token)
    await one.signOut()
    storageChanged()
    await vi.waitFor(() => expect(other.getState()).toEqual(signedOut))
    await expect(other.getToken()).rejects.toMatchObject({ code: 'unauthorized' })
  })

  test.each<[string, SessionOptions]>([
    ['remembered', {}],
    ['of their tabs alone', { remember: false }],
    ['in memory', { storage: 'memory' }],
  ])('the other signs out when one does, by message, when %s', async (_where, options) => {
    const [one, other] = [tab(options), tab(options)]
    await one.start(grant())
    await other.start(grant())
    await one.signOut()
    await vi.waitFor(() => expect(other.getState()).toEqual(signedOut))
    await expect(other.getToken()).rejects.toMatchObject({ code: 'unauthorized' })
  })

  test('both say that the token died when one finds out', async () => {
    const [one, other] = [tab(), tab()]
    await one.start(grant())
    await other.start(grant())
    plexTv.revokeTokens('plain')
    await one.call(getUser).catch(() => null)
    await vi.waitFor(() => expect(other.getState()).toEqual({ status: 'signed-out', reason: 'revoked' }))
  })

  test('one revokes, and not the other too', async () => {
    const [one, other] = [tab(), tab()]
    await one.start(grant())
    await other.start(grant())
    await one.signOut()
    await vi.waitFor(() => expect(other.getState()).toMatchObject({ status: 'signed-out' }))
    expect(plexTv.requests().filter(({ method }) => method === 'DELETE')).toHaveLength(1)
  })

  test('somebody else in the other tab stays', async () => {
    const [one, other] = [tab({ storage: 'memory' }), tab({ storage: 'memory' })]
    const last = tab({ storage: 'memory' })
    await one.start(grant())
    await last.start(grant())
    await other.start(grantOf('other-token', { uuid: 'other' }))
    await one.signOut()
    await vi.waitFor(() => expect(last.getState()).toMatchObject({ status: 'signed-out' }))
    expect(other.getState()).toMatchObject({ status: 'signed-in' })
  })

  test('one that hears late of a sign-out leaves alone who signed in since', async () => {
    const [one, other] = [tab(), tab()]
    await one.start(grant())
    await other.start(grant())
    // The message is on its way.
    await one.signOut()
    const newer = grant()
    await one.start(newer)
    await vi.waitFor(() => expect(other.getState()).toEqual(signedOut))
    await expect(other.getToken()).rejects.toMatchObject({ code: 'unauthorized' })
    storageChanged()
    await vi.waitFor(() => expect(other.getState()).toMatchObject({ status: 'signed-in' }))
    expect([await other.getToken(), await one.getToken()]).toEqual([newer.token, newer.token])
    expect(keptIn(localStorage)).toContain(newer.token)
  })

  test('one whose session another replaced, and that has not heard of it, leaves the new one alone', async () => {
    const [one, other] = [tab(), tab()]
    await one.start(grant())
    const { token } = grant()
    await other.start(grantOf('newer-token', { uuid: 'newer' }))
    await vi.waitFor(() => expect(getUser(plex, token)).rejects.toMatchObject({ code: 'unauthorized' }))
    await expect(one.refresh()).rejects.toMatchObject({ code: 'unauthorized' })
    expect(one.getState()).toEqual({ status: 'signed-out', reason: 'revoked' })
    await one.signOut()
    expect(keptIn(localStorage)).toContain('newer-token')
    expect(other.getState()).toMatchObject({ user: { uuid: 'newer' } })
  })

  test('one that looks up the user while the other signs out brings nobody back', async () => {
    const [one, other] = [tab(), tab()]
    await one.start(grant())
    storageChanged()
    await vi.waitFor(() => expect(other.getState()).toMatchObject({ status: 'signed-in' }))
    const looked = other.refresh()
    await one.signOut()
    await looked.catch(() => {})
    await vi.waitFor(() => expect(other.getState()).toMatchObject({ status: 'signed-out' }))
    expect(keptIn(localStorage)).toBe('')
  })

  test('one that hears late does not take for an earlier session what a tab began that never saw the ended one', async () => {
    const [one, late] = [tab(), tab()]
    await one.start(grant())
    await one.start(grantOf(grant().token, { uuid: grant().user.uuid }))
    storageChanged()
    await vi.waitFor(() => expect(late.getState()).toMatchObject({ status: 'signed-in' }))
    const signedOutOf = one.signOut()
    const anew = tab()
    await anew.start(grantOf('bob-token', { uuid: 'bob' }))
    await signedOutOf
    await vi.waitFor(() => expect(late.getState()).toEqual(signedOut))
    await late.signOut()
    expect(keptIn(localStorage)).toContain('bob-token')
    expect(await anew.getToken()).toBe('bob-token')
  })

  test('all storage cleared by somebody signs out', async () => {
    const session = tab()
    await session.start(grant())
    localStorage.clear()
    storageChanged(null)
    await vi.waitFor(() => expect(session.getState()).toEqual(signedOut))
  })

  test('another key does not concern it', async () => {
    const session = tab()
    await session.start(grant())
    localStorage.clear()
    storageChanged('foyer.session.Other.0')
    await session.getToken()
    expect(session.getState()).toMatchObject({ status: 'signed-in' })
  })

  test('a closed one hears no more', async () => {
    const [one, other] = [tab(), tab()]
    await one.start(grant())
    await other.start(grant())
    other.close()
    localStorage.clear()
    storageChanged()
    await one.signOut()
    expect(other.getState()).toMatchObject({ status: 'signed-in' })
  })
})

describe('a session at a backend', () => {
  function backendOf(known: Awaited<ReturnType<SessionBackend['restore']>> = null) {
    return {
      accept: vi.fn<SessionBackend['accept']>(async () => {}),
      restore: vi.fn<SessionBackend['restore']>(async () => known),
      signOut: vi.fn<SessionBackend['signOut']>(async () => {}),
    }
  }

  test('is pending until the backend says who', async () => {
    const { user } = grant()
    const session = tab({ backend: backendOf(user) })
    expect(session.getState()).toEqual({ status: 'pending' })
    await vi.waitFor(() => expect(session.getState()).toEqual({ status: 'signed-in', user, refreshError: null }))
  })

  test('gives the backend the token, the person and the client identifier, and keeps none of it', async () => {
    const backend = backendOf()
    const session = tab({ backend })
    await session.start(grant(), { rememberMe: false })
    expect(backend.accept).toHaveBeenCalledExactlyOnceWith(
      { ...grant(), clientIdentifier: 'tests' },
      { rememberMe: false, signal: expect.anything() },
    )
    expect(session.getState()).toEqual({ status: 'signed-in', user: grant().user, refreshError: null })
    await expect(session.getToken()).rejects.toMatchObject({ code: 'misuse' })
    await expect(session.call(getUser)).rejects.toMatchObject({ code: 'misuse' })
    expect(session.getState()).toMatchObject({ status: 'signed-in' })
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 0])
  })

  test('does not begin while the backend has not accepted', async () => {
    const backend = backendOf()
    backend.accept.mockRejectedValue(new Error('This person is not invited.'))
    const session = tab({ backend })
    await expect(session.start(grant())).rejects.toMatchObject({
      code: 'backend',
      message: expect.stringContaining('not invited'),
    })
    expect(session.getState()).toEqual({ status: 'signed-out', reason: 'never' })
  })

  test('lets the caller cancel', async () => {
    const backend = backendOf()
    let heard: AbortSignal | undefined
    backend.accept.mockImplementation((_grant, { signal }) => {
      heard = signal
      return new Promise(() => {})
    })
    const session = tab({ backend })
    const caller = new AbortController()
    const start = session.start(grant(), { signal: caller.signal })
    await vi.waitUntil(() => heard)
    caller.abort('changed my mind')
    await expect(start).rejects.toBe('changed my mind')
    expect(heard?.aborted).toBe(true)
    expect(session.getState()).toEqual({ status: 'signed-out', reason: 'never' })
  })

  test('signs out at the backend, and not at plex.tv', async () => {
    const backend = backendOf(grant().user)
    const session = tab({ backend })
    await session.signOut()
    expect(backend.signOut).toHaveBeenCalledTimes(1)
    expect(session.getState()).toEqual(signedOut)
    expect(plexTv.requests()).toEqual([])
  })

  test('is signed out here also when the backend fails to, with a warning', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const backend = backendOf(grant().user)
    backend.signOut.mockRejectedValue(new Error('down'))
    const session = tab({ backend })
    await session.signOut()
    expect(session.getState()).toEqual(signedOut)
    expect(warn).toHaveBeenCalledTimes(1)
  })

  test('refreshes from the backend, and ends when it knows nobody', async () => {
    const backend = backendOf(grant().user)
    const session = tab({ backend })
    backend.restore.mockResolvedValue({ ...grant().user, title: 'Renamed' })
    await session.refresh()
    expect(session.getState()).toMatchObject({ user: { title: 'Renamed' } })
    backend.restore.mockResolvedValue(null)
    await expect(session.refresh()).rejects.toMatchObject({ code: 'unauthorized' })
    expect(session.getState()).toEqual({ status: 'signed-out', reason: 'revoked' })
    expect(backend.signOut).not.toHaveBeenCalled()
  })

  test('takes of the backend’s person what a PlexUser has, and no more', async () => {
    const session = tab({ backend: backendOf({ ...grant().user, token: 'oops' } as never) })
    await vi.waitFor(() =>
      expect(session.getState()).toEqual({ status: 'signed-in', user: grant().user, refreshError: null }),
    )
  })

  test('is asked again when it stumbles', async () => {
    const backend = backendOf(grant().user)
    backend.restore.mockRejectedValueOnce(new Error('down'))
    const session = tab({ backend })
    await vi.waitFor(() => expect(session.getState()).toMatchObject({ status: 'signed-in' }))
    expect(backend.restore).toHaveBeenCalledTimes(2)
  })
})
