import { createPlexClient, createPlexSession } from '@foyer/client'
import { PlexProvider } from '@foyer/hooks'
import { PlexSignIn } from '@foyer/ui'
import { createRoot } from 'react-dom/client'
import '@foyer/ui/styles.css'

const baseUrl = new URLSearchParams(location.search).get('plex') ?? undefined
const session = createPlexSession(createPlexClient({ product: 'Bench', baseUrl }))

// No StrictMode: a production build does nothing twice, and commits are counted here.
createRoot(document.getElementById('root') as HTMLElement).render(
  <PlexProvider session={session}>
    <PlexSignIn />
  </PlexProvider>,
)
