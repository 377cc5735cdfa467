// @module-tag fault
// @module-tag network
import { describe, expect } from 'vitest'
import { getUser, revokeToken, signIn } from './index.ts'
import { createSocketServer, http } from './testing/createSocketServer.ts'
import { faultTest as test } from './testing/faultTest.ts'
import { answersOf, socketsOf, somebody, tries } from './testing/plexOf.ts'

/** Answers that send elsewhere. */
describe('redirect to another origin → `unexpected-response`; nothing reaches the second origin', () => {
  test.for([300, 301, 302, 303, 304, 307, 308])('%s', async (status, { canary }) => {
    const second = await createSocketServer((socket) => socket.end(http('200 OK', JSON.stringify(somebody(canary)))))
    canary.after(second.close)
    const { plex, credentials, server } = await socketsOf(canary, (socket) =>
      socket.end(
        http(`${status} Elsewhere`, '', { Location: `${second.url}/api/v2/users/signin?x=${canary.serverText}` }),
      ),
    )
    const expected = { code: 'unexpected-response', status }
    expect(await canary.refusal(signIn(plex, credentials))).toMatchObject(expected)
    expect(await canary.refusal(getUser(plex, canary.token))).toMatchObject(expected)
    expect(await canary.refusal(revokeToken(plex, canary.token))).toMatchObject(expected)
    expect(server.requests()).toEqual(tries(3))
    expect(second.visits()).toBe(0)
  })
})

test('a redirect as a browser shows it: opaque, status 0 → `unexpected-response`', async ({ canary }) => {
  const { plex, credentials } = answersOf(canary, () =>
    Object.defineProperties(new Response(null), {
      status: { value: 0 },
      ok: { value: false },
      type: { value: 'opaqueredirect' },
    }),
  )
  expect(await canary.refusal(signIn(plex, credentials))).toMatchObject({ code: 'unexpected-response', status: 0 })
})
