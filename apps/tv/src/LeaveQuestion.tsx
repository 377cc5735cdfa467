import { useEffect, useRef } from 'react'
import { useRemote } from './remote.ts'
import { enter, moveFocus } from './rows.ts'
import './Account.css'

/** Asks before the app is left, as Samsung wants it on an app's first page. */
export function LeaveQuestion({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  const screen = useRef<HTMLElement>(null)
  useEffect(() => enter(screen.current?.querySelector('[data-row]')), [])
  useRemote({ onBack: onStay, onArrow: (arrow) => moveFocus(screen.current, arrow) })
  return (
    <main ref={screen} className="account">
      <p className="brand">Reelroom</p>
      <h1>Leave Reelroom?</h1>
      <div data-row="stay">
        <button type="button" className="key" onClick={onStay}>
          Stay
        </button>
      </div>
      <div data-row="leave">
        <button type="button" className="key" onClick={onLeave}>
          Leave
        </button>
      </div>
    </main>
  )
}
