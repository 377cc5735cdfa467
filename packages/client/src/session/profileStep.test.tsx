import { createEmulator, createTestClock, type Emulator, type PersonName, type TestClock } from '@foyer/emulator'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  askForProfile,
  createPlexClient,
  createPlexSession,
  getProfiles,
  getUser,
  type PlexSession,
  type ProfileStepOptions,
} from '../index.ts'

let plexTv: Emulator
let clock: TestClock
const sessions: PlexSession[] = []

beforeEach(() => {
  clock = createTestClock()
  plexTv = createEmulator({ clock })
})
afterEach(() => {
  for (const session of sessions.splice(0)) session.close()
  vi.restoreAllMocks()
  localStorage.clear()
  sessionStorage.clear()
})

/** The session of a tab of the app; each tab has one of its own. */
function open(options?: ProfileStepOptions) {
  const client = createPlexClient({ product: 'Reelroom', clientIdentifier: 'tests', fetch: plexTv.fetch, clock })
  const session = createPlexSession(client, { profiles: askForProfile(options) })
  sessions.push(session)
  return session
}
async function signedIn(name: PersonName = 'plexPass', options?: ProfileStepOptions) {
  const session = open(options)
  const token = plexTv.tokenFor(name, 'tests')
  await session.start({ token, user: await getUser(session.client, token) })
  return session
}
const pip = () => ({ uuid: plexTv.person('managed').uuid })
const noura = () => plexTv.person('plexPass')
const seen = (session: PlexSession) => {
  const state = session.getState()
  return state.status === 'signed-in' ? state.user.title : state.status
}

describe('who is watching', () => {
  test('is asked after a sign-in, in a Home and nowhere else', async () => {
    const session = await signedIn()
    expect(session.getState()).toMatchObject({ status: 'choosing-profile', account: { title: 'نورا حداد' } })
    expect(seen(await signedIn('plain'))).toBe('Ada Lovelace')
  })

  test('is something that a session says it asks for, with nobody signed in yet', () => {
    const withoutStep = createPlexSession(open().client)
    sessions.push(withoutStep)
    expect([open().asksForProfile, withoutStep.asksForProfile]).toEqual([true, false])
  })

  test('is who was chosen, by a token of theirs, and without one in the state', async () => {
    const session = await signedIn()
    expect((await session.chooseProfile(pip())).title).toBe('Pip 🦊')
    expect(seen(session)).toBe('Pip 🦊')
    expect(await session.getToken()).toBe(plexTv.tokenFor('managed', 'tests'))
    expect((await session.call(getUser)).title).toBe('Pip 🦊')
    expect(JSON.stringify(session.getState())).not.toContain(await session.getToken())
  })

  test('is known after a reload, and in another tab', async () => {
    const session = await signedIn()
    await session.chooseProfile(pip())
    expect(seen(open())).toBe('Pip 🦊')
  })

  test('may be somebody else, who has a PIN; a wrong one changes nothing', async () => {
    const session = await signedIn()
    await session.chooseProfile(pip())
    const { uuid, profilePin } = noura()
    await expect(session.chooseProfile({ uuid })).rejects.toMatchObject({ code: 'profile-pin-required' })
    const wrong = session.chooseProfile({ uuid, profilePin: '0000' })
    await expect(wrong).rejects.toMatchObject({ code: 'profile-pin-invalid' })
    expect(seen(session)).toBe('Pip 🦊')
    await session.chooseProfile({ uuid, profilePin })
    expect(seen(session)).toBe('نورا حداد')
  })

  test('is asked anew once the profile is left, while the account stays signed in', async () => {
    const session = await signedIn()
    await session.chooseProfile(pip())
    session.leaveProfile()
    expect(seen(session)).toBe('choosing-profile')
    expect(await session.call(getProfiles)).toHaveLength(2)
    expect(plexTv.requests().some(({ method }) => method === 'DELETE')).toBe(false)
    await vi.waitFor(() => expect(seen(open())).toBe('choosing-profile'))
  })

  test('was somebody, which the question says: after it is asked anew, after a reload, and not after a sign-out', async () => {
    const session = await signedIn()
    expect(session.getState()).toMatchObject({ status: 'choosing-profile', lastUuid: null })
    await session.chooseProfile(pip())
    session.leaveProfile()
    const asked = { status: 'choosing-profile', lastUuid: pip().uuid }
    expect(session.getState()).toMatchObject(asked)
    await vi.waitFor(() => expect(open().getState()).toMatchObject(asked))
    await session.signOut()
    expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain(pip().uuid)
    expect((await signedIn()).getState()).toMatchObject({ status: 'choosing-profile', lastUuid: null })
  })

  test('is asked anew when their token has died, and the account’s has not', async () => {
    const session = await signedIn()
    await session.chooseProfile(pip())
    plexTv.revokeTokens('managed')
    await expect(session.call(getUser)).rejects.toMatchObject({ code: 'unauthorized' })
    expect(seen(session)).toBe('choosing-profile')
  })

  test('is nobody once the account’s token has died', async () => {
    const session = await signedIn()
    await session.chooseProfile(pip())
    plexTv.revokeTokens('plexPass')
    plexTv.revokeTokens('managed')
    await expect(session.refresh()).rejects.toMatchObject({ code: 'unauthorized' })
    await vi.waitFor(() => expect(session.getState()).toEqual({ status: 'signed-out', reason: 'revoked' }))
  })

  test('is nobody after a sign-out, which ends both tokens', async () => {
    const session = await signedIn()
    await session.chooseProfile(pip())
    const tokens = [plexTv.tokenFor('managed', 'tests'), plexTv.tokenFor('plexPass', 'tests')]
    await session.signOut()
    expect(seen(session)).toBe('signed-out')
    for (const token of tokens) {
      await expect(getUser(session.client, token)).rejects.toMatchObject({ code: 'unauthorized' })
    }
  })

  test('keeps their token when they sign in themselves, over the session in which they watched', async () => {
    const session = await signedIn()
    await session.chooseProfile(pip())
    const token = plexTv.tokenFor('managed', 'tests')
    await session.start({ token, user: await getUser(session.client, token) })
    await vi.waitFor(() =>
      expect(plexTv.requests()).toContainEqual(expect.objectContaining({ method: 'DELETE', status: 204 })),
    )
    expect((await session.call(getUser)).title).toBe('Pip 🦊')
  })

  test('does not come in when the account has left meanwhile', async () => {
    const session = await signedIn()
    const choosing = session.chooseProfile(pip())
    const leaving = session.signOut()
    await expect(choosing).rejects.toMatchObject({ code: 'unauthorized' })
    await leaving
    expect(seen(session)).toBe('signed-out')
  })

  test('is asked for again where what is kept of them can’t be read', async () => {
    const session = await signedIn()
    await session.chooseProfile(pip())
    const key = Object.keys(localStorage).find((each) => each.startsWith('foyer.session.')) ?? ''
    const record = JSON.parse(localStorage.getItem(key) ?? '')
    localStorage.setItem(key, JSON.stringify({ ...record, profile: { token: 3 } }))
    expect(seen(open())).toBe('choosing-profile')
  })

  test('can’t be said in a session that does not ask', async () => {
    const client = createPlexClient({ product: 'Reelroom', clientIdentifier: 'tests', fetch: plexTv.fetch, clock })
    const session = createPlexSession(client, { storage: 'memory' })
    sessions.push(session)
    const token = plexTv.tokenFor('plexPass', 'tests')
    await session.start({ token, user: await getUser(client, token) })
    expect(seen(session)).toBe('نورا حداد')
    await expect(session.chooseProfile(pip())).rejects.toMatchObject({ code: 'misuse' })
  })
})

