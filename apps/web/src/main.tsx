import { askForProfile, createPlexClient, createPlexSession, onlyMembersOf } from '@foyer/client'
import { PlexProvider } from '@foyer/hooks'
import { Show } from '@foyer/ui'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@foyer/ui/styles.css'
import './app.css'
import { Door } from './Door.tsx'
import { FilmNight } from './FilmNight.tsx'
import { Page } from './Page.tsx'
import { ServerChoiceProvider } from './ServerChoice.tsx'

const { VITE_PLEX_URL, VITE_PLEX_APP_URL, VITE_PLEX_LINK_URL, VITE_PLEX_SERVER } = import.meta.env

const session = createPlexSession(
  createPlexClient({
    product: 'Reelroom',
    baseUrl: VITE_PLEX_URL || undefined,
    appUrl: VITE_PLEX_APP_URL || undefined,
    linkUrl: VITE_PLEX_LINK_URL || undefined,
  }),
  {
    profiles: askForProfile(),
    // What runs in the browser keeps honest people out; an app with something to guard asks in its server.
    authorize: VITE_PLEX_SERVER
      ? onlyMembersOf(VITE_PLEX_SERVER, {
          code: 'not-invited',
          message: 'Film night is for people who share Mara’s server, and you don’t yet. Ask her, then come back.',
        })
      : undefined,
  },
)

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <PlexProvider session={session}>
      <ServerChoiceProvider>
        <Page>
          <Show when="signed-in" pending={<div className="pending" />} fallback={<Door />}>
            {(user) => <FilmNight user={user} />}
          </Show>
        </Page>
      </ServerChoiceProvider>
    </PlexProvider>
  </StrictMode>,
)
