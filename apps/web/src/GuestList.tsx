import { useState } from 'react'
import { guests } from './programme.ts'

/** Who is coming, and whether you are. */
export function GuestList({ me }: { me: string }) {
  const [coming, setComing] = useState(false)
  return (
    <section className="guests" aria-labelledby="guests">
      <div className="row">
        <h2 id="guests">Who is coming</h2>
        <p className="soft" role="status">
          {guests.length + Number(coming)} seats taken
        </p>
      </div>
      <ul>
        {guests.map(({ name, note }) => (
          <li key={name}>
            <span>{name}</span>
            <span className="soft">{note}</span>
          </li>
        ))}
        {coming && (
          <li>
            <bdi>{me}</bdi>
            <span className="soft">that’s you</span>
          </li>
        )}
      </ul>
      <label className="check">
        <input type="checkbox" checked={coming} onChange={(event) => setComing(event.target.checked)} />
        Save me a seat
      </label>
    </section>
  )
}
