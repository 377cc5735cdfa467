import { createPlexClient, createPlexSession } from '@foyer/client'
import { PlexProvider } from '@foyer/hooks'
import { Show } from '@foyer/ui'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './app.css'
import '@foyer/ui/styles.css'
import { FilmNight } from './FilmNight.tsx'
import { Page } from './Page.tsx'
import { Welcome } from './Welcome.tsx'

const session = createPlexSession(
  createPlexClient({ product: 'Reelroom', baseUrl: import.meta.env.VITE_PLEX_URL || undefined }),
)

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <PlexProvider session={session}>
      <Page>
        <Show when="signed-in" pending={<div className="pending" />} fallback={<Welcome />}>
          {(user) => <FilmNight user={user} />}
        </Show>
      </Page>
    </PlexProvider>
  </StrictMode>,
)
