import { expect, vi } from 'vitest'
import type { FaultRow } from '../../../../.ci/faults/faultRow.ts'
import { createDeadline, createPlexSession, getUser, type PlexUser, signIn, waitForPin } from '../index.ts'
import { answersOf, clientOf, jsonOf, promised, socketsOf, somebody, tries } from './plexOf.ts'

const area = 'Network'
/** The caller changes their mind. */
export const abortFaults: FaultRow[] = [
  {
    area,
    fault: 'aborted by the caller before the call',
    endState: 'their own reason; nothing is sent',
    async run(stage) {
      const { plex, credentials, requests } = answersOf(stage, () => jsonOf(somebody(stage)))
      const caller = stage.caller()
      caller.abort('changed my mind')
      expect(await stage.refusal(signIn(plex, credentials, { signal: caller.signal }))).toBe('changed my mind')
      expect(requests).toEqual([])
    },
  },
  ...(
    [
      ['before any answer', ''],
      ['within the headers', 'HTTP/1.1 201 Created\r\nContent'],
      ['in mid-body', 'HTTP/1.1 201 Created\r\nContent-Length: 900\r\n\r\n{"id":1,'],
    ] as const
  ).map(
    ([moment, bytes]): FaultRow => ({
      area,
      fault: `aborted by the caller ${moment}`,
      endState: 'the `AbortError`, untouched, at once; the request aborted, and not tried again',
      async run(stage) {
        const sent = promised()
        const { plex, credentials, server } = await socketsOf(stage, (socket) => {
          socket.write(bytes, () => setImmediate(sent.resolve))
        })
        const caller = stage.caller()
        const error = stage.refusal(signIn(plex, credentials, { signal: caller.signal }))
        await sent.promise
        caller.abort()
        expect(await error).toBe(caller.signal.reason)
        await server.left()
        expect(server.requests()).toEqual(tries(1))
      },
    }),
  ),
  {
    area,
    fault: 'aborted by the caller, before and during a call, in a browser whose signals have no reason (Chrome 79)',
    endState: 'an `AbortError`',
    async run(stage) {
      const { plex, credentials, clock } = answersOf(stage, ({ method }) =>
        method === 'DELETE' ? new Response(null, { status: 204 }) : new Promise<Response>(() => {}),
      )
      const reason = vi.spyOn(AbortSignal.prototype, 'reason', 'get').mockReturnValue(undefined)
      stage.after(() => reason.mockRestore())
      const caller = stage.caller()
      const error = stage.refusal(signIn(plex, credentials, { signal: caller.signal }))
      caller.abort()
      expect(await error).toMatchObject({ name: 'AbortError' })
      const { signal } = caller
      const session = createPlexSession(plex, { storage: 'memory' })
      const pin = { kind: 'strong', id: 1, authUrl: '', expires: createDeadline(plex.clock, 1000) } as const
      const later = stage.caller()
      const refusals = [
        getUser(plex, stage.token, { signal }),
        session.start({ token: stage.token, user: {} as PlexUser }, { signal }),
        waitForPin(plex, pin, { signal }),
        waitForPin(plex, pin, { signal: later.signal }),
      ].map((call) => stage.refusal(call))
      later.abort()
      for (const refusal of refusals) expect(await refusal).toMatchObject({ name: 'AbortError' })
      // The token of the sign-in that was called off is ended.
      await vi.waitUntil(() => clock.waiting === 0)
    },
  },
  {
    area,
    fault: 'aborted by the caller between two tries',
    endState: 'their reason, at once; nothing more is sent',
    async run(stage) {
      const { plex, requests, pauses } = answersOf(stage, () => jsonOf({}, { status: 503 }), true)
      const caller = stage.caller()
      const error = stage.refusal(getUser(plex, stage.token, { signal: caller.signal }))
      await vi.waitUntil(() => pauses.length > 0)
      caller.abort()
      const waited = new Promise((resolve) => setImmediate(() => setImmediate(() => resolve('still waiting'))))
      expect(await Promise.race([error, waited])).toBe(caller.signal.reason)
      expect(requests).toEqual(tries(1))
    },
  },
  {
    area,
    fault: 'aborted by the caller after the answer',
    endState: 'nothing: the answer stands',
    async run(stage) {
      const { plex, credentials } = answersOf(stage, () => jsonOf(somebody(stage)))
      const caller = stage.caller()
      const { token } = await signIn(plex, credentials, { signal: caller.signal })
      caller.abort()
      expect(token).toBe(stage.token)
    },
  },
  {
    area,
    fault: 'the app’s own client identifier never comes',
    endState: '`timeout`, or the caller’s abort; nothing is sent',
    async run(stage) {
      const fetch = vi.fn<typeof globalThis.fetch>()
      const clientIdentifier = () => new Promise<string>(() => {})
      const { plex, credentials, clock } = clientOf(stage, { fetch, clientIdentifier })
      const waited = () => new Promise((resolve) => setImmediate(() => setImmediate(() => resolve('still waiting'))))
      const caller = stage.caller()
      const aborted = stage.refusal(signIn(plex, credentials, { signal: caller.signal }))
      caller.abort()
      expect(await Promise.race([aborted, waited()])).toBe(caller.signal.reason)
      const late = stage.refusal(signIn(plex, credentials))
      clock.advance(15_000)
      expect(await Promise.race([late, waited()])).toMatchObject({ code: 'timeout' })
      expect(fetch).not.toHaveBeenCalled()
    },
  },
]
