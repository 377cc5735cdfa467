import { expect, fn, waitFor } from 'storybook/test'
import preview from '../../../../../.storybook/preview.tsx'
import { homeAt, homeStatuses, noura, pip, profileNamed, profiles, storyError } from '../../testing/homeAt.ts'
import { ProfileScreenView } from './ProfileScreen.tsx'
import '../../styles/styles.tv.css'

const meta = preview.meta({
  title: 'Profile/ProfileScreen',
  component: ProfileScreenView,
  parameters: { layout: 'fullscreen' },
})

export const Choosing = meta.story({
  args: homeStatuses.choosing,
  play: async ({ canvas, userEvent }) => {
    const tile = (name: RegExp) => canvas.getByRole('button', { name })
    await expect(tile(/نورا/)).toHaveFocus()
    await userEvent.keyboard('{ArrowLeft}{ArrowRight}{ArrowRight}')
    await expect(tile(/Pip/)).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect(homeStatuses.choosing.home.choose).toHaveBeenCalledWith(pip)
  },
})
export const Watching = meta.story({
  args: homeAt({ status: 'choosing', profiles, error: null }, pip.uuid),
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('button', { name: /Pip/ })).toHaveFocus()
  },
})
export const Loading = meta.story({ args: homeStatuses.loading })
export const Failed = meta.story({
  args: homeStatuses.failed,
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('button', { name: 'Try again' })).toHaveFocus()
  },
})
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

/** The pad by arrows and OK; the last digit submits, and none of them is anywhere to be read. */
export const AskingPin = meta.story({
  args: { ...homeStatuses['asking-pin'], onBack: fn() },
  play: async ({ args, canvas, canvasElement, userEvent }) => {
    const { submitPin, back } = homeStatuses['asking-pin'].home
    const key = (name: string) => canvas.getByRole('button', { name })
    const filled = () => canvasElement.querySelectorAll('[data-filled]').length
    await expect(key('1')).toHaveFocus()
    await userEvent.keyboard('{ArrowDown}{Enter}')
    await expect(key('4')).toHaveFocus()
    await userEvent.keyboard('{ArrowDown}{ArrowDown}')
    await expect(key('0')).toHaveFocus()
    await userEvent.keyboard('{Enter}{ArrowRight}')
    await expect(key('Delete')).toHaveFocus()
    await expect(filled()).toBe(2)
    await userEvent.keyboard('{Enter}')
    await expect(canvas.getByText('1 of 4 digits')).toBeInTheDocument()
    await userEvent.keyboard('{ArrowUp}{ArrowLeft}{ArrowUp}')
    await expect(key('5')).toHaveFocus()
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}')
    await expect(key('4')).toHaveFocus()
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}')
    await expect(key('Choose another profile')).toHaveFocus()
    await userEvent.keyboard('{ArrowUp}07')
    await expect(submitPin).not.toHaveBeenCalled()
    await expect(canvasElement.innerHTML).not.toContain('407')
    await userEvent.keyboard('1')
    await expect(submitPin).toHaveBeenCalledTimes(1)
    await expect(submitPin).toHaveBeenCalledWith('4071')
    await userEvent.keyboard('{Escape}')
    await expect(back).toHaveBeenCalledTimes(1)
    await expect(args.onBack).not.toHaveBeenCalled()
  },
})
export const WrongPin = meta.story({
  args: homeAt({ status: 'asking-pin', profiles, profile: noura, error: storyError('profile-pin-invalid') }),
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('alert')).toHaveTextContent('That PIN was not right')
  },
})
export const TooManyTries = meta.story({
  args: homeAt({ status: 'asking-pin', profiles, profile: noura, error: storyError('rate-limited') }),
})
export const Checking = meta.story({ args: homeAt({ status: 'switching', profiles, profile: noura, withPin: true }) })

/** Fifteen of them fit on a screen. */
export const FullHome = meta.story({
  args: {
    ...homeAt({
      status: 'choosing',
      profiles: Array.from({ length: 15 }, (_, at) =>
        profileNamed(`Person ${at + 1}`, { hasProfilePin: at % 3 === 0 }),
      ),
      error: null,
    }),
    footer: <button type="button">Sign out</button>,
  },
  play: async ({ canvas, userEvent }) => {
    await userEvent.keyboard('{ArrowDown}{ArrowRight}')
    await waitFor(() => expect(canvas.getByRole('button', { name: 'Person 10 PIN' })).toHaveFocus())
    await userEvent.keyboard('{ArrowDown}')
    await expect(canvas.getByRole('button', { name: 'Sign out' })).toHaveFocus()
    await userEvent.keyboard('{ArrowUp}')
    await expect(canvas.getByRole('button', { name: 'Person 12' })).toHaveFocus()
  },
})
export const LongNames = meta.story({
  args: homeAt({
    status: 'choosing',
    profiles: ['Augusta Ada King-Noel, Countess of Lovelace', 'a'.repeat(60), '', '\u202Eecalevol </b>'].map((title) =>
      profileNamed(title, { uuid: `${title}.` }),
    ),
    error: null,
  }),
})
export const LongNameOfPin = meta.story({
  args: homeAt({
    status: 'asking-pin',
    profiles,
    profile: profileNamed('Augusta Ada King-Noel, Countess of Lovelace'),
    error: null,
  }),
})
