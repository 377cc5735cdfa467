// @module-tag fault
import { describe, expect } from 'vitest'
import { getUser } from '../../index.ts'
import { faultTest as test } from '../../testing/faultTest.ts'
import { isAt, keysIn, openKeys } from '../../testing/keysOf.ts'
import { jsonOf } from '../../testing/plexOf.ts'
import { DAY_MS } from '../../testing/withDeviceKeys.ts'

const rateLimited = () => jsonOf({ errors: [{ code: 1003, message: 'slow down', status: 429 }] }, { status: 429 })

describe('what comes in place of a nonce', { tags: 'protocol' }, () => {
  test('a nonce answered twice → another is asked for', async ({ canary }) => {
    let kept: string | undefined
    let asked = 0
    const { session, enter, sleep } = openKeys(canary, {
      async between(request, ask) {
        if (!isAt(request, '/auth/nonce')) return ask(request)
        asked += 1
        if (asked === 2) return new Response(kept)
        const answer = await ask(request)
        kept = await answer.clone().text()
        return answer
      },
    })
    await enter()
    await sleep(8 * DAY_MS)
    expect(await session.call(getUser)).toMatchObject({ username: 'ada' })
    expect(asked).toBe(3)
  })

  test('a nonce that comes after its five minutes → another is asked for', async ({ canary }) => {
    const { enter, session, plexClock, answerBy, paths } = openKeys(canary)
    answerBy(async (request, ask) => {
      if (isAt(request, '/auth/token')) {
        plexClock.advance(5 * 60_000)
        answerBy(undefined)
      }
      return ask(request)
    })
    await enter()
    expect(await session.call(getUser)).toMatchObject({ username: 'ada' })
    expect(paths().filter((path) => path.endsWith('/auth/nonce'))).toHaveLength(2)
  })

  test('each nonce comes after its five minutes → `rejected` after the second; nobody is signed in, no key is left', async ({
    canary,
  }) => {
    const { enter, session, plexClock, answerBy, keys, paths } = openKeys(canary)
    answerBy(async (request, ask) => {
      if (isAt(request, '/auth/token')) plexClock.advance(5 * 60_000)
      return ask(request)
    })
    expect(await canary.refusal(enter())).toMatchObject({ code: 'rejected', status: 422 })
    expect(paths().filter((path) => path.endsWith('/auth/nonce'))).toHaveLength(2)
    expect(session.getState()).toMatchObject({ status: 'signed-out' })
    expect(keysIn(keys.text())).toEqual([])
  })

  test('HTML in place of a nonce → `unexpected-response`; nobody is signed in, no key is left', async ({ canary }) => {
    const { enter, session, keys } = openKeys(canary, {
      between: async (request, ask) =>
        isAt(request, '/auth/nonce') ? new Response(`<html>${canary.serverText}</html>`) : ask(request),
    })
    expect(await canary.refusal(enter())).toMatchObject({ code: 'unexpected-response' })
    expect(session.getState()).toMatchObject({ status: 'signed-out' })
    expect(keysIn(keys.text())).toEqual([])
  })
})

describe('a JWT signed by a stranger in place of `auth_token`', { tags: 'hostile-input' }, () => {
  /** What was answered, with some claims changed, and signed by a key that nobody knows. */
  async function forge(answer: Response, claims: object = {}): Promise<Response> {
    const { auth_token } = (await answer.json()) as { auth_token: string }
    const [header, payload = ''] = auth_token.split('.')
    const changed = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), ...claims }
    const text = `${header}.${Buffer.from(JSON.stringify(changed)).toString('base64url')}`
    const { privateKey } = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])
    const signature = await crypto.subtle.sign('Ed25519', privateKey, Buffer.from(text))
    return jsonOf({ auth_token: `${text}.${Buffer.from(signature).toString('base64url')}` })
  }

  describe('a JWT for another key or device, or without an end, in place of `auth_token` → `unexpected-response`; nobody is signed in, no key is left', () => {
    test.for([
      ['another key', { thumbprint: 'another' }],
      ['another device', { aud: ['plex.tv', 'another'] }],
      ['no device', { aud: 'plex.tv' }],
      ['no end', { exp: undefined }],
    ] as const)('%s', async ([, claims], { canary }) => {
      const { enter, session, keys } = openKeys(canary, {
        async between(request, ask) {
          const answer = await ask(request)
          return isAt(request, '/auth/token') ? forge(answer, claims) : answer
        },
      })
      expect(await canary.refusal(enter())).toMatchObject({ code: 'unexpected-response' })
      expect(session.getState()).toMatchObject({ status: 'signed-out' })
      expect(keysIn(keys.text())).toEqual([])
    })
  })

  test('a JWT that a stranger signed, else like the right one, once → plex.tv refuses it at the first call, and it is renewed', async ({
    canary,
  }) => {
    const { enter, session, answerBy } = openKeys(canary)
    answerBy(async (request, ask) => {
      const answer = await ask(request)
      if (!isAt(request, '/auth/token')) return answer
      answerBy(undefined)
      return forge(answer)
    })
    await enter()
    expect(await session.call(getUser)).toMatchObject({ username: 'ada' })
  })

  test('a JWT that a stranger signed, else like the right one, always → `unauthorized` at the first call; signed out', async ({
    canary,
  }) => {
    const { enter, session, paths } = openKeys(canary, {
      async between(request, ask) {
        const answer = await ask(request)
        return isAt(request, '/auth/token') ? forge(answer) : answer
      },
    })
    await enter()
    expect(await canary.refusal(session.call(getUser))).toMatchObject({ code: 'unauthorized' })
    expect(session.getState()).toEqual({ status: 'signed-out', reason: 'revoked' })
    expect(paths().filter((path) => path.endsWith('/auth/token'))).toHaveLength(2)
  })
})

describe('many requests, at a step of the sign-in → `rate-limited` for as long as plex.tv says; no key is left', {
  tags: 'protocol',
}, () => {
  test.for(['jwk', 'nonce', 'token'])('auth/%s', async (step, { canary }) => {
    const { enter, session, keys, answerBy } = openKeys(canary)
    answerBy(async (request, ask) => (isAt(request, `/auth/${step}`) ? rateLimited() : ask(request)))
    expect(await canary.refusal(enter())).toMatchObject({ code: 'rate-limited', status: 429, retryAfterMs: 30_000 })
    expect(session.getState()).toMatchObject({ status: 'signed-out' })
    expect(keysIn(keys.text())).toEqual([])
    answerBy(undefined)
    await enter()
    expect(await session.call(getUser)).toMatchObject({ username: 'ada' })
  })
})

describe('many requests, at a step of the renewal → the token is used to its end; then `rate-limited`, and still signed in', {
  tags: 'protocol',
}, () => {
  test.for(['nonce', 'token'])('auth/%s', async (step, { canary }) => {
    const { enter, session, answerBy, sleep } = openKeys(canary)
    await enter()
    answerBy(async (request, ask) => (isAt(request, `/auth/${step}`) ? rateLimited() : ask(request)))
    await sleep(6 * DAY_MS)
    expect(await session.call(getUser)).toMatchObject({ username: 'ada' })
    await sleep(2 * DAY_MS)
    expect(await canary.refusal(session.call(getUser))).toMatchObject({ code: 'rate-limited' })
    expect(session.getState()).toMatchObject({ status: 'signed-in' })
  })
})
