'use client'

import { type UsePlexUserResult, usePlexUser } from '@foyer/hooks'
import type { ReactNode } from 'react'
import { englishAccount } from '../../messages/english.ts'
import { useMessages } from '../../messages/LocalizationProvider.tsx'
import { Avatar } from '../../parts/Avatar.tsx'
import { classNames, type Styled } from '../../parts/classNames.ts'

/** What {@link AccountCard} takes. */
export type AccountCardProps = Styled

/**
 * Shows who is signed in, and the way out. It shows nothing when nobody is.
 *
 * @example
 * ```tsx
 * import { AccountCard } from '@foyer/ui'
 * import '@foyer/ui/styles.css'
 *
 * export const Settings = () => (
 *   <main>
 *     <h1>Settings</h1>
 *     <AccountCard className="settings-account" />
 *   </main>
 * )
 * ```
 */
export function AccountCard(props: AccountCardProps): ReactNode {
  return <AccountCardView plex={usePlexUser()} {...props} />
}

/** What {@link AccountCardView} takes. */
export interface AccountCardViewProps extends Styled {
  /** What `usePlexUser` gives. */
  plex: UsePlexUserResult
}

/** Shows the card as a plain view of a user's state. */
export function AccountCardView({ plex, className, style }: AccountCardViewProps): ReactNode {
  const messages = useMessages('account', englishAccount)
  const card = { className: classNames('foyer foyer-card', className), style, 'data-part': 'account-card' }
  if (plex.status === 'pending') {
    return (
      <div {...card} data-status="pending">
        <div className="foyer-who" aria-busy="true">
          <span className="foyer-avatar" />
          <p className="foyer-name">
            <span className="foyer-bone">{messages.pending}</span>
          </p>
        </div>
      </div>
    )
  }
  if (plex.status !== 'signed-in') return null
  const { user, refreshError } = plex
  const name = user.title || user.username || messages.nameless
  const marks = [
    user.subscription.active && messages.plexPass,
    user.homeAdmin && messages.homeAdmin,
    user.kind !== 'account' && messages[user.kind],
    user.twoFactor && messages.twoFactor,
  ].filter((mark) => mark !== false)
  return (
    <section {...card} data-status="signed-in" aria-label={name}>
      <div className="foyer-who">
        <Avatar name={name} url={user.avatarUrl} />
        <div>
          <p className="foyer-name" data-part="name">
            <bdi>{name}</bdi>
          </p>
          {user.email && (
            <p className="foyer-hint">
              <bdi>{user.email}</bdi>
            </p>
          )}
        </div>
      </div>
      {marks.length > 0 && (
        <ul className="foyer-marks">
          {marks.map((mark) => (
            <li key={mark} data-highlight={mark === messages.plexPass || undefined}>
              {mark}
            </li>
          ))}
        </ul>
      )}
      <p className="foyer-hint" role="status">
        {refreshError && <span>{messages.stale}</span>}
      </p>
      <button type="button" className="foyer-button" data-quiet data-part="sign-out" onClick={plex.signOut}>
        {messages.signOut}
      </button>
    </section>
  )
}
