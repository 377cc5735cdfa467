import { createEmulator, createTestClock } from '@foyer/emulator'
import { describe, expect, test, vi } from 'vitest'
import {
  createPlexClient,
  createPlexSession,
  denyAccess,
  getUser,
  isPlexError,
  PlexError,
  type PlexGrant,
  type SessionOptions,
  signIn,
} from '../index.ts'

const restore = async () => null
const signOut = async () => {}

async function setUp(options: (grantOf: () => PlexGrant) => SessionOptions) {
  const plexTv = createEmulator()
  const plex = createPlexClient({ product: 'Reelroom', clientIdentifier: 'tests', fetch: plexTv.fetch })
  const grant = await signIn(plex, plexTv.person('plain'))
  const session = createPlexSession(
    plex,
    options(() => grant),
  )
  const refusal = session.start(grant).then(
    () => null,
    (error: unknown) => error,
  )
  return { plexTv, plex, grant, session, refusal: await refusal }
}
const denial = { code: 'not-invited', message: 'You are not on the list yet. Ask Mara.' }
const deny = () => denyAccess(denial)

describe.each([
  ['authorize', (say: () => never | Promise<never>) => ({ storage: 'memory' as const, authorize: say })],
  ['a backend’s accept', (accept: () => never | Promise<never>) => ({ backend: { accept, restore, signOut } })],
])('an app that says no in %s', (_, optionsOf) => {
  test.each([
    ['at once', deny],
    ['after a while', async () => deny()],
  ])('%s is heard in its own code and words, and the token is ended', async (_, say) => {
    const { refusal, session, plex, grant } = await setUp(() => optionsOf(say))
    expect(refusal).toMatchObject({ code: 'access-denied', denial })
    expect(session.getState()).toEqual({ status: 'signed-out', reason: 'never' })
    await vi.waitFor(() => expect(getUser(plex, grant.token)).rejects.toMatchObject({ code: 'unauthorized' }))
  })

  test.each([
    ['another error', () => Promise.reject(new Error('503'))],
    ['a text', () => Promise.reject('403')],
  ])('is told apart from one that fails: %s', async (_, say) => {
    const { refusal } = await setUp(() => optionsOf(say))
    expect(refusal).toMatchObject({ code: 'backend' })
    expect(isPlexError(refusal) && refusal.denial).toBeUndefined()
  })

  test('never repeats the token in its words', async () => {
    let token = ''
    const say = () => denyAccess({ code: token, message: `No entry for ${token}` })
    const { refusal, grant } = await setUp((grantOf) =>
      optionsOf(() => {
        token = grantOf().token
        return say()
      }),
    )
    expect(refusal).toMatchObject({ denial: { code: '[token]', message: 'No entry for [token]' } })
    expect(JSON.stringify(refusal) + (refusal as Error).message).not.toContain(grant.token)
  })
})

test('what failed at plex.tv is told as that where the app asked there itself, and as its server’s failure else', async () => {
  const fail = async () => {
    throw new PlexError('server', 'Could not read the server.')
  }
  const asked = await setUp(() => ({ storage: 'memory', authorize: fail }))
  expect(asked.refusal).toMatchObject({ code: 'server' })
  const handedOn = await setUp(() => ({ backend: { accept: fail, restore, signOut } }))
  expect(handedOn.refusal).toMatchObject({ code: 'backend' })
})

test('whoever may come in is decided before the session begins, and hears who asks', async () => {
  const asked = vi.fn()
  const { session, grant, refusal } = await setUp(() => ({ storage: 'memory', authorize: asked }))
  expect(asked).toHaveBeenCalledWith(grant, { client: session.client, signal: expect.any(AbortSignal) })
  expect([refusal, session.getState()]).toEqual([null, { status: 'signed-in', user: grant.user, refreshError: null }])
})

test('an authorize that never answers ends after half a minute', async () => {
  const plexTv = createEmulator()
  const clock = createTestClock()
  const plex = createPlexClient({ product: 'Reelroom', clientIdentifier: 'tests', fetch: plexTv.fetch, clock })
  const session = createPlexSession(plex, { storage: 'memory', authorize: () => new Promise<void>(() => {}) })
  const ended = vi.fn()
  session.start(await signIn(plex, plexTv.person('plain'))).catch(ended)
  await clock.pass(29_999)
  expect(ended).not.toHaveBeenCalled()
  await clock.pass(1)
  const late = expect.objectContaining({ code: 'backend', message: expect.stringContaining('timeout') })
  expect(ended.mock.calls).toEqual([[late]])
})

test.each([
  [
    { code: 7, message: null },
    { code: 'denied', message: '' },
  ],
  [undefined, { code: 'denied', message: '' }],
  [null, { code: 'denied', message: '' }],
  ['no', { code: 'denied', message: '' }],
  [
    { code: 'x'.repeat(1000), message: 'y'.repeat(10_000) },
    { code: 'x'.repeat(64), message: 'y'.repeat(1000) },
  ],
])('what a server says in place of %j is made harmless', (given, denial) => {
  expect(() => denyAccess(given as never)).toThrow(expect.objectContaining({ code: 'access-denied', denial }))
})
