import { expect, fn, waitFor } from 'storybook/test'
import preview from '../../../../../.storybook/preview.tsx'
import { linkAt, linkStatuses, waitingLink } from '../../testing/linkAt.ts'
import { StoryProvider } from '../../testing/StoryProvider.tsx'
import { LinkCardView } from './LinkCard.tsx'

const meta = preview.meta({
  title: 'Pin/LinkCard',
  component: LinkCardView,
  args: { onBack: fn() },
  decorators: [(Story) => <StoryProvider>{<Story />}</StoryProvider>],
})

export const Creating = meta.story({ args: linkStatuses.creating })
export const Waiting = meta.story({
  args: linkStatuses.waiting,
  play: async ({ canvas, canvasElement }) => {
    await expect(canvas.getByText('The code is 7 R Q Z')).toBeInTheDocument()
    await expect(canvas.getByRole('link', { name: 'plex.tv/link' })).toHaveAttribute(
      'href',
      'https://plex.tv/link/?pin=7RQZ',
    )
    await waitFor(() => expect(canvasElement.querySelector('[data-part="qr"] path')).not.toBeNull())
  },
})
export const Offline = meta.story({ args: waitingLink('offline') })
export const Forgotten = meta.story({ args: waitingLink('forgotten') })
export const Approved = meta.story({ args: linkStatuses.approved })
export const HeldUp = meta.story({ args: linkAt({ status: 'approved', connection: 'unreachable' }) })
export const Done = meta.story({ args: linkStatuses.done })
export const Expired = meta.story({ args: linkStatuses.expired })
export const Failed = meta.story({ args: linkStatuses.error })
export const Denied = meta.story({ args: linkStatuses.denied })
