import { useState } from 'react'
import { films } from './programme.ts'

const list = new Intl.ListFormat('en-GB')

/** One vote each, to be changed until the lights go down. */
export function Ballot() {
  const [mine, setMine] = useState<string>()
  const entries = films.map((film) => ({ ...film, votes: film.id === mine ? [...film.votes, 'you'] : film.votes }))
  const most = Math.max(...entries.map(({ votes }) => votes.length))
  const leaders = entries.filter(({ votes }) => votes.length === most).map(({ title }) => title)
  return (
    <fieldset className="ballot">
      <legend>What shall we watch?</legend>
      {entries.map(({ id, title, about, line, votes }) => (
        <label key={id} className="film">
          <input
            type="radio"
            name="film"
            checked={id === mine}
            aria-describedby={`${id}-about`}
            onChange={() => setMine(id)}
          />
          <span className="bill">{title}</span>
          <span className="detail" id={`${id}-about`}>
            <span className="soft">{about}</span>
            <span>{line}</span>
            <span className="votes">
              <span className="seats" aria-hidden="true">
                {votes.map((voter) => (
                  <span key={voter} data-mine={voter === 'you' || undefined} />
                ))}
              </span>
              {list.format(votes)}
            </span>
          </span>
        </label>
      ))}
      <p className="soft" role="status">
        {list.format(leaders)} {leaders.length > 1 ? 'are level' : 'leads'} with {most} votes
        {leaders.length > 1 ? ' each.' : '.'}
      </p>
    </fieldset>
  )
}
