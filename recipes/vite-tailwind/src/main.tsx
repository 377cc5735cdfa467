import { createPlexClient, createPlexSession } from '@foyer/client'
import { PlexProvider } from '@foyer/hooks'
import { AccountCard, PlexSignIn, Show } from '@foyer/ui'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './index.css'

// Without these it is the real plex.tv; in tests the emulator's addresses.
const { VITE_PLEX_URL: baseUrl, VITE_PLEX_APP_URL: appUrl } = import.meta.env
const session = createPlexSession(createPlexClient({ product: 'Reelroom', baseUrl, appUrl }))

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <PlexProvider session={session}>
      <main className="mx-auto flex max-w-md flex-col gap-6 p-6">
        <h1 className="text-2xl font-bold">Reelroom</h1>
        <Show when="signed-in" fallback={<PlexSignIn />}>
          <AccountCard />
        </Show>
      </main>
    </PlexProvider>
  </StrictMode>,
)
