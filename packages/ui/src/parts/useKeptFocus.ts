import { type FocusEvent, useEffect, useRef } from 'react'

/**
 * Keeps the focus in a component whose buttons make way for others. When `place` changes and the element that had the
 * focus is gone, the focus goes to what `selector` finds then, or to the component's outermost element where nothing is
 * found and that one can take it. The focus is never taken from elsewhere.
 *
 * @returns the handlers for the outermost element
 */
export function useKeptFocus<E extends HTMLElement>(place: string, selector: string) {
  /** The outermost element, as long as the focus is in it, or was when it got lost. */
  const focused = useRef<E>(null)
  useEffect(() => {
    const isNowhere = !document.activeElement || document.activeElement === document.body
    if (!place || !isNowhere) return
    const next = focused.current?.querySelector<HTMLElement>(selector) ?? focused.current
    next?.focus()
  }, [place, selector])
  return {
    onFocus({ currentTarget }: FocusEvent<E>) {
      focused.current = currentTarget
    },
    onBlur({ currentTarget, relatedTarget }: FocusEvent<E>) {
      // Nothing takes over when the focused button was taken away, or another window came to the front.
      if (relatedTarget && !currentTarget.contains(relatedTarget)) focused.current = null
    },
  }
}
