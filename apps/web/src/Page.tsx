import { usePlexUser } from '@foyer/hooks'
import { AccountMenu } from '@foyer/ui'
import { type ReactNode, useEffect, useRef } from 'react'
import { useServerChoice } from './ServerChoice.tsx'

/** What every view stands in. */
export function Page({ children }: { children: ReactNode }) {
  const { status } = usePlexUser()
  const { server, choose } = useServerChoice()
  const main = useRef<HTMLElement>(null)
  const shown = useRef(status)
  useEffect(() => {
    // The view that somebody signed in or out from took the focus away with it.
    if (shown.current !== status) {
      main.current?.focus({ preventScroll: true })
      window.scrollTo(0, 0)
    }
    shown.current = status
  }, [status])
  return (
    <div className="page">
      <header className="bar">
        <img src="/reel.svg" alt="" width="32" height="32" />
        <span className="brand">Reelroom</span>
        <AccountMenu serverName={server?.name} onChooseServer={choose} />
      </header>
      <main ref={main} tabIndex={-1}>
        {children}
      </main>
      <footer className="foot">Reelroom is Foyer’s demo. It is not made or endorsed by Plex.</footer>
    </div>
  )
}
