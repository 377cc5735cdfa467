import type { PersonName } from '@foyer/emulator'
import { describe, expect, test, vi } from 'vitest'
import { createPlexSession, getUser, onlyMembersOf } from '../index.ts'
import { plexWithServers } from '../testing/plexWithServers.ts'

/** The seeded server of Noura's, which all but Otto may use. */
function setUp() {
  const { plex, plexTv, clock, tokenOf } = plexWithServers()
  const attic = plexTv.servers()[0]?.machineIdentifier ?? ''
  const words = { code: 'no-ticket', message: 'Ask Noura.' }
  const session = createPlexSession(plex, { storage: 'memory', authorize: onlyMembersOf(attic, words) })
  const enter = async (name: PersonName) => {
    const token = tokenOf(name)
    return session.start({ token, user: await getUser(plex, token) })
  }
  return { plex, plexTv, clock, tokenOf, attic, words, session, enter }
}

describe('a session for members of one server', () => {
  test.each(['plexPass', 'managed', 'plain'] as const)('takes %s in: owner, Home, friend', async (name) => {
    const { session, enter } = setUp()
    await enter(name)
    expect(session.getState().status).toBe('signed-in')
  })

  test('turns a stranger away in the app’s words, and ends their token', async () => {
    const { session, enter, words, plex, tokenOf, plexTv } = setUp()
    const token = tokenOf('uninvited')
    await expect(enter('uninvited')).rejects.toMatchObject({ code: 'access-denied', denial: words })
    expect(session.getState()).toEqual({ status: 'signed-out', reason: 'never' })
    await vi.waitFor(() => expect(getUser(plex, token)).rejects.toMatchObject({ code: 'unauthorized' }))
    expect(plexTv.servers()[0]?.sharedWith).not.toContain('uninvited')
  })

  test('turns nobody away because plex.tv failed', async () => {
    const { session, enter, plexTv, clock } = setUp()
    plexTv.fail({ kind: 'status', status: 503, endpoint: 'server' })
    const entering = enter('plain').catch((error: unknown) => error)
    for (let tries = 0; tries < 3; tries++) await clock.pass(5000)
    expect(await entering).toMatchObject({ code: 'server' })
    expect(session.getState()).toEqual({ status: 'signed-out', reason: 'never' })
  })
})

test('a machine identifier of a setting that is missing is said at once', () => {
  expect(() => onlyMembersOf('')).toThrow(expect.objectContaining({ code: 'misuse' }))
})
