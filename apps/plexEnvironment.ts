import type { EmulatorServer } from '@foyer/emulator/server'

/** What Vite hands to the apps, and they to `createPlexClient`; null, and so empty, means the real plex.tv. `server`: whose members alone the web app lets in. */
export function plexEnvironment(plexTv: Pick<EmulatorServer, 'url' | 'appUrl' | 'linkUrl'> | null, server = '') {
  return {
    VITE_PLEX_URL: plexTv?.url ?? '',
    VITE_PLEX_APP_URL: plexTv?.appUrl ?? '',
    VITE_PLEX_LINK_URL: plexTv?.linkUrl ?? '',
    VITE_PLEX_SERVER: server,
  }
}
