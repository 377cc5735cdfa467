import { AccountCard, PlexSignIn, Show } from '@foyer/ui'

export default function Home() {
  return (
    <main>
      <h1>Reelroom</h1>
      <Show when="signed-in" fallback={<PlexSignIn />}>
        <AccountCard />
      </Show>
    </main>
  )
}