describe('a session that locks', () => {
  const lockAfterMs = 60_000
  const look = (hidden: boolean) => {
    vi.spyOn(document, 'hidden', 'get').mockReturnValue(hidden)
    document.dispatchEvent(new Event('visibilitychange'))
  }
  async function watching() {
    const session = await signedIn('plexPass', { lockAfterMs })
    await session.chooseProfile(pip())
    expect(seen(session)).toBe('Pip 🦊')
    return session
  }

  test('is locked after nobody has looked for so long, and not before', async () => {
    const session = await watching()
    look(true)
    await clock.pass(lockAfterMs - 1)
    look(false)
    expect(seen(session)).toBe('Pip 🦊')
    look(true)
    await clock.pass(lockAfterMs)
    look(false)
    expect(seen(session)).toBe('choosing-profile')
  })

  test('is locked after a reload, in another tab, and on a page that comes back', async () => {
    const session = await watching()
    expect(seen(open({ lockAfterMs }))).toBe('choosing-profile')
    const kept = JSON.stringify({ ...localStorage, ...sessionStorage })
    expect(kept).not.toContain(await session.getToken())
    expect(open({ lockAfterMs }).getState()).toMatchObject({ lastUuid: pip().uuid })
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
    expect(seen(session)).toBe('choosing-profile')
  })

  test('stays as it is when another tab writes, or its user is asked for again', async () => {
    const session = await watching()
    const other = open({ lockAfterMs })
    await other.chooseProfile(pip())
    other.leaveProfile()
    window.dispatchEvent(new StorageEvent('storage', { key: null }))
    await session.refresh()
    expect(seen(session)).toBe('Pip 🦊')
    expect(JSON.stringify({ ...localStorage })).not.toContain('Pip')
  })
})
