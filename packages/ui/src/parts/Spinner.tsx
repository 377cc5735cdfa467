import type { ReactNode } from 'react'

/** Something is awaited; the words beside it say what. */
export function Spinner(): ReactNode {
  return <span className="foyer-spinner" aria-hidden="true" />
}
