import { PlexSignIn } from '@foyer/ui'
import { DemoNote } from './DemoNote.tsx'
import { tonight } from './programme.ts'
import './Welcome.css'

/** What a stranger sees. */
export function Welcome() {
  return (
    <div className="welcome">
      <div className="promise">
        <h1>Film night, settled before the popcorn.</h1>
        <p className="lead">Pick a night, let everyone vote, and see who is coming.</p>
      </div>
      <div className="door">
        <PlexSignIn methods={['popup', 'redirect', 'password', 'link']} />
        <DemoNote />
      </div>
      <section className="programme" aria-labelledby="tonight">
        <h2 id="tonight" className="eyebrow">
          Tonight’s programme
        </h2>
        <ol>
          {tonight.map(({ time, title, note }) => (
            <li key={time}>
              <time>{time}</time>
              <div>
                <p className="bill">{title}</p>
                <p className="soft">{note}</p>
              </div>
            </li>
          ))}
        </ol>
      </section>
    </div>
  )
}
