import { createDeadline, type PinConnection, PlexError, systemClock } from '@foyer/client'
import type { LinkState, PinMethods } from '@foyer/hooks'
import { ada } from './ada.ts'
import { notInvited } from './signInAt.ts'

/** Gives what the hook would for a link's state, for stories of views. */
export const linkAt = (state: LinkState) => ({ pin: { ...state, start: () => {} } as PinMethods['link'] })

/** Gives a code that waits, and what holds it up. */
export const waitingLink = (connection: PinConnection) =>
  linkAt({
    status: 'waiting',
    code: '7RQZ',
    url: 'https://plex.tv/link',
    urlWithCode: 'https://plex.tv/link/?pin=7RQZ',
    expires: createDeadline(systemClock, 612_000),
    connection,
  })

/** One state of each status: the type holds that none is missing. */
export const linkStatuses = {
  creating: linkAt({ status: 'creating' }),
  waiting: waitingLink('ok'),
  approved: linkAt({ status: 'approved', connection: 'ok' }),
  done: linkAt({ status: 'done', user: ada }),
  expired: linkAt({ status: 'expired' }),
  error: linkAt({ status: 'error', error: new PlexError('network', 'Could not tell a story.') }),
  denied: linkAt({ status: 'denied', error: notInvited }),
} satisfies Record<LinkState['status'], object>
