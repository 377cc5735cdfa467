import { useEffect, useRef } from 'react'
import { enter } from './rows.ts'
import './Account.css'

/** Says that the rest of the app did not come. Only a reload asks for it again: Chrome remembers a module's failure. */
export function Missing() {
  const screen = useRef<HTMLElement>(null)
  useEffect(() => enter(screen.current?.querySelector('[data-row]')), [])
  return (
    <main ref={screen} className="account">
      <p className="brand">Reelroom</p>
      <h1>The films did not load</h1>
      <p className="login">Look whether this TV is online.</p>
      <div data-row="again">
        <button type="button" className="key" onClick={() => window.location.reload()}>
          Try again
        </button>
      </div>
    </main>
  )
}
