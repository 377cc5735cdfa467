import type { PlexUser } from '@foyer/client'
import type { UserState } from '@foyer/hooks'
import { expect, userEvent, within } from 'storybook/test'
import preview from '../../../../../.storybook/preview.tsx'
import { ada } from '../../testing/ada.ts'
import { AccountMenuView, type AccountMenuViewProps } from './AccountMenu.tsx'

const meta = preview.meta({
  title: 'User/AccountMenu',
  component: AccountMenuView,
  // As in an app's header: at the end of a line.
  args: { style: { marginInlineStart: 'calc(100% - 2.75rem)' } },
})

const doNothing = () => {}
const plex = (state: UserState) => ({ plex: { ...state, signOut: async () => {} } })
const signedIn = (user: Partial<PlexUser> = {}) =>
  plex({ status: 'signed-in', user: { ...ada, ...user }, refreshError: null })
const everything = {
  onSwitchProfile: doNothing,
  serverName: 'Attic',
  onChooseServer: doNothing,
  items: [
    { label: 'Settings', onSelect: doNothing },
    { label: 'Keyboard shortcuts', onSelect: doNothing },
  ],
} satisfies Partial<AccountMenuViewProps>

const statuses = {
  pending: plex({ status: 'pending' }),
  'signed-out': plex({ status: 'signed-out', reason: 'never' }),
  'signed-in': signedIn(),
  'choosing-profile': plex({ status: 'choosing-profile', account: ada, lastUuid: null, refreshError: null }),
} satisfies Record<UserState['status'], object>

async function open({ canvasElement }: { canvasElement: HTMLElement }) {
  await userEvent.click(within(canvasElement).getByRole('button'))
  return within(canvasElement).findByRole('menu')
}

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
export const Open = meta.story({
  args: { ...signedIn(), ...everything },
  play: async (screen) => {
    const menu = await open(screen)
    await expect(menu).toHaveAccessibleName('Account: Ada Lovelace')
    await expect(menu).toHaveAccessibleDescription('ada@example.com')
  },
})
export const OpenByKey = meta.story({
  args: { ...signedIn(), ...everything },
  play: async ({ canvas }) => {
    await userEvent.tab()
    await userEvent.keyboard('{Enter}')
    await expect(await canvas.findByRole('menuitem', { name: 'Switch profile' })).toHaveFocus()
  },
})
export const OpenWithLittle = meta.story({
  args: signedIn({ email: null, inHome: false }),
  play: async (screen) => {
    const menu = await open(screen)
    await expect(within(menu).getAllByRole('menuitem')).toHaveLength(1)
  },
})
export const NoServerYet = meta.story({
  args: { ...signedIn(), onChooseServer: doNothing, serverName: null },
  play: async (screen) => {
    await expect(within(await open(screen)).getByText('Choose a server')).toBeVisible()
  },
})
export const LongNames = meta.story({
  args: {
    ...signedIn({
      title: 'Augusta Ada King-Noel, Countess of Lovelace '.repeat(2),
      email: `${'ada'.repeat(30)}@example.com`,
    }),
    ...everything,
    serverName: `${'attic'.repeat(12)} of the house`,
  },
  play: async (screen) => {
    const menu = await open(screen)
    await expect(menu.scrollWidth).toBeLessThanOrEqual(menu.clientWidth)
  },
})
export const HostileName = meta.story({
  args: { ...signedIn({ title: '\u202Eecalevol </script><b>ada</b>' }), ...everything, serverName: '\u202E<i>x</i>' },
  play: async (screen) => {
    const menu = await open(screen)
    await expect(menu.querySelector('b, i, script')).toBeNull()
  },
})
/** The menu is at the other end, and its text begins there. */
export const RightToLeft = meta.story({
  args: { ...signedIn({ title: 'عادة لوفليس' }), ...everything },
  globals: { direction: 'rtl' },
  play: async (screen) => {
    await expect(await open(screen)).toHaveAttribute('dir', 'rtl')
  },
})
