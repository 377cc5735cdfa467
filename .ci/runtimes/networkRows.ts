// What the network does to the client, and what a runtime's own `fetch` makes of it.
import { createPlexClient, getUser, type PlexClientOptions, signIn } from '@foyer/client'
import { type Addresses, expectEqual, expectRefusal, waitUntil } from './row.ts'

export function networkRows({ misbehaving, nobody }: Addresses) {
  const clientOf = (behaviour: string, more: Partial<PlexClientOptions> = {}) =>
    createPlexClient({ product: 'Ré☂', clientIdentifier: 'suite', baseUrl: `${misbehaving}/${behaviour}`, ...more })
  const typed = { login: 'ada', password: 'pä ss+☂&=' }
  /** What came in at a path. */
  const requestsAt = async (behaviour: string): Promise<string[]> =>
    (await fetch(`${misbehaving}/requests/${behaviour}`)).json()
  /** Answers only when nobody is connected there any more. */
  const leftAt = async (behaviour: string) => void (await (await fetch(`${misbehaving}/left/${behaviour}`)).text())

  return {
    async 'follows no redirect'() {
      for (const status of [301, 302, 303, 307, 308]) {
        const plex = clientOf(`redirect-${status}`)
        await expectRefusal(signIn(plex, typed), 'unexpected-response')
        await expectRefusal(getUser(plex, 'token'), 'unexpected-response')
      }
      expectEqual(await requestsAt('elsewhere'), [], 'what reached the other address')
    },
    async 'refuses what came by a redirect that a fetch followed against our word'() {
      for (const status of [302, 307]) {
        const plex = clientOf(`redirect-${status}`, {
          fetch: (input, init) => fetch(input, { ...init, redirect: 'follow' }),
        })
        await expectRefusal(getUser(plex, 'token'), 'unexpected-response')
      }
      const reached = (await requestsAt('elsewhere')).length
      expectEqual(reached, 2, 'how often the other address was reached')
    },
    async 'gives up on a server that never answers, and leaves it'() {
      await expectRefusal(getUser(clientOf('hang'), 'token', { timeoutMs: 300 }), 'timeout')
      await leftAt('hang')
    },
    async 'gives up on a body that never ends, and leaves it'() {
      await expectRefusal(getUser(clientOf('hang-in-body'), 'token', { timeoutMs: 300 }), 'timeout')
      await leftAt('hang-in-body')
    },
    async 'is called off with the caller’s own reason, and leaves the server'() {
      for (const behaviour of ['hang-for-caller', 'hang-in-body-for-caller']) {
        const caller = new AbortController()
        const call = getUser(clientOf(behaviour), 'token', { signal: caller.signal })
        await waitUntil(async () => (await requestsAt(behaviour)).length > 0)
        caller.abort('enough')
        expectEqual(await call.catch((reason: unknown) => reason), 'enough', 'the reason')
        await leftAt(behaviour)
      }
    },
    async 'reads no more than 1 MiB, of a success and of a failure'() {
      const limit = { timeoutMs: 8000 }
      await expectRefusal(signIn(clientOf('endless-201'), typed, limit), 'unexpected-response')
      await leftAt('endless-201')
      await expectRefusal(signIn(clientOf('endless-401'), typed, limit), 'invalid-credentials')
      await leftAt('endless-401')
    },
    async 'takes a body cut short of its length for a failed network'() {
      await expectRefusal(signIn(clientOf('cut-length'), typed), 'network')
    },
    async 'takes a body cut within a chunk for a failed network'() {
      await expectRefusal(signIn(clientOf('cut-chunk'), typed), 'network')
    },
    async 'takes an answer cut within its headers for a failed network'() {
      await expectRefusal(signIn(clientOf('cut-headers'), typed), 'network')
    },
    async 'takes a port where nobody listens for a failed network'() {
      const plex = createPlexClient({ product: 'Reelroom', clientIdentifier: 'suite', baseUrl: nobody })
      await expectRefusal(signIn(plex, typed), 'network')
    },
    async 'says with the system’s code why nothing answered'() {
      const plex = createPlexClient({ product: 'Reelroom', clientIdentifier: 'suite', baseUrl: nobody })
      const { underlying = '' } = await expectRefusal(signIn(plex, typed), 'network')
      if (!underlying.includes('ECONNREFUSED')) throw new Error(`It says "${underlying}".`)
    },
    async 'takes the page of a captive portal for an unexpected answer'() {
      await expectRefusal(signIn(clientOf('portal'), typed), 'unexpected-response')
    },
    async 'reads past a byte order mark'() {
      expectEqual((await getUser(clientOf('byte-order-mark'), 'token')).title, 'Ada', 'the name')
    },
    async 'says the product in UTF-8, encoded once'() {
      await getUser(clientOf('user'), 'token')
      const [request = ''] = await requestsAt('user')
      const [line = ''] = request.split('\r\n')
      const query = new URL(line.split(' ')[1] ?? '', misbehaving).searchParams
      expectEqual(query.get('X-Plex-Product'), 'Ré☂', 'the product')
      if (!/^x-plex-token: token\r?$/im.test(request)) throw new Error('The token came in no header.')
    },
    async 'sends a password to the byte'() {
      await signIn(clientOf('user-of-form'), typed)
      const [request = ''] = await requestsAt('user-of-form')
      const [head = '', body = ''] = request.split('\r\n\r\n')
      expectEqual(new URLSearchParams(body).get('password'), typed.password, 'the password')
      if (head.includes('password')) throw new Error('The password came in the address, or in a header.')
    },
    async 'takes a mistake in an app’s fetch for a mistake'() {
      const nothing = {} as { server?: { address: string; open(): string } }
      const mistakes: (typeof fetch)[] = [
        async () => fetch((nothing.server as { address: string }).address),
        async () => fetch((nothing as { open(): string }).open()),
        async () => undefined as unknown as Response,
        async () => ({ id: 1 }) as unknown as Response,
        async (input, init) => fetch(input, { ...init, headers: { 'not a name': '' } }),
      ]
      for (const [at, mistaken] of mistakes.entries()) {
        try {
          await expectRefusal(getUser(clientOf('user', { fetch: mistaken }), 'token'), 'misuse')
        } catch (error) {
          throw new Error(`Mistake ${at + 1}: ${error instanceof Error ? error.message : error}`)
        }
      }
    },
    async 'takes an option of fetch’s that can’t be for a mistake'() {
      const redirect = 'sideways' as 'follow'
      const plex = clientOf('user', { fetch: (input, init) => fetch(input, { ...init, redirect }) })
      await expectRefusal(getUser(plex, 'token'), 'misuse')
    },
  }
}
