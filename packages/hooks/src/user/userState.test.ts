import { PlexError, type PlexUser, type SessionState } from '@foyer/client'
import { expect, test } from 'vitest'
import { type UserState, userState } from './userState.ts'

const ada = { id: 1, uuid: 'ada' } as PlexUser
const bea = { id: 2, uuid: 'bea' } as PlexUser
const refreshError = new PlexError('server', 'Could not read the user.')

const sessions: Record<SessionState['status'], SessionState> = {
  pending: { status: 'pending' },
  'signed-out': { status: 'signed-out', reason: 'revoked' },
  'signed-in': { status: 'signed-in', user: ada, refreshError },
  'choosing-profile': { status: 'choosing-profile', account: ada, lastUuid: null, refreshError },
}
const initialUsers: (PlexUser | null | undefined)[] = [undefined, null, bea]

/** Says what a person sees, by the session's status and then by what the server said: nothing, nobody, Bea. */
const seen: Record<SessionState['status'], [UserState, UserState, UserState]> = {
  pending: [
    { status: 'pending' },
    { status: 'signed-out', reason: 'never' },
    { status: 'signed-in', user: bea, refreshError: null },
  ],
  'signed-out': same({ status: 'signed-out', reason: 'revoked' }),
  'signed-in': same({ status: 'signed-in', user: ada, refreshError }),
  'choosing-profile': same({ status: 'choosing-profile', account: ada, lastUuid: null, refreshError }),
}

const rows = Object.values(sessions).flatMap((session) =>
  initialUsers.map((initialUser, at) => ({
    session,
    initialUser,
    server: ['nothing', 'nobody', 'Bea'][at],
    expected: seen[session.status][at],
  })),
)

test.each(rows)('a session $session.status and a server that said $server', ({ session, initialUser, expected }) => {
  expect(userState(session, initialUser)).toEqual(expected)
})

function same(state: UserState): [UserState, UserState, UserState] {
  return [state, state, state]
}
