import {
  createPlexClient,
  createPlexSession,
  type PlexSession,
  type ProfileStep,
  type SessionOptions,
} from '@foyer/client'
import { PlexProvider } from '@foyer/hooks'
import type { ReactNode } from 'react'

/** Creates a session of a story's own, over the global `fetch` that msw's worker answers. */
export function createStorySession(options?: Pick<SessionOptions, 'authorize'> & { profiles?: ProfileStep }) {
  const client = createPlexClient({ product: 'Reelroom', clientIdentifier: 'storybook' })
  return createPlexSession(client, { storage: 'memory', ...options })
}

/** Is the provider that views need for the product's name. */
export function StoryProvider({ session, children }: { session?: PlexSession; children: ReactNode }): ReactNode {
  return <PlexProvider session={session ?? idle}>{children}</PlexProvider>
}

const idle = createStorySession()
