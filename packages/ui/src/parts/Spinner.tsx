import type { ReactNode } from 'react'

/** Shows that something is awaited; the words beside it say what. */
export function Spinner(): ReactNode {
  return <span className="foyer-spinner" aria-hidden="true" />
}
