import { createDeadline, type PinConnection, PlexError, systemClock } from '@foyer/client'
import type { LinkState, PinFlows } from '@foyer/hooks'
import { expect, fn, waitFor } from 'storybook/test'
import preview from '../../../../../.storybook/preview.tsx'
import { ada } from '../../testing/ada.ts'
import { notInvited } from '../../testing/signInAt.ts'
import { Stage } from '../../testing/stage.tsx'
import { LinkCardView } from './LinkCard.tsx'

const meta = preview.meta({
  title: 'Pin/LinkCard',
  component: LinkCardView,
  args: { onBack: fn() },
  decorators: [(Story) => <Stage>{<Story />}</Stage>],
})

const at = (state: LinkState) => ({ pin: { ...state, start: () => {} } as PinFlows['link'] })
const waiting = (connection: PinConnection) =>
  at({
    status: 'waiting',
    code: '7RQZ',
    url: 'https://plex.tv/link',
    urlWithCode: 'https://plex.tv/link/?pin=7RQZ',
    expires: createDeadline(systemClock, 612_000),
    connection,
  })

const statuses = {
  creating: at({ status: 'creating' }),
  waiting: waiting('ok'),
  approved: at({ status: 'approved', connection: 'ok' }),
  done: at({ status: 'done', user: ada }),
  expired: at({ status: 'expired' }),
  error: at({ status: 'error', error: new PlexError('network', 'Could not tell a story.') }),
  denied: at({ status: 'denied', error: notInvited }),
} satisfies Record<LinkState['status'], object>

export const Creating = meta.story({ args: statuses.creating })
export const Waiting = meta.story({
  args: statuses.waiting,
  play: async ({ canvas, canvasElement }) => {
    await expect(canvas.getByText('The code is 7 R Q Z')).toBeInTheDocument()
    await expect(canvas.getByRole('link', { name: 'plex.tv/link' })).toHaveAttribute(
      'href',
      'https://plex.tv/link/?pin=7RQZ',
    )
    await waitFor(() => expect(canvasElement.querySelector('[data-part="qr"] path')).not.toBeNull())
  },
})
export const Offline = meta.story({ args: waiting('offline') })
export const Forgotten = meta.story({ args: waiting('forgotten') })
export const Approved = meta.story({ args: statuses.approved })
export const HeldUp = meta.story({ args: at({ status: 'approved', connection: 'unreachable' }) })
export const Done = meta.story({ args: statuses.done })
export const Expired = meta.story({ args: statuses.expired })
export const Failed = meta.story({ args: statuses.error })
export const Denied = meta.story({ args: statuses.denied })
