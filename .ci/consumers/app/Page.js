import { createPlexClient, createPlexSession } from '@foyer/client'
import { PlexProvider } from '@foyer/hooks'
import { AccountCard, PlexSignIn, Show } from '@foyer/ui'
import { createElement } from 'react'

const plex = createPlexClient({ product: 'Reelroom', clientIdentifier: 'consumer' })
const session = createPlexSession(plex, { storage: 'memory' })

export function Page() {
  const page = createElement(
    Show,
    { when: 'signed-in', fallback: createElement(PlexSignIn) },
    createElement(AccountCard),
  )
  return createElement(PlexProvider, { session }, page)
}
