import { createPlexClient, createPlexSession } from '@foyer/client'
import { PlexProvider } from '@foyer/hooks'
import { Show } from '@foyer/ui'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './tv.css'

const { VITE_PLEX_URL, VITE_PLEX_APP_URL, VITE_PLEX_LINK_URL } = import.meta.env

const session = createPlexSession(
  createPlexClient({
    product: 'Reelroom on TV',
    baseUrl: VITE_PLEX_URL || undefined,
    appUrl: VITE_PLEX_APP_URL || undefined,
    linkUrl: VITE_PLEX_LINK_URL || undefined,
  }),
)

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <PlexProvider session={session}>
      <main>
        <h1>Reelroom</h1>
        <p className="lead">Film night, settled before the popcorn.</p>
        <div className="state">
          <Show when="signed-in" fallback={<Unlinked />}>
            {(user) => (
              <p>
                Signed in as <bdi>{user.title || user.username}</bdi>.
              </p>
            )}
          </Show>
        </div>
      </main>
    </PlexProvider>
  </StrictMode>,
)

function Unlinked() {
  return (
    <>
      <p>Nobody is signed in on this TV.</p>
      <p className="soft">Linking it by a code comes with a later release. Until then, use Reelroom in a browser.</p>
    </>
  )
}
