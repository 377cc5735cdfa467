import { expect, fn, waitFor } from 'storybook/test'
import preview from '../../../../../.storybook/preview.tsx'
import { linkAt, linkStatuses, waitingLink } from '../../testing/linkAt.ts'
import { StoryProvider } from '../../testing/StoryProvider.tsx'
import { LinkScreenView } from './LinkScreen.tsx'
import '../../styles/styles.tv.css'

const meta = preview.meta({
  title: 'Pin/LinkScreen',
  component: LinkScreenView,
  args: { deviceName: 'Living room TV' },
  parameters: { layout: 'fullscreen' },
  decorators: [(Story) => <StoryProvider>{<Story />}</StoryProvider>],
})

export const Creating = meta.story({ args: linkStatuses.creating })
export const Waiting = meta.story({
  args: linkStatuses.waiting,
  play: async ({ canvas, canvasElement }) => {
    await expect(canvas.getByText('The code is 7 R Q Z')).toBeInTheDocument()
    await waitFor(() => expect(canvasElement.querySelector('[data-part="qr"] path')).not.toBeNull())
  },
})
export const Offline = meta.story({ args: waitingLink('offline') })
export const Unreachable = meta.story({ args: waitingLink('unreachable') })
export const RateLimited = meta.story({ args: waitingLink('rate-limited') })
export const Forgotten = meta.story({ args: waitingLink('forgotten') })
export const Approved = meta.story({ args: linkStatuses.approved })
export const HeldUp = meta.story({ args: linkAt({ status: 'approved', connection: 'unreachable' }) })
export const Denied = meta.story({ args: linkStatuses.denied })
export const Done = meta.story({ args: linkStatuses.done })
export const Expired = meta.story({
  args: { ...linkStatuses.expired, onBack: fn() },
  play: async ({ canvas, userEvent }) => {
    await expect(canvas.getByRole('button', { name: 'Get a new code' })).toHaveFocus()
    await userEvent.keyboard('{ArrowRight}')
    await expect(canvas.getByRole('button', { name: 'Back' })).toHaveFocus()
  },
})
export const Failed = meta.story({ args: linkStatuses.error })
export const WithoutDeviceName = meta.story({ args: { ...linkStatuses.waiting, deviceName: undefined } })

/** What an app has set for all of Foyer reaches the screen; it is CSS alone. */
export const InTheColoursOfAnApp = meta.story({
  args: linkStatuses.waiting,
  decorators: [
    (Story) => (
      <div className="story-of-an-app">
        <style>
          {
            '.story-of-an-app { --foyer-primary: #58c9ad; --foyer-foreground: #fff; --foyer-muted: #cfe; --foyer-background: #06231c }'
          }
        </style>
        <Story />
      </div>
    ),
  ],
  play: async ({ canvasElement }) => {
    const screen = canvasElement.querySelector('[data-part="link-screen"]') as HTMLElement
    await expect(getComputedStyle(screen).backgroundColor).toBe('rgb(6, 35, 28)')
    await expect(getComputedStyle(screen.querySelector('li') as HTMLElement, '::before').color).toBe(
      'rgb(88, 201, 173)',
    )
  },
})
