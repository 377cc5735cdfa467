import { findWindow } from '../platform.ts'

/**
 * Calls `returned` when somebody looks at the page again, and may have missed what other tabs did: frozen tabs hear
 * late, and a page in the back-forward cache (`fromCache`) hears nothing. Returns the function that stops it.
 */
export function onPageReturn(returned: (fromCache: boolean) => void): () => void {
  const window = findWindow()
  const document = window?.document
  const onVisibilityChange = () => {
    if (!document?.hidden) returned(false)
  }
  const onPageShow = ({ persisted }: PageTransitionEvent) => {
    if (persisted) returned(true)
  }
  // React Native has a window without events.
  window?.addEventListener?.('pageshow', onPageShow)
  document?.addEventListener?.('visibilitychange', onVisibilityChange)
  return () => {
    window?.removeEventListener?.('pageshow', onPageShow)
    document?.removeEventListener?.('visibilitychange', onVisibilityChange)
  }
}
