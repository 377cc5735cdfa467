import { expect } from 'vitest'
import type { FaultRow } from '../../../../.ci/faults/faultRow.ts'
import { getUser, revokeToken, signIn } from '../index.ts'
import { createSocketServer, http } from './createSocketServer.ts'
import { answersOf, socketsOf, somebody, tries } from './plexOf.ts'

const area = 'Network'
/** Answers that send elsewhere. */
export const redirectFaults: FaultRow[] = [
  ...[300, 301, 302, 303, 304, 307, 308].map(
    (status): FaultRow => ({
      area,
      fault: `redirect to another origin (${status})`,
      endState: '`unexpected-response`; nothing reaches the second origin',
      async run(stage) {
        const second = await createSocketServer((socket) => socket.end(http('200 OK', JSON.stringify(somebody(stage)))))
        stage.after(second.close)
        const { plex, credentials, server } = await socketsOf(stage, (socket) =>
          socket.end(
            http(`${status} Elsewhere`, '', { Location: `${second.url}/api/v2/users/signin?x=${stage.serverText}` }),
          ),
        )
        const expected = { code: 'unexpected-response', status }
        expect(await stage.refusal(signIn(plex, credentials))).toMatchObject(expected)
        expect(await stage.refusal(getUser(plex, stage.token))).toMatchObject(expected)
        expect(await stage.refusal(revokeToken(plex, stage.token))).toMatchObject(expected)
        expect(server.requests()).toEqual(tries(3))
        expect(second.visits()).toBe(0)
      },
    }),
  ),
  {
    area,
    fault: 'a redirect as a browser shows it: opaque, status 0',
    endState: '`unexpected-response`',
    async run(stage) {
      const { plex, credentials } = answersOf(stage, () =>
        Object.defineProperties(new Response(null), {
          status: { value: 0 },
          ok: { value: false },
          type: { value: 'opaqueredirect' },
        }),
      )
      expect(await stage.refusal(signIn(plex, credentials))).toMatchObject({ code: 'unexpected-response', status: 0 })
    },
  },
]
