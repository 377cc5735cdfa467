import { createTransientToken, getServerToken, isPlexError, type PlexServer } from '@foyer/client'
import { usePlexConnection, usePlexSession } from '@foyer/hooks'
import { useState } from 'react'
import { useServerChoice } from './ServerChoice.tsx'
import './Projector.css'

/** From which server the film comes: none yet, or one that can be tried. */
export function Projector() {
  const { server, choose } = useServerChoice()
  return (
    <section className="projector" aria-labelledby="projector">
      <h2 id="projector">The projector</h2>
      {server ? <Reel server={server} /> : <p className="soft">No server yet to play the film from.</p>}
      <button type="button" className="plain" onClick={choose}>
        {server ? 'Choose another server' : 'Choose a server'}
      </button>
    </section>
  )
}

const reaches = { local: 'at home', remote: 'over the internet', relay: 'through Plex’s relay' }

/** What is to be played comes from here. */
function Reel({ server }: { server: PlexServer }) {
  const session = usePlexSession()
  const way = usePlexConnection(server)
  const [rehearsal, setRehearsal] = useState<'none' | 'running' | 'ready' | 'lost'>('none')

  /** Asks the server for a token that a player could have. */
  async function rehearse() {
    if (way.status !== 'connected' || rehearsal === 'running') return
    setRehearsal('running')
    try {
      const token = await session.call((plex, token, options) =>
        getServerToken(plex, token, server.machineIdentifier, options),
      )
      await createTransientToken(session.client, token, way.connection)
      setRehearsal('ready')
    } catch (error) {
      if (!isPlexError(error)) throw error
      setRehearsal('lost')
      // The server may have died, or moved.
      way.search()
    }
  }
  return (
    <>
      <p>
        The film comes from <bdi>{server.name}</bdi>
        {way.status === 'connected' && <span>, {reaches[way.connection.reach]}.</span>}
        {way.status === 'searching' && <span>. Looking for it…</span>}
        {way.status === 'unreachable' && <span>, which can’t be reached from here.</span>}
      </p>
      <p className="soft" role="status">
        {rehearsal === 'ready' && <span key="ready">It rolls.</span>}
        {rehearsal === 'lost' && way.status === 'connected' && <span key="moved">It had moved. Try once more.</span>}
        {rehearsal === 'lost' && way.status !== 'connected' && <span key="lost">It does not answer.</span>}
      </p>
      <button type="button" className="plain" aria-disabled={way.status !== 'connected'} onClick={rehearse}>
        Rehearse
      </button>{' '}
      {way.status === 'unreachable' && (
        <button type="button" className="plain" onClick={way.search}>
          Look for it again
        </button>
      )}
    </>
  )
}
