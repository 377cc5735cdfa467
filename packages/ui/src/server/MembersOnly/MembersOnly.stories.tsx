import { getUser, type PlexSession } from '@foyer/client'
import { createEmulator, type PersonName } from '@foyer/emulator'
import { handlers } from '@foyer/emulator/msw'
import { expect } from 'storybook/test'
import preview from '../../../../../.storybook/preview.tsx'
import { createStorySession, StoryProvider } from '../../testing/StoryProvider.tsx'
import { MembersOnly } from './MembersOnly.tsx'

const emulator = createEmulator()
let session: PlexSession

const meta = preview.meta({
  title: 'Server/MembersOnly',
  beforeEach: ({ msw }) => {
    emulator.reset()
    msw.use(...handlers(emulator))
    session = createStorySession()
  },
  render: () => (
    <StoryProvider session={session}>
      <MembersOnly server={emulator.servers()[0]?.machineIdentifier ?? ''} pending={<p>One moment</p>}>
        {({ name }) => <p>Welcome to {name}</p>}
      </MembersOnly>
    </StoryProvider>
  ),
})

async function enter(name: PersonName) {
  const token = emulator.tokenFor(name, 'storybook')
  await session.start({ token, user: await getUser(session.client, token) })
}

export const Member = meta.story({
  play: async ({ canvas }) => {
    await enter('plain')
    await expect(await canvas.findByText('Welcome to Attic')).toBeVisible()
  },
})
export const Denied = meta.story({
  play: async ({ canvas }) => {
    await enter('uninvited')
    await expect(await canvas.findByRole('heading', { name: 'This server isn’t shared with you' })).toBeVisible()
    await expect(canvas.getByText('otto@example.com')).toBeVisible()
  },
})
export const NotAsked = meta.story({
  play: async ({ canvas, userEvent }) => {
    const fault = emulator.fail({ kind: 'rate-limited', endpoint: 'server' })
    await enter('plain')
    const again = await canvas.findByRole('button', { name: 'Try again' })
    await expect(canvas.queryByText(/Welcome/)).toBeNull()
    fault.stop()
    await userEvent.click(again)
    await expect(await canvas.findByText('Welcome to Attic')).toBeVisible()
  },
})
