import { type PlexSession, signIn } from '@foyer/client'
import { createEmulator } from '@foyer/emulator'
import { handlers } from '@foyer/emulator/msw'
import { expect } from 'storybook/test'
import preview from '../../../../../.storybook/preview.tsx'
import { createStorySession, StoryProvider } from '../../testing/StoryProvider.tsx'
import { Show } from './Show.tsx'

const emulator = createEmulator()
let session: PlexSession

const meta = preview.meta({
  title: 'User/Show',
  beforeEach: ({ msw }) => {
    emulator.reset()
    msw.use(...handlers(emulator))
    session = createStorySession()
  },
  render: () => (
    <StoryProvider session={session}>
      <Show when="signed-in" pending={<p>One moment</p>} fallback={<p>Nobody yet</p>}>
        {(user) => <p>Hello {user.title}</p>}
      </Show>
      <Show when="signed-out">
        <p>Please sign in</p>
      </Show>
    </StoryProvider>
  ),
})

export const SignedOut = meta.story({
  play: async ({ canvas }) => {
    await expect(canvas.getByText('Nobody yet')).toBeVisible()
    await expect(canvas.getByText('Please sign in')).toBeVisible()
  },
})

export const SignedIn = meta.story({
  play: async ({ canvas }) => {
    await session.start(await signIn(session.client, emulator.person('plain')))
    await canvas.findByText('Hello Ada Lovelace')
    await expect(canvas.queryByText('Please sign in')).toBeNull()
  },
})
