import { PlexProvider } from '@foyer/hooks'
import { AccountCard, PlexSignIn, Show } from '@foyer/ui'

export function App({ session }) {
  return (
    <PlexProvider session={session}>
      <Show when="signed-in" fallback={<PlexSignIn />}>
        <AccountCard />
      </Show>
    </PlexProvider>
  )
}
