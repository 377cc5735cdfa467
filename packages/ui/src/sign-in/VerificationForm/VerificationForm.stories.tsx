import type { Attempt } from '@foyer/hooks'
import { expect, fn } from 'storybook/test'
import preview from '../../../../../.storybook/preview.tsx'
import { StoryProvider } from '../../testing/StoryProvider.tsx'
import { refusedWith, verificationAt } from '../../testing/signInAt.ts'
import { VerificationForm } from './VerificationForm.tsx'

const meta = preview.meta({
  title: 'Sign-in/VerificationForm',
  component: VerificationForm,
  decorators: [(Story) => <StoryProvider>{<Story />}</StoryProvider>],
})

const verification = (attempt: Attempt) => ({ signIn: verificationAt(attempt) })

const statuses = {
  idle: verification({ status: 'idle' }),
  pending: verification({ status: 'pending' }),
  error: verification(refusedWith('verification-invalid', 'verificationCode')),
} satisfies Record<Attempt['status'], object>

export const Idle = meta.story({ args: statuses.idle })
export const Pending = meta.story({ args: statuses.pending })
export const WrongCode = meta.story({ args: statuses.error })
export const AddressLocked = meta.story({ args: verification(refusedWith('address-locked', null, 300_000)) })

/** Six digits go off by themselves, once; the same six again need the button. */
export const Typed = meta.story({
  render: () => {
    const { signIn } = statuses.idle
    return <VerificationForm signIn={{ ...signIn, props: { ...signIn.props, form: { onSubmit: submitted } } }} />
  },
  play: async ({ canvas, userEvent }) => {
    submitted.mockClear()
    const code = canvas.getByLabelText('Verification code')
    await userEvent.type(code, '41705')
    await expect(submitted).not.toHaveBeenCalled()
    await userEvent.type(code, '2')
    await expect(submitted).toHaveBeenCalledTimes(1)
    await userEvent.type(code, '{Backspace}2')
    await expect(submitted).toHaveBeenCalledTimes(1)
    await expect(code).not.toHaveAttribute('value')
  },
})
const submitted = fn((event: { preventDefault(): void }) => event.preventDefault())

export const PastedInGroups = meta.story({
  args: statuses.idle,
  play: async ({ canvas, userEvent }) => {
    const code = canvas.getByLabelText('Verification code')
    await userEvent.click(code)
    await userEvent.paste('417-０52')
    await expect(code).toHaveValue('417052')
  },
})

export const RecoveryCode = meta.story({
  args: statuses.idle,
  play: async ({ canvas, userEvent }) => {
    await userEvent.type(canvas.getByLabelText('Verification code'), '41')
    await userEvent.click(canvas.getByRole('button', { name: 'Use a recovery code' }))
    const code = canvas.getByLabelText('Recovery code')
    await expect(code).toHaveValue('41')
    await userEvent.type(code, '-ab cd')
    await expect(code).toHaveValue('41-ab cd')
  },
})

export const RecoveryCodePasted = meta.story({
  args: statuses.idle,
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByLabelText('Verification code'))
    await userEvent.paste('k7fq-93xm')
    await expect(canvas.getByLabelText('Recovery code')).toHaveValue('k7fq-93xm')
  },
})
