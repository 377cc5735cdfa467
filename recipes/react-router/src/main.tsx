import { createPlexClient, createPlexSession } from '@foyer/client'
import { PlexProvider } from '@foyer/hooks'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createBrowserRouter, RouterProvider } from 'react-router'
import { Films } from './Films.tsx'
import '@foyer/ui/styles.css'

// Without these it is the real plex.tv; in tests the emulator's addresses.
const { VITE_PLEX_URL: baseUrl, VITE_PLEX_APP_URL: appUrl } = import.meta.env
const session = createPlexSession(createPlexClient({ product: 'Reelroom', baseUrl, appUrl }))

const router = createBrowserRouter([{ path: '/films', element: <Films /> }])

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <PlexProvider session={session}>
      <RouterProvider router={router} />
    </PlexProvider>
  </StrictMode>,
)
