import { PlexError, type PlexErrorCode, type PlexProfile } from '@foyer/client'
import type { ProfilesState, UsePlexProfilesResult } from '@foyer/hooks'
import { expect, fn } from 'storybook/test'
import preview from '../../../../../.storybook/preview.tsx'
import { ProfilePickerView } from './ProfilePicker.tsx'

const meta = preview.meta({ title: 'Profile/ProfilePicker', component: ProfilePickerView })

const profile = (title: string, more: Partial<PlexProfile> = {}): PlexProfile => ({
  uuid: title,
  title,
  avatarUrl: null,
  kind: 'account',
  admin: false,
  hasProfilePin: false,
  ...more,
})
const noura = profile('نورا حداد', { admin: true, hasProfilePin: true })
const pip = profile('Pip 🦊', { kind: 'managed' })
const profiles = [noura, profile('Tomás Vidal'), pip, profile('Ingrid Solberg', { hasProfilePin: true })]
const errorOf = (code: PlexErrorCode) => new PlexError(code, 'Could not tell a story.')
const home = (state: ProfilesState, currentUuid: string | null = null): { home: UsePlexProfilesResult } => ({
  home: { ...state, currentUuid, choose: fn(), submitPin: fn(), back: fn(), reload: fn() },
})

const statuses = {
  unavailable: home({ status: 'unavailable' }),
  loading: home({ status: 'loading' }),
  failed: home({ status: 'failed', error: errorOf('network') }),
  choosing: home({ status: 'choosing', profiles, error: null }),
  'asking-pin': home({ status: 'asking-pin', profiles, profile: noura, error: null }),
  switching: home({ status: 'switching', profiles, profile: pip, withPin: false }),
} satisfies Record<ProfilesState['status'], object>

export const Choosing = meta.story({
  args: statuses.choosing,
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: /Pip/ }))
    await expect(statuses.choosing.home.choose).toHaveBeenCalledWith(pip)
  },
})
export const Watching = meta.story({ args: home({ status: 'choosing', profiles, error: null }, pip.uuid) })
export const Loading = meta.story({ args: statuses.loading })
export const Failed = meta.story({ args: statuses.failed })
export const Switching = meta.story({ args: statuses.switching })
export const TooManySwitches = meta.story({
  args: home({ status: 'choosing', profiles, error: errorOf('rate-limited') }),
})
export const Unavailable = meta.story({
  args: statuses.unavailable,
  play: async ({ canvasElement }) => {
    await expect(canvasElement).not.toHaveTextContent(/\S/)
  },
})

/** Four digits go off by themselves, once; no attribute ever has them. */
export const AskingPin = meta.story({
  args: statuses['asking-pin'],
  play: async ({ canvas, userEvent }) => {
    const { submitPin } = statuses['asking-pin'].home
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
  args: home({ status: 'asking-pin', profiles, profile: noura, error: errorOf('profile-pin-invalid') }),
  play: async ({ canvas }) => {
    await expect(canvas.getByLabelText('Profile PIN')).toBeInvalid()
    await expect(canvas.getByRole('alert')).toHaveTextContent('That PIN was not right')
  },
})
export const Checking = meta.story({ args: home({ status: 'switching', profiles, profile: noura, withPin: true }) })
export const LongNames = meta.story({
  args: home({
    status: 'choosing',
    profiles: ['Augusta Ada King-Noel, Countess of Lovelace', 'a'.repeat(60), '', '\u202Eecalevol </b>'].map((title) =>
      profile(title, { uuid: `${title}.` }),
    ),
    error: null,
  }),
})
