import { PlexError, type PlexUser } from '@foyer/client'
import type { UserState } from '@foyer/hooks'
import { expect } from 'storybook/test'
import preview from '../../../../../.storybook/preview.tsx'
import { ada } from '../../testing/ada.ts'
import { AccountCardView } from './AccountCard.tsx'

const meta = preview.meta({ title: 'User/AccountCard', component: AccountCardView })

const signedIn = (user: Partial<PlexUser>, refreshError: PlexError | null = null): UserState => ({
  status: 'signed-in',
  user: { ...ada, ...user },
  refreshError,
})
const plex = (state: UserState) => ({ plex: { ...state, signOut: async () => {} } })

const statuses = {
  pending: plex({ status: 'pending' }),
  'signed-out': plex({ status: 'signed-out', reason: 'never' }),
  'signed-in': plex(signedIn({})),
  'choosing-profile': plex({ status: 'choosing-profile', account: ada, lastUuid: null, refreshError: null }),
} satisfies Record<UserState['status'], object>

export const SignedIn = meta.story({ args: statuses['signed-in'] })
export const Pending = meta.story({ args: statuses.pending })
export const SignedOut = meta.story({
  args: statuses['signed-out'],
  play: async ({ canvasElement }) => {
    await expect(canvasElement).not.toHaveTextContent(/\S/)
  },
})
export const ChoosingProfile = meta.story({
  args: statuses['choosing-profile'],
  play: async ({ canvasElement }) => {
    await expect(canvasElement).not.toHaveTextContent(/\S/)
  },
})
export const Plain = meta.story({
  args: plex(signedIn({ homeAdmin: false, twoFactor: false, subscription: { ...ada.subscription, active: false } })),
})
export const Managed = meta.story({
  args: plex(
    signedIn({
      title: 'Little Byron',
      username: '',
      email: null,
      kind: 'managed',
      homeAdmin: false,
      twoFactor: false,
      subscription: { ...ada.subscription, active: false },
    }),
  ),
})
export const Stale = meta.story({ args: plex(signedIn({}, new PlexError('network', 'Could not tell a story.'))) })
export const HostileName = meta.story({
  args: plex(signedIn({ title: '\u202Eecalevol </script><b>ada</b>', email: 'a@\u200Bexample.com' })),
  play: async ({ canvas }) => {
    await expect(canvas.getByText(/<b>ada<\/b>/).tagName).toBe('BDI')
  },
})
export const LongName = meta.story({
  args: plex(
    signedIn({
      title: 'Augusta Ada King-Noel, Countess of Lovelace '.repeat(3),
      email: `${'ada'.repeat(30)}@example.com`,
    }),
  ),
})
export const RightToLeftName = meta.story({ args: plex(signedIn({ title: 'عادة لوفليس' })) })
export const Nameless = meta.story({ args: plex(signedIn({ title: '', username: '', email: null })) })
export const BrokenPicture = meta.story({
  args: plex(signedIn({ avatarUrl: `${window.location.origin}/nobody-here.png` })),
  play: async ({ canvas }) => {
    await expect(canvas.getByText('AL')).toBeVisible()
  },
})
