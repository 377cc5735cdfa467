import { createPlexClient, createPlexSession } from '@foyer/client'
import { PlexProvider } from '@foyer/hooks'
import { LinkScreen, Show } from '@foyer/ui'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@foyer/ui/styles.tv.css'
import './tv.css'
import { Home } from './Home.tsx'

const { VITE_PLEX_URL, VITE_PLEX_APP_URL, VITE_PLEX_LINK_URL } = import.meta.env

const session = createPlexSession(
  createPlexClient({
    product: 'Reelroom',
    baseUrl: VITE_PLEX_URL || undefined,
    appUrl: VITE_PLEX_APP_URL || undefined,
    linkUrl: VITE_PLEX_LINK_URL || undefined,
  }),
)

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <PlexProvider session={session}>
      <Show
        when="signed-in"
        fallback={
          <main>
            <LinkScreen deviceName="Living room TV" />
          </main>
        }
      >
        {(user) => <Home user={user} />}
      </Show>
    </PlexProvider>
  </StrictMode>,
)
