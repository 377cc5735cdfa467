import type { Attempt } from '@foyer/hooks'
import { expect } from 'storybook/test'
import preview from '../../../../../.storybook/preview.tsx'
import { StoryProvider } from '../../testing/StoryProvider.tsx'
import { credentialsAt, refusedWith } from '../../testing/signInAt.ts'
import { SignInForm } from './SignInForm.tsx'

const meta = preview.meta({
  title: 'Sign-in/SignInForm',
  component: SignInForm,
  decorators: [(Story) => <StoryProvider>{<Story />}</StoryProvider>],
})

const credentials = (attempt: Attempt) => ({ signIn: credentialsAt(attempt) })

// The type holds that no status is missing; the errors that look different follow.
const statuses = {
  idle: credentials({ status: 'idle' }),
  pending: credentials({ status: 'pending' }),
  error: credentials(refusedWith('invalid-credentials', 'password')),
} satisfies Record<Attempt['status'], object>

export const Idle = meta.story({ args: statuses.idle })
export const Pending = meta.story({ args: statuses.pending })
export const WrongPassword = meta.story({
  args: statuses.error,
  play: async ({ canvas }) => {
    await expect(canvas.getByLabelText('Password')).toHaveAccessibleDescription(/don’t match/)
  },
})
export const EmailRequired = meta.story({ args: credentials(refusedWith('email-required', 'login')) })
export const PasswordDropped = meta.story({ args: credentials(refusedWith('verification-required', 'password')) })
export const AddressLocked = meta.story({ args: credentials(refusedWith('address-locked', null, 300_000)) })
export const RateLimited = meta.story({
  args: credentials(refusedWith('rate-limited', null, 30_000)),
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('button', { name: /Try again in 0:\d\d/ })).toHaveAttribute('aria-disabled', 'true')
  },
})
export const Unreachable = meta.story({ args: credentials(refusedWith('network')) })
export const PlexInTrouble = meta.story({ args: credentials(refusedWith('server')) })
export const CaptivePortal = meta.story({ args: credentials(refusedWith('unexpected-response')) })
export const WithoutRememberMe = meta.story({ args: { ...statuses.idle, askRememberMe: false } })

export const Revealed = meta.story({
  args: statuses.idle,
  play: async ({ canvas, userEvent }) => {
    const password = canvas.getByLabelText('Password')
    await userEvent.type(password, 'open sesame')
    await userEvent.click(canvas.getByRole('button', { name: 'Show password' }))
    await expect(password).toHaveAttribute('type', 'text')
    await expect(password).toHaveValue('open sesame')
    await expect(password).not.toHaveAttribute('value')
    await userEvent.click(canvas.getByRole('button', { name: 'Hide password' }))
    await expect(password).toHaveAttribute('type', 'password')
  },
})

export const CapsLock = meta.story({
  args: statuses.idle,
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByLabelText('Password'))
    await userEvent.keyboard('{CapsLock}A')
    await expect(canvas.getByRole('status')).toHaveTextContent('Caps lock is on')
  },
})
