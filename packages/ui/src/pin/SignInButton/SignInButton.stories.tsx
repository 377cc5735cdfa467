import { createDeadline, PlexError, systemClock } from '@foyer/client'
import type { PinMethods, PopupState } from '@foyer/hooks'
import { expect } from 'storybook/test'
import preview from '../../../../../.storybook/preview.tsx'
import { TicketIcon } from '../../parts/TicketIcon.tsx'
import { ada } from '../../testing/ada.ts'
import { notInvited } from '../../testing/signInAt.ts'
import { SignInButtonView } from './SignInButton.tsx'

const meta = preview.meta({
  title: 'Pin/SignInButton',
  component: SignInButtonView,
  decorators: [
    (Story) => (
      <div className="foyer foyer-card">
        <Story />
      </div>
    ),
  ],
})

const nothing = () => {}
const at = (state: PopupState) => ({
  icon: <TicketIcon />,
  pin: {
    ...state,
    start: nothing,
    cancel: nothing,
    showWindow: nothing,
    continueInThisTab: nothing,
  } as PinMethods['popup'],
})
const expires = createDeadline(systemClock, 1_800_000)

const statuses = {
  idle: at({ status: 'idle' }),
  creating: at({ status: 'creating', window: 'open' }),
  waiting: at({ status: 'waiting', window: 'open', expires, connection: 'ok' }),
  approved: at({ status: 'approved', connection: 'ok' }),
  done: at({ status: 'done', user: ada }),
  expired: at({ status: 'expired' }),
  error: at({ status: 'error', error: new PlexError('server', 'Could not tell a story.') }),
  denied: at({ status: 'denied', error: notInvited }),
  unavailable: at({ status: 'unavailable' }),
} satisfies Record<PopupState['status'], object>

export const Idle = meta.story({ args: statuses.idle })
export const Creating = meta.story({ args: statuses.creating })
export const Waiting = meta.story({ args: statuses.waiting })
export const Blocked = meta.story({
  args: at({ status: 'waiting', window: 'blocked', expires, connection: 'ok' }),
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('button', { name: 'Continue in this tab' })).toBeVisible()
  },
})
export const Stuck = meta.story({ args: at({ status: 'waiting', window: 'stuck', expires, connection: 'ok' }) })
export const Lost = meta.story({ args: at({ status: 'waiting', window: 'lost', expires, connection: 'ok' }) })
export const OnHomeScreen = meta.story({
  args: at({ status: 'waiting', window: 'external', expires, connection: 'ok' }),
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('button', { name: 'Open Plex' })).toBeVisible()
  },
})
export const Offline = meta.story({ args: at({ status: 'waiting', window: 'open', expires, connection: 'offline' }) })
export const Unreachable = meta.story({
  args: at({ status: 'waiting', window: 'open', expires, connection: 'unreachable' }),
})
export const RateLimited = meta.story({
  args: at({ status: 'waiting', window: 'open', expires, connection: 'rate-limited' }),
})
export const Approved = meta.story({ args: statuses.approved })
export const HeldUp = meta.story({ args: at({ status: 'approved', connection: 'unreachable' }) })
export const Denied = meta.story({ args: statuses.denied })
export const Unavailable = meta.story({ args: statuses.unavailable })
export const Done = meta.story({ args: statuses.done })
export const Expired = meta.story({ args: statuses.expired })
export const Failed = meta.story({ args: statuses.error })
export const OwnWords = meta.story({ args: { ...statuses.idle, children: 'Let me in' } })
