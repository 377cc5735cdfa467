import { useEffect, useRef } from 'react'

/** What a remote says besides Back, and Enter, which presses the button in focus by itself. */
export type Arrow = 'up' | 'down' | 'left' | 'right'

const arrows: Record<string, Arrow> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}
// Back has a code of its own on webOS (461) and on Tizen (10009), and no name there.
const backCodes = [461, 10009]
const backKeys = ['Escape', 'Backspace', 'GoBack', 'BrowserBack']

interface Listener {
  onBack: () => void
  onArrow?: ((key: Arrow) => void) | undefined
}

/** Those who hear the remote; the last one has it to itself, as it stands before the others. */
const listeners: { readonly current: Listener }[] = []

function hear(event: KeyboardEvent) {
  const isBack = backCodes.includes(event.keyCode) || backKeys.includes(event.key)
  const arrow = arrows[event.key]
  const listener = listeners[listeners.length - 1]?.current
  if (!listener || event.defaultPrevented) return
  // A held arrow goes on; a held OK or Back is one press.
  if (event.repeat && (isBack || event.key === 'Enter')) return event.preventDefault()
  if (isBack) {
    event.preventDefault()
    listener.onBack()
  } else if (arrow && listener.onArrow) {
    event.preventDefault()
    listener.onArrow(arrow)
  }
}

/**
 * Hears the remote wherever the focus is: a pointer that strays may have taken it to nowhere. Without `onArrow`, the
 * arrows are left to whoever is in focus.
 */
export function useRemote(listener: Listener) {
  const latest = useRef(listener)
  useEffect(() => {
    latest.current = listener
  })
  useEffect(() => {
    if (listeners.length === 0) window.addEventListener('keydown', hear)
    listeners.push(latest)
    return () => {
      listeners.splice(listeners.indexOf(latest), 1)
      if (listeners.length === 0) window.removeEventListener('keydown', hear)
    }
  }, [])
}
