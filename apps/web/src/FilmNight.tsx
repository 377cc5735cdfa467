import type { PlexUser } from '@foyer/client'
import { AccountCard } from '@foyer/ui'
import { useState } from 'react'
import { Ballot } from './Ballot.tsx'
import { GuestList } from './GuestList.tsx'
import { Projector } from './Projector.tsx'
import { nextFriday } from './programme.ts'
import './FilmNight.css'

const longDate = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' })

/** What is inside: the next film night, and who has come in. */
export function FilmNight({ user }: { user: PlexUser }) {
  const [date] = useState(() => nextFriday(new Date()))
  return (
    <div className="night">
      <div className="plan">
        <p className="eyebrow">The next film night</p>
        <h1>{longDate.format(date)}</h1>
        <p className="lead">Doors at 19:30, the film at 20:00, on Mara’s sofa.</p>
        <Ballot />
        <GuestList me={user.title || 'You'} />
        <Projector />
      </div>
      <aside className="side" aria-label="Your account">
        <AccountCard />
      </aside>
    </div>
  )
}
