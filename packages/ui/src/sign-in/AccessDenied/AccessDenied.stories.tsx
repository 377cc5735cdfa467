import { PlexError } from '@foyer/client'
import { expect } from 'storybook/test'
import preview from '../../../../../.storybook/preview.tsx'
import { StoryProvider } from '../../testing/StoryProvider.tsx'
import { deniedWith, notInvited } from '../../testing/signInAt.ts'
import { AccessDenied } from './AccessDenied.tsx'

const meta = preview.meta({
  title: 'Sign-in/AccessDenied',
  component: AccessDenied,
  decorators: [(Story) => <StoryProvider>{<Story />}</StoryProvider>],
})

export const OwnWords = meta.story({
  args: { signIn: deniedWith(notInvited) },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('alert')).toHaveTextContent('Ask Mara')
    await expect(canvas.queryByText(/try again/i)).toBeNull()
    await expect(canvas.getByRole('region', { name: 'No access' })).toHaveFocus()
  },
})
export const WithoutWords = meta.story({
  args: { signIn: deniedWith(new PlexError('access-denied', 'Could not tell a story.')) },
})
