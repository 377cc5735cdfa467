import { useEffect, useRef } from 'react'

/** What a remote says besides Enter, which presses the button in focus by itself. */
export type RemoteKey = 'up' | 'down' | 'left' | 'right' | 'back'

const arrows: Record<string, RemoteKey> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}
// Back has a code of its own on webOS (461) and on Tizen (10009), and no name there.
const backCodes = [461, 10009]
const backKeys = ['Escape', 'Backspace', 'GoBack', 'BrowserBack']

/** Hears the remote wherever the focus is: a pointer that strays may have taken it to nowhere. */
export function useRemote(onKey: (key: RemoteKey) => void) {
  const latest = useRef(onKey)
  useEffect(() => {
    latest.current = onKey
  })
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      const isBack = backCodes.includes(event.keyCode) || backKeys.includes(event.key)
      const key = isBack ? 'back' : arrows[event.key]
      if (!key) return
      event.preventDefault()
      latest.current(key)
    }
    window.addEventListener('keydown', hear)
    return () => window.removeEventListener('keydown', hear)
  }, [])
}
