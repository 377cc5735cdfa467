// A link screen whose time the bench moves.
import { createPlexSession } from '@foyer/client'
import { PlexProvider } from '@foyer/hooks'
import { LinkScreen } from '@foyer/ui'
import { createRoot } from 'react-dom/client'
import { client, clock, countPins } from './heldClient.ts'
import '@foyer/ui/styles.tv.css'

Object.assign(window, { pass: clock.pass, countPins })
createRoot(document.getElementById('root') as HTMLElement).render(
  <PlexProvider session={createPlexSession(client, { storage: 'memory' })}>
    <LinkScreen />
  </PlexProvider>,
)
