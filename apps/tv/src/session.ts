import { askForProfile, createPlexClient, createPlexSession } from '@foyer/client'

const { VITE_PLEX_URL, VITE_PLEX_APP_URL, VITE_PLEX_LINK_URL } = import.meta.env

export const session = createPlexSession(
  createPlexClient({
    product: 'Reelroom',
    baseUrl: VITE_PLEX_URL || undefined,
    appUrl: VITE_PLEX_APP_URL || undefined,
    linkUrl: VITE_PLEX_LINK_URL || undefined,
  }),
  { profiles: askForProfile() },
)

/** What people call this screen. */
export const deviceName = 'Living room TV'
