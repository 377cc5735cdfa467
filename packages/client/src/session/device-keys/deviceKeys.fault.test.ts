// @module-tag fault
import { describe, expect } from 'vitest'
import { createPin, getUser, isPlexError, readToken, signIn, waitForPin } from '../../index.ts'
import { faultTest as test } from '../../testing/faultTest.ts'
import { keysIn, openKeys } from '../../testing/keysOf.ts'
import { DAY_MS } from '../../testing/withDeviceKeys.ts'

describe('one keys store', { tags: 'browser' }, () => {
  test('two pages sign in at once over an empty store of keys → each has a key of its own, and both are renewed', async ({
    canary,
  }) => {
    const { session, sessionOf, enter, sleep } = openKeys(canary)
    const other = sessionOf()
    await Promise.all([enter(session), enter(other, 'plexPass')])
    await sleep(8 * DAY_MS)
    const people = await Promise.all([session.call(getUser), other.call(getUser)])
    expect(people.map(({ username }) => username)).toEqual(['ada', 'noura'])
  })

  test('two pages sign in at once with one key, that of a pin that was shown → a typed error at worst; the next try is let in', async ({
    canary,
  }) => {
    const { session, sessionOf, enter } = openKeys(canary)
    await createPin(session.client, 'link')
    const pages = [session, sessionOf()]
    const outcomes = await Promise.allSettled(pages.map((page) => enter(page)))
    for (const [at, outcome] of outcomes.entries()) {
      const page = pages[at] ?? session
      if (outcome.status === 'rejected') {
        canary.see('an error', outcome.reason)
        expect(isPlexError(outcome.reason)).toBe(true)
        await enter(page)
      }
      expect(await page.call(getUser)).toMatchObject({ username: 'ada' })
    }
  })

  test('two sign-ins at once in one page → the last one is signed in, the other called off', async ({ canary }) => {
    const { session, enter, keys } = openKeys(canary)
    const first = canary.refusal(enter())
    await enter(session, 'plexPass')
    expect(await first).toMatchObject({ name: 'AbortError' })
    expect(await session.call(getUser)).toMatchObject({ username: 'noura' })
    expect(keysIn(keys.text())).toHaveLength(1)
  })
})

describe('a key that plex.tv does not take', { tags: 'protocol' }, () => {
  test('the owner has removed the device → `device-key-unknown`; signed out, and one can sign in again', async ({
    canary,
  }) => {
    const { enter, session, plexTv, keys } = openKeys(canary)
    await enter()
    plexTv.removeDevice(keysIn(keys.text())[0].clientIdentifier)
    const refused = await canary.refusal(session.call(getUser))
    expect(refused).toMatchObject({ code: 'device-key-unknown', plexCode: 1097 })
    expect(session.getState()).toEqual({ status: 'signed-out', reason: 'revoked' })
    await enter()
    expect(await session.call(getUser)).toMatchObject({ username: 'ada' })
  })

  test('the key is taken, of a disk that was put back → `device-key-taken`; the next try has another', async ({
    canary,
  }) => {
    const { enter, session, sessionOf, keys } = openKeys(canary)
    await session.client.clientIdentifier()
    const before = keys.text()
    await enter()
    keys.replace(before)
    const again = sessionOf()
    expect(await canary.refusal(enter(again))).toMatchObject({ code: 'device-key-taken', status: 422 })
    await enter(again)
    expect(await again.call(getUser)).toMatchObject({ username: 'ada' })
  })

  test('the grant is another client’s → `misuse`, which names the right one; no key is left', async ({ canary }) => {
    const { plex, plexTv, session, keys } = openKeys(canary)
    const refused = await canary.refusal(session.start(() => signIn(plex, plexTv.person('plain'))))
    expect(refused).toMatchObject({ code: 'misuse', message: expect.stringContaining('session.client') })
    expect(keysIn(keys.text())).toEqual([])
  })
})

describe('time that is not as it seems', { tags: 'browser' }, () => {
  test('sleep past the end → renewed before the next call', async ({ canary }) => {
    const { enter, session, sleep, paths } = openKeys(canary)
    await enter()
    const before = paths().length
    await sleep(30 * DAY_MS)
    expect(await session.call(getUser)).toMatchObject({ username: 'ada' })
    expect(paths().slice(before)).toEqual(['GET /api/v2/auth/nonce', 'POST /api/v2/auth/token', 'GET /api/v2/user'])
  })

  test('sleep past the end, and awake without a network → `network`, no dead token is sent, and still signed in', async ({
    canary,
  }) => {
    const { enter, session, sleep, plexTv, paths } = openKeys(canary)
    await enter()
    await sleep(30 * DAY_MS)
    const fault = plexTv.fail({ kind: 'offline' })
    const before = paths().length
    expect(await canary.refusal(session.call(getUser))).toMatchObject({ code: 'network' })
    expect(new Set(paths().slice(before))).toEqual(new Set(['GET /api/v2/auth/nonce']))
    expect(session.getState()).toMatchObject({ status: 'signed-in' })
    fault.stop()
    expect(await session.call(getUser)).toMatchObject({ username: 'ada' })
  })

  describe('a clock that is wrong → signed in, and renewed as early as by a right one', () => {
    test.for([
      ['a day behind, by a password', DAY_MS, 'password'],
      ['a day ahead, by a password', -DAY_MS, 'password'],
      ['a day behind, by a pin', DAY_MS, 'pin'],
      ['a day ahead, by a pin', -DAY_MS, 'pin'],
    ] as const)('%s', async ([, aheadMs, way], { canary }) => {
      const { enter, session, plexTv, sleep, clock } = openKeys(canary, { aheadMs })
      if (way === 'password') await enter()
      else {
        await session.client.clientIdentifier()
        const signingIn = session.start(async ({ signal }) => {
          const pin = await createPin(session.client, 'link', { signal })
          plexTv.approvePin(pin.code, 'plain')
          return waitForPin(session.client, pin, { signal })
        })
        let isOver = false
        const entering = signingIn.finally(() => {
          isOver = true
        })
        // Keys are made beside the event loop: time passes only as far as that has come.
        await expect
          .poll(async () => {
            await clock.pass(1000)
            return isOver
          })
          .toBe(true)
        await entering
      }
      const first = await session.getToken()
      expect(readToken(first).kind).toBe('jwt')
      await sleep(5 * DAY_MS)
      expect(await session.getToken()).toBe(first)
      await sleep(DAY_MS)
      expect(await session.getToken()).not.toBe(first)
      expect(await session.call(getUser)).toMatchObject({ username: 'ada' })
    })
  })
})
