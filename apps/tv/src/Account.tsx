import type { PlexUser } from '@foyer/client'
import { usePlexSession, usePlexUser } from '@foyer/hooks'
import { useEffect, useRef } from 'react'
import { useRemote } from './remote.ts'
import { enter, moveFocus } from './rows.ts'
import './Account.css'

/** Who is signed in on this TV, and the way out. */
export function Account({ user, onBack }: { user: PlexUser; onBack: () => void }) {
  const plex = usePlexUser()
  const { leaveProfile } = usePlexSession()
  const screen = useRef<HTMLElement>(null)
  useEffect(() => enter(screen.current?.querySelector('[data-row]')), [])
  useRemote({ onBack, onArrow: (arrow) => moveFocus(screen.current, arrow) })
  const isStale = plex.status === 'signed-in' && plex.refreshError
  return (
    <main ref={screen} className="account">
      <p className="brand">Reelroom</p>
      <h1>
        <bdi>{user.title || 'Plex user'}</bdi>
      </h1>
      <p className="login">
        Signed in on this TV
        {(user.email ?? user.username) && (
          <>
            {' '}
            as <bdi>{user.email ?? user.username}</bdi>
          </>
        )}
        .
      </p>
      {isStale && <p className="login">Plex can’t be reached. This is what we last knew.</p>}
      <div data-row="back">
        <button type="button" className="key" onClick={onBack}>
          Back to the films
        </button>
      </div>
      {user.inHome && (
        <div data-row="profile">
          <button type="button" className="key" onClick={leaveProfile}>
            Someone else is watching
          </button>
        </div>
      )}
      <div data-row="sign-out">
        <button type="button" className="key" onClick={plex.signOut}>
          Sign out on this TV
        </button>
      </div>
    </main>
  )
}
