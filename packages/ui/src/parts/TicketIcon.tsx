import type { ReactNode } from 'react'

/** Shows a theatre ticket: for a button that must not wear Plex's own art. */
export function TicketIcon(): ReactNode {
  return (
    <svg aria-hidden="true" width="20" height="20" fill="none" stroke="currentColor" strokeWidth="1.6">
      <path d="M2.5 5.5h15v2.7a1.9 1.9 0 0 0 0 3.6v2.7h-15v-2.7a1.9 1.9 0 0 0 0-3.6zM12.5 5.5v9" />
    </svg>
  )
}
