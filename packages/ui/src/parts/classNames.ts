import type { CSSProperties } from 'react'

/** What every component takes for its outermost element. */
export interface Styled {
  /** Your classes, which are added to Foyer's own. */
  className?: string | undefined
  /** Your inline style; Foyer's variables may be set in it too. */
  style?: CSSProperties | undefined
}

/** Gives Foyer's classes, and after them the app's. */
export function classNames(ours: string, theirs: string | undefined): string {
  return theirs ? `${ours} ${theirs}` : ours
}
