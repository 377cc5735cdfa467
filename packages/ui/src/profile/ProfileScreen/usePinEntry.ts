import { readDigits } from '@foyer/client'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { isHeardBy } from '../../parts/useRemote.ts'

export const PIN_DIGITS = 4

/**
 * Takes a PIN in, digit by digit, by calls or by number keys. It is a secret, and so in no state and no element: only how
 * many digits there are is told. The last one submits it; what was refused is cleared.
 */
export function usePinEntry(options: {
  screen: RefObject<HTMLElement | null>
  isPending: boolean
  onSubmit: (profilePin: string) => void
}) {
  const { screen, isPending, onSubmit } = options
  const [count, setCount] = useState(0)
  const pin = useRef('')
  useEffect(() => {
    if (!isPending) setCount(0)
  }, [isPending])

  function add(digit: string) {
    if (isPending) return
    const next = pin.current + digit
    const isWhole = next.length === PIN_DIGITS
    pin.current = isWhole ? '' : next
    setCount(next.length)
    if (isWhole) onSubmit(next)
  }
  function removeLast() {
    pin.current = pin.current.slice(0, -1)
    if (!isPending) setCount(pin.current.length)
  }

  useEffect(() => {
    function hear(event: KeyboardEvent) {
      if (event.defaultPrevented || !screen.current || !isHeardBy(screen.current)) return
      const digit = readDigit(event)
      const isRemoval = event.key === 'Backspace' && pin.current !== ''
      if (digit === null && !isRemoval) return
      event.preventDefault()
      if (isRemoval) removeLast()
      else if (digit !== null && !event.repeat) add(digit)
    }
    // Before the screen, for which Backspace is Back once there is no digit left to remove.
    document.addEventListener('keydown', hear, { capture: true })
    return () => document.removeEventListener('keydown', hear, { capture: true })
  })
  return { count, add, removeLast }
}

/** The digit of a key, of any script; null for every other key. A set may know its own number keys by code alone. */
function readDigit({ key, keyCode, ctrlKey, altKey, metaKey }: KeyboardEvent): string | null {
  if (ctrlKey || altKey || metaKey) return null
  const digit = readDigits(key === 'Unidentified' ? String.fromCharCode(keyCode) : key)
  return digit?.length === 1 ? digit : null
}
