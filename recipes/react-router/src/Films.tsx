import { AccountCard, Show, SignInButton } from '@foyer/ui'
import { useSearchParams } from 'react-router'

const genres = ['comedy', 'western']

/** What is shown is in the URL: each button writes one of its parameters, and keeps the rest. */
export function Films() {
  const [params, setParams] = useSearchParams()
  const choose = (genre: string) =>
    setParams((before) => {
      before.set('genre', genre)
      return before
    })
  return (
    <main>
      <h1>Films{params.get('genre') && `: ${params.get('genre')}`}</h1>
      {genres.map((genre) => (
        <button key={genre} type="button" onClick={() => choose(genre)}>
          {genre}
        </button>
      ))}
      <Show when="signed-in" fallback={<SignInButton method="redirect" />}>
        <AccountCard />
      </Show>
    </main>
  )
}
