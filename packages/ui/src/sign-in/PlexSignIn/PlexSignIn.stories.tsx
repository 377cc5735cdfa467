import { askForProfile, denyAccess, type PlexSession } from '@foyer/client'
import { createEmulator } from '@foyer/emulator'
import { handlers } from '@foyer/emulator/msw'
import type { SignInState } from '@foyer/hooks'
import { expect, userEvent, waitFor, within } from 'storybook/test'
import preview from '../../../../../.storybook/preview.tsx'
import { ProfilePicker } from '../../profile/ProfilePicker/ProfilePicker.tsx'
import { createStorySession, StoryProvider } from '../../testing/StoryProvider.tsx'
import { AccountCard } from '../../user/AccountCard/AccountCard.tsx'
import { PlexSignIn } from './PlexSignIn.tsx'

const emulator = createEmulator()
let session: PlexSession

const meta = preview.meta({
  title: 'Sign-in/PlexSignIn',
  component: PlexSignIn,
  beforeEach: ({ msw }) => {
    emulator.reset()
    msw.use(...handlers(emulator))
    session = createStorySession()
  },
  render: () => (
    <StoryProvider session={session}>
      <PlexSignIn />
      <AccountCard />
    </StoryProvider>
  ),
})

interface Screen {
  canvasElement: HTMLElement
}

async function submit(screen: Screen, login: string, password: string) {
  const canvas = within(screen.canvasElement)
  await userEvent.type(canvas.getByLabelText('E-mail or username'), login)
  await userEvent.type(canvas.getByLabelText('Password'), password)
  await userEvent.click(canvas.getByRole('button', { name: 'Sign in' }))
}

/** What leads to each step: the type holds that none is missing. */
const to = {
  credentials: async ({ canvasElement }) => {
    await expect(within(canvasElement).getByLabelText('Password')).toBeVisible()
  },
  verification: async (screen) => {
    const person = emulator.person('twoFactor')
    await submit(screen, person.login, person.password)
    const code = await within(screen.canvasElement).findByLabelText('Verification code')
    await waitFor(() => expect(code).toHaveFocus())
  },
  denied: async (screen) => {
    await submit(screen, emulator.person('plain').login, emulator.person('plain').password)
    await within(screen.canvasElement).findByText(/Ask Mara/)
  },
  done: async (screen) => {
    await to.verification(screen)
    await userEvent.keyboard(emulator.person('twoFactor').currentCode())
    await within(screen.canvasElement).findByText(/Signed in as/)
  },
} satisfies Record<SignInState['step'], (screen: Screen) => Promise<void>>

export const Credentials = meta.story({ play: to.credentials })

/** Shows that plex.tv has ended the session. */
export const Revoked = meta.story({
  play: async (screen) => {
    await submit(screen, emulator.person('plain').login, emulator.person('plain').password)
    const canvas = within(screen.canvasElement)
    await canvas.findByText(/Signed in as/)
    emulator.revokeTokens('plain')
    await session.refresh().catch(() => {})
    await expect(await canvas.findByText(/You have been signed out/)).toBeVisible()
  },
})
export const Verification = meta.story({ play: to.verification })
/** Shows that the app has said no. */
export const Denied = meta.story({
  render: () => (
    <StoryProvider
      session={createStorySession({
        authorize: () => denyAccess({ code: 'not-invited', message: 'Ask Mara to let you in.' }),
      })}
    >
      <PlexSignIn />
    </StoryProvider>
  ),
  play: to.denied,
})
export const Done = meta.story({ play: to.done })

export const ThereAndBack = meta.story({
  play: async ({ canvas, canvasElement }) => {
    await to.done({ canvasElement })
    await userEvent.click(canvas.getByRole('button', { name: 'Sign out' }))
    await canvas.findByLabelText('Password')
  },
})

export const WrongPassword = meta.story({
  play: async ({ canvas, canvasElement }) => {
    const { login, password } = emulator.person('plain')
    await submit({ canvasElement }, login, 'not the password')
    const field = canvas.getByLabelText('Password')
    await waitFor(() => expect(field).toHaveAccessibleDescription(/don’t match/))
    await expect(field).toHaveFocus()
    await expect(field).toHaveValue('not the password')
    await expect(canvas.getByLabelText('E-mail or username')).toHaveValue(login)
    await userEvent.keyboard(`${password}{Enter}`)
    await canvas.findByText(/Signed in as/)
  },
})

const everyWay = () => (
  <StoryProvider session={session}>
    <PlexSignIn methods={['popup', 'redirect', 'password', 'link']} />
  </StoryProvider>
)
export const EveryWay = meta.story({ render: everyWay })
export const Slots = meta.story({
  render: () => (
    <StoryProvider session={session}>
      <PlexSignIn
        logo={<strong>Reelroom</strong>}
        footer={
          <span>
            By signing in you agree to the <a href="#terms">terms</a>.
          </span>
        }
      />
    </StoryProvider>
  ),
})
export const Code = meta.story({
  render: everyWay,
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Sign in with a code' }))
    await waitFor(() => expect(canvas.getByText(/^The code is \w \w \w \w$/)).toBeInTheDocument())
    await userEvent.click(canvas.getByRole('button', { name: 'Back' }))
    await expect(canvas.getByRole('button', { name: 'Sign in with a code' })).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await waitFor(() => expect(canvas.getByText(/^The code is \w \w \w \w$/)).toBeInTheDocument())
    await expect(canvas.getByRole('region', { name: 'Sign in with a code' })).toHaveFocus()
  },
})

/** Shows the picker in the form's place, once somebody of a Home has signed in. */
export const Profiles = meta.story({
  render: () => (
    <StoryProvider session={createStorySession({ profiles: askForProfile() })}>
      <PlexSignIn profiles={<ProfilePicker />} />
    </StoryProvider>
  ),
  play: async (screen) => {
    const { login, password, title } = emulator.person('plexPass')
    await submit(screen, login, password)
    const canvas = within(screen.canvasElement)
    await expect(await canvas.findByRole('button', { name: new RegExp(title) })).toBeVisible()
    await expect(canvas.queryByLabelText('Password')).toBeNull()
  },
})
