import type { PlexUser } from '@foyer/client'
import { useEffect, useRef, useState } from 'react'
import { Account } from './Account.tsx'
import { type FilmId, films, shelves } from './films.ts'
import { Poster } from './Poster.tsx'
import { useRemote } from './remote.ts'
import { rememberWhoIsIn } from './returning.ts'
import { enter, moveFocus } from './rows.ts'
import './Home.css'

interface HomeProps {
  user: PlexUser
  /** Whether something else stands in its place for now. */
  isBehind: boolean
  /** Called by Back where there is nowhere to go back to in here. */
  onBack: () => void
}

/** What is inside: shelves of films to vote for, and the account. */
export function Home({ user, isBehind, onBack }: HomeProps) {
  const screen = useRef<HTMLElement>(null)
  const [film, setFilm] = useState<FilmId>('sherlock-jr')
  const [inBar, setInBar] = useState(false)
  const [vote, setVote] = useState<FilmId>()
  const [account, setAccount] = useState<'never' | 'open' | 'left'>('never')
  const name = user.title || 'Your account'

  useEffect(() => rememberWhoIsIn(true), [])
  useEffect(() => {
    if (account === 'open' || isBehind) return
    const row = account === 'left' ? '.bar [data-row]' : '.shelf [data-row]'
    enter(screen.current?.querySelector(row))
  }, [account, isBehind])
  useRemote({
    onArrow: (arrow) => moveFocus(screen.current, arrow),
    onBack() {
      const first = screen.current?.querySelector('.shelf [data-row]')
      if (first?.contains(document.activeElement)) onBack()
      else enter(first)
    },
  })

  return (
    <>
      {account === 'open' && <Account user={user} onBack={() => setAccount('left')} />}
      {/* Kept below the account, so that the shelves stay as they were left. */}
      <main ref={screen} className="home" hidden={account === 'open' || isBehind}>
        <header className="bar">
          <p className="brand">Reelroom</p>
          <nav data-row="account" aria-label="Account">
            <button type="button" className="who" onFocus={() => setInBar(true)} onClick={() => setAccount('open')}>
              <span className="initial" aria-hidden="true">
                {[...name][0]}
              </span>
              <bdi>{name}</bdi>
            </button>
          </nav>
        </header>
        <section className="about" aria-label="About the film">
          <h1>{films[film].title}</h1>
          <p className="line">{films[film].line}</p>
          <p className="facts">
            {films[film].about}
            {film === vote ? <b>Your vote for Friday</b> : !inBar && <b>Press OK to vote for it</b>}
          </p>
        </section>
        <div className="shelves">
          {shelves.map((shelf) => (
            <section className="shelf" key={shelf.title} aria-label={shelf.title} data-shelf="">
              <h2>{shelf.title}</h2>
              <div className="films" data-row="films">
                {shelf.films.map((id) => (
                  <button
                    type="button"
                    key={id}
                    className="film"
                    aria-pressed={id === vote}
                    onFocus={() => {
                      setFilm(id)
                      setInBar(false)
                    }}
                    onClick={() => setVote(id === vote ? undefined : id)}
                  >
                    <Poster film={id} />
                    {id === vote && <span className="vote" aria-hidden="true" />}
                  </button>
                ))}
              </div>
            </section>
          ))}
        </div>
      </main>
    </>
  )
}
