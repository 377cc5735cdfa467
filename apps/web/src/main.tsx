import { createPlexClient, createPlexSession } from '@foyer/client'
import { PlexProvider } from '@foyer/hooks'
import { Show } from '@foyer/ui'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@foyer/ui/styles.css'
import './app.css'
import { FilmNight } from './FilmNight.tsx'
import { Page } from './Page.tsx'
import { Welcome } from './Welcome.tsx'

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
      <Page>
        <Show when="signed-in" pending={<div className="pending" />} fallback={<Welcome />}>
          {(user) => <FilmNight user={user} />}
        </Show>
      </Page>
    </PlexProvider>
  </StrictMode>,
)
