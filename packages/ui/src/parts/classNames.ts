import type { CSSProperties } from 'react'

/** What every component takes for its outermost element. */
export interface Styled {
  /** Added to Foyer's own classes. */
  className?: string | undefined
  /** Inline style; Foyer's variables may be set here too. */
  style?: CSSProperties | undefined
}

/** Our class, and after it the app's. */
export function classNames(ours: string, theirs: string | undefined): string {
  return theirs ? `${ours} ${theirs}` : ours
}
