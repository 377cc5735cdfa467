import { PlexProvider } from '@foyer/hooks'
import { LinkScreenView } from '@foyer/ui'
import { renderToStaticMarkup } from 'react-dom/server'
import { deviceName, session } from './session.ts'

/** What index.html shows before any script: the link screen that waits for its code. Run by the build. */
export const renderFirstPicture = (): string =>
  renderToStaticMarkup(
    <PlexProvider session={session}>
      <main>
        <LinkScreenView pin={{ status: 'creating', start() {} }} deviceName={deviceName} />
      </main>
    </PlexProvider>,
  )
