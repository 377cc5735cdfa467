import { AccountCard, PlexSignIn, Show } from '@foyer/ui'
import { Suspense } from 'react'
import { Genres } from './Genres'

export default function Home() {
  return (
    <main>
      <h1>Reelroom</h1>
      <Suspense>
        <Genres />
      </Suspense>
      <Show when="signed-in" fallback={<PlexSignIn methods={['popup', 'redirect', 'password']} />}>
        <AccountCard />
      </Show>
    </main>
  )
}
