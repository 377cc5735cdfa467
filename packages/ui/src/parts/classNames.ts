import type { CSSProperties } from 'react'

/** What every component takes for its outermost element. */
export interface Styled {
  className?: string
  style?: CSSProperties
}

/** Our class, and after it the app's. */
export function classNames(ours: string, theirs: string | undefined): string {
  return theirs ? `${ours} ${theirs}` : ours
}
