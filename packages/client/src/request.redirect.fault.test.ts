// @module-tag fault
// @module-tag network
import { describe, expect } from 'vitest'
import { getUser, revokeToken, signIn } from './index.ts'
import { createSocketServer, http } from './testing/createSocketServer.ts'
import { faultTest as test } from './testing/faultTest.ts'
import { answersOf, clientOf, socketsOf, somebody, tries } from './testing/plexOf.ts'

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

describe('redirect followed against our word, by a fetch of the app’s → `unexpected-response`, whatever is answered there', () => {
  test.for([
    [302, 'as `redirected` says', (response: Response) => response],
    [307, 'as `redirected` says', (response: Response) => response],
    [307, 'as the address alone says', (response: Response) => tellsOnly(response, response.url)],
  ] as const)('%s, %s', async ([status, , told], { canary }) => {
    const second = await createSocketServer((socket) => socket.end(http('200 OK', JSON.stringify(somebody(canary)))))
    canary.after(second.close)
    const first = await createSocketServer((socket) =>
      socket.end(http(`${status} Elsewhere`, '', { Location: `${second.url}/api/v2/user` })),
    )
    canary.after(first.close)
    const { plex, credentials } = clientOf(canary, {
      baseUrl: first.url,
      fetch: async (input, init) => told(await fetch(input, { ...init, redirect: 'follow' })),
    })
    expect(await canary.refusal(signIn(plex, credentials))).toMatchObject({ code: 'unexpected-response', status: 200 })
    expect(await canary.refusal(getUser(plex, canary.token))).toMatchObject({ code: 'unexpected-response' })
  })
})

test('an answer from the address that was asked, or from none, as a fetch without a network gives → taken', async ({
  canary,
}) => {
  const told = [
    ['https://clients.plex.tv', (url: string) => url],
    ['https://clients.Plex.tv:443', (url: string) => new URL(url).href],
    ['http://plex.tv.test', (url: string) => url.replace('http:', 'https:')],
    ['https://clients.plex.tv', () => ''],
  ] as const
  for (const [baseUrl, addressOf] of told) {
    const { plex } = clientOf(canary, {
      baseUrl,
      fetch: async (url) => tellsOnly(new Response(JSON.stringify(somebody(canary))), addressOf(String(url))),
    })
    expect(await getUser(plex, canary.token)).toMatchObject({ id: 1 })
  }
})

test('an answer from a host without https that was asked for with it → `unexpected-response`', async ({ canary }) => {
  const { plex } = clientOf(canary, {
    fetch: async (url) =>
      tellsOnly(new Response(JSON.stringify(somebody(canary))), String(url).replace('https:', 'http:')),
  })
  expect(await canary.refusal(getUser(plex, canary.token))).toMatchObject({ code: 'unexpected-response' })
})

/** As React Native answers, and Tauri: with the last address, and no word of how it came there. */
const tellsOnly = (response: Response, url: string) =>
  Object.defineProperties(response, { redirected: { value: undefined }, url: { value: url } })
