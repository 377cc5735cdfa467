import { createPlexClient, createPlexSession, type PlexSession, type SessionOptions } from '@foyer/client'
import { createEmulator, type Emulator, type EmulatorOptions } from '@foyer/emulator'

/** Creates a session whose plex.tv is an emulator of its own. */
export function sessionAtEmulator(
  options: SessionOptions = { storage: 'memory' },
  world?: EmulatorOptions,
): { plexTv: Emulator; session: PlexSession; posts(): number } {
  const plexTv = createEmulator(world)
  const client = createPlexClient({ product: 'Reelroom', clientIdentifier: 'test', fetch: plexTv.fetch })
  return {
    plexTv,
    session: createPlexSession(client, options),
    posts: () => plexTv.requests().filter(({ method }) => method === 'POST').length,
  }
}
