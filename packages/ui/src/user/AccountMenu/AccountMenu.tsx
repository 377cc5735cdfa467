'use client'

import { type UsePlexUserResult, usePlexSession, usePlexUser } from '@foyer/hooks'
import { type ReactNode, useId, useRef } from 'react'
import { englishAccount, englishAccountMenu } from '../../messages/english.ts'
import { useMessages } from '../../messages/LocalizationProvider.tsx'
import { Avatar } from '../../parts/Avatar.tsx'
import { classNames, type Styled } from '../../parts/classNames.ts'
import { Message } from '../../parts/Message.tsx'
import { useMenu } from '../../parts/useMenu.ts'

/** Something of your app's that can be chosen in an {@link AccountMenu}. */
export interface AccountMenuItem {
  /** The words; no two items have the same. */
  readonly label: string
  /** Called when it is chosen, while the menu closes. The focus stays where you put it meanwhile. */
  readonly onSelect: () => void
}

/** What {@link AccountMenu} takes. */
export interface AccountMenuProps extends Styled {
  /**
   * Your app's own choices, between those of the account and the way out.
   *
   * @default none
   */
  items?: readonly AccountMenuItem[] | undefined
  /** The server that your app uses, for the choice that leads to another; null while there is none. */
  serverName?: string | null | undefined
  /**
   * Called when another server is to be chosen: show your `ServerPicker` then.
   *
   * @default the menu says nothing of servers
   */
  onChooseServer?: (() => void) | undefined
}

/**
 * Is the round button for your app's header that shows who is signed in, and opens a menu: another profile of the Home
 * (in a session with `profiles: askForProfile()`), the server, your app's own choices, and the way out. It shows
 * nothing when nobody is signed in, and holds its place while that is not known.
 *
 * The menu's script is a chunk of its own, which comes when the button is first hovered, focused or pressed. When it
 * does not come the person is told, can sign out all the same, and can press again.
 *
 * @example
 * ```tsx
 * import { AccountMenu } from '@foyer/ui'
 * import '@foyer/ui/styles.css'
 *
 * export const Header = ({ open }: { open: (path: string) => void }) => (
 *   <header>
 *     <a href="/">Reelroom</a>
 *     <AccountMenu items={[{ label: 'Settings', onSelect: () => open('/settings') }]} />
 *   </header>
 * )
 * ```
 */
export function AccountMenu(props: AccountMenuProps): ReactNode {
  const { asksForProfile, leaveProfile } = usePlexSession()
  return <AccountMenuView plex={usePlexUser()} onSwitchProfile={asksForProfile ? leaveProfile : undefined} {...props} />
}

/** What {@link AccountMenuView} takes. */
export interface AccountMenuViewProps extends AccountMenuProps {
  /** What `usePlexUser` gives. */
  plex: UsePlexUserResult
  /**
   * Called when somebody in a Home gives way to another: the session's `leaveProfile`.
   *
   * @default the menu says nothing of profiles
   */
  onSwitchProfile?: (() => void) | undefined
}

/** Shows the button and its menu as a plain view of a user's state. */
export function AccountMenuView(props: AccountMenuViewProps): ReactNode {
  const { plex, items = [], serverName, onChooseServer, onSwitchProfile, className, style } = props
  const messages = useMessages('accountMenu', englishAccountMenu)
  const { pending, nameless, signOut } = useMessages('account', englishAccount)
  const button = useRef<HTMLButtonElement>(null)
  const { Menu, status, around, buttonProps, onBlur, ...menu } = useMenu()
  const id = useId()
  const outermost = {
    className: classNames('foyer foyer-account-menu', className),
    style,
    'data-part': 'account-menu',
    'data-status': plex.status,
  }
  if (plex.status === 'pending') {
    return (
      <div {...outermost}>
        <div aria-busy="true">
          <span className="foyer-avatar" />
          <span className="foyer-spoken">{pending}</span>
        </div>
      </div>
    )
  }
  if (plex.status !== 'signed-in') return null
  const { user } = plex
  const name = user.title || user.username || nameless
  const account = [
    user.inHome &&
      onSwitchProfile && { part: 'switch-profile', label: messages.switchProfile, onSelect: onSwitchProfile },
    onChooseServer && {
      part: 'choose-server',
      label: serverName ? <Message text={messages.server} name={serverName} /> : messages.chooseServer,
      onSelect: onChooseServer,
    },
  ].filter((choice) => !!choice)
  const own = items.map(({ label, onSelect }) => ({ part: `item-${label}`, label, onSelect }))
  const wayOut = { part: 'sign-out', label: signOut, onSelect: plex.signOut }
  return (
    <div {...outermost} ref={around}>
      <button
        ref={button}
        id={id}
        type="button"
        className="foyer-menu-button"
        data-part="menu-button"
        aria-haspopup="menu"
        aria-expanded={menu.isOpen}
        aria-busy={status === 'awaited'}
        onBlur={onBlur}
        {...buttonProps}
      >
        <Avatar name={name} url={user.avatarUrl} />
        <span className="foyer-spoken">
          <Message text={messages.button} name={name} />
        </span>
      </button>
      <div role="status">
        {status === 'awaited' && <span className="foyer-spoken">{messages.loading}</span>}
        {status === 'missing' && (
          <div className="foyer-menu foyer-menu-missing" data-part="menu-missing">
            <p>{messages.missing}</p>
            <button type="button" className="foyer-link" data-part="sign-out" onBlur={onBlur} onClick={plex.signOut}>
              {signOut}
            </button>
          </div>
        )}
      </div>
      {Menu && (
        <Menu
          button={button}
          {...menu}
          head={
            <>
              <p className="foyer-menu-name" data-part="name">
                <bdi>{name}</bdi>
              </p>
              {user.email && (
                <p id={`${id}-email`} className="foyer-hint">
                  <bdi>{user.email}</bdi>
                </p>
              )}
            </>
          }
          descriptionId={`${id}-email`}
          groups={[account, own, [wayOut]].filter(({ length }) => length > 0)}
        />
      )}
    </div>
  )
}
