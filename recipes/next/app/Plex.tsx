'use client'

import { createPlexClient, createPlexSession } from '@foyer/client'
import { PlexProvider } from '@foyer/hooks'
import type { ReactNode } from 'react'

// Without these it is the real plex.tv; in tests the emulator's addresses.
const baseUrl = process.env.NEXT_PUBLIC_PLEX_URL
const appUrl = process.env.NEXT_PUBLIC_PLEX_APP_URL

// Made here and not in the layout: a session has functions in it, which a server component can't hand on. The server's own
// takes nobody in, so that one module serves all visitors.
const session = createPlexSession(createPlexClient({ product: 'Reelroom', baseUrl, appUrl }))

export function Plex({ children }: { children: ReactNode }) {
  return <PlexProvider session={session}>{children}</PlexProvider>
}
