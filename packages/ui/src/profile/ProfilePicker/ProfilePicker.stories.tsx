import { expect } from 'storybook/test'
import preview from '../../../../../.storybook/preview.tsx'
import { homeAt, homeStatuses, noura, pip, profileNamed, profiles, storyError } from '../../testing/homeAt.ts'
import { ProfilePickerView } from './ProfilePicker.tsx'

const meta = preview.meta({ title: 'Profile/ProfilePicker', component: ProfilePickerView })

export const Choosing = meta.story({
  args: homeStatuses.choosing,
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: /Pip/ }))
    await expect(homeStatuses.choosing.home.choose).toHaveBeenCalledWith(pip)
  },
})
export const Watching = meta.story({ args: homeAt({ status: 'choosing', profiles, error: null }, pip.uuid) })
export const Loading = meta.story({ args: homeStatuses.loading })
export const Failed = meta.story({ args: homeStatuses.failed })
export const Switching = meta.story({ args: homeStatuses.switching })
export const TooManySwitches = meta.story({
  args: homeAt({ status: 'choosing', profiles, error: storyError('rate-limited') }),
})
export const Unavailable = meta.story({
  args: homeStatuses.unavailable,
  play: async ({ canvasElement }) => {
    await expect(canvasElement).not.toHaveTextContent(/\S/)
  },
})

/** Four digits go off by themselves, once; no attribute ever has them. */
export const AskingPin = meta.story({
  args: homeStatuses['asking-pin'],
  play: async ({ canvas, userEvent }) => {
    const { submitPin } = homeStatuses['asking-pin'].home
    const pin = canvas.getByLabelText('Profile PIN')
    await expect(pin).toHaveFocus()
    await userEvent.type(pin, '407')
    await expect(submitPin).not.toHaveBeenCalled()
    await userEvent.type(pin, '1')
    await expect(submitPin).toHaveBeenCalledTimes(1)
    await expect(submitPin).toHaveBeenCalledWith('4071')
    await expect(pin).not.toHaveAttribute('value')
  },
})
export const WrongPin = meta.story({
  args: homeAt({ status: 'asking-pin', profiles, profile: noura, error: storyError('profile-pin-invalid') }),
  play: async ({ canvas }) => {
    await expect(canvas.getByLabelText('Profile PIN')).toBeInvalid()
    await expect(canvas.getByRole('alert')).toHaveTextContent('That PIN was not right')
  },
})
export const Checking = meta.story({ args: homeAt({ status: 'switching', profiles, profile: noura, withPin: true }) })
export const LongNames = meta.story({
  args: homeAt({
    status: 'choosing',
    profiles: ['Augusta Ada King-Noel, Countess of Lovelace', 'a'.repeat(60), '', '\u202Eecalevol </b>'].map((title) =>
      profileNamed(title, { uuid: `${title}.` }),
    ),
    error: null,
  }),
})
