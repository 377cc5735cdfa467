import { PlexProvider, usePlexPin } from '@foyer/hooks'
import { LinkScreen, Show } from '@foyer/ui'
import { lazy, StrictMode, Suspense, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { LeaveQuestion } from './LeaveQuestion.tsx'
import { Missing } from './Missing.tsx'
import { Profiles } from './Profiles.tsx'
import { canLeaveByQuestion, leave } from './platform.ts'
import { useRemote } from './remote.ts'
import { rememberWhoIsIn } from './returning.ts'
import { deviceName, session } from './session.ts'

// Nobody needs what is inside before they are in. Asked for without a network it would be missing for good.
const loadHome = () =>
  import('./Home.tsx').then(
    ({ Home }) => ({ default: Home }),
    () => ({ default: Missing }),
  )
const Home = lazy(loadHome)

/** Puts the app in the place of the first picture, at once: the code in it stays where it is. */
export function renderApp() {
  const root = createRoot(document.getElementById('root') as HTMLElement)
  flushSync(() =>
    root.render(
      <StrictMode>
        <PlexProvider session={session}>
          <Pages />
        </PlexProvider>
      </StrictMode>,
    ),
  )
}

function Pages() {
  const [isAsking, setAsking] = useState(false)
  const goBack = () => (canLeaveByQuestion() ? setAsking(true) : leave())
  return (
    <>
      {isAsking && <LeaveQuestion onStay={() => setAsking(false)} onLeave={leave} />}
      <Show when="signed-out">
        <LinkPage isBehind={isAsking} onBack={goBack} />
      </Show>
      <Show when="choosing-profile">
        <Profiles isBehind={isAsking} onBack={goBack} />
      </Show>
      <Show when="signed-in">
        {(user) => (
          <Suspense>
            <Home user={user} isBehind={isAsking} onBack={goBack} />
          </Suspense>
        )}
      </Show>
    </>
  )
}

function LinkPage({ isBehind, onBack }: { isBehind: boolean; onBack: () => void }) {
  // The pin is shared with the screen, and outlives it while the question stands in its place.
  const { status } = usePlexPin({ method: 'link' })
  useEffect(() => {
    if (status === 'waiting') window.requestIdleCallback(() => navigator.onLine && void loadHome())
  }, [status])
  useEffect(() => rememberWhoIsIn(false), [])
  useRemote({ onBack })
  if (isBehind) return null
  return (
    <main>
      <LinkScreen deviceName={deviceName} />
    </main>
  )
}
