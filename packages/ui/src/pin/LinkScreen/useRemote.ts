import { type RefObject, useEffect, useRef } from 'react'

const BACK_CODES = [461, 10009]
const BACK_KEYS = ['Escape', 'Backspace', 'GoBack', 'BrowserBack']
const STEPS: Record<string, number> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }

/**
 * Hears a remote for a screen that has the whole page: Back wherever the focus is, since a pointer that strays takes it
 * to nowhere, and the arrows where nobody else has it. What somebody has answered already is left alone.
 */
export function useRemote(screen: RefObject<HTMLElement | null>, onBack: (() => void) | undefined) {
  const back = useRef(onBack)
  useEffect(() => {
    back.current = onBack
  })
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !screen.current) return
      if (isBack(event)) goBack(event, back.current)
      else if (isHeardBy(screen.current)) moveOrPress(event, screen.current)
    }
    window.addEventListener('keydown', hear)
    return () => window.removeEventListener('keydown', hear)
  }, [screen])
}

function isBack({ key, keyCode, target }: KeyboardEvent) {
  const isTyping =
    key === 'Backspace' && target instanceof Element && target.closest('input, textarea, [contenteditable]')
  return !isTyping && (BACK_CODES.includes(keyCode) || BACK_KEYS.includes(key))
}

function isHeardBy(screen: HTMLElement) {
  const { activeElement } = document
  return !activeElement || activeElement === document.body || screen.contains(activeElement)
}

function goBack(event: KeyboardEvent, onBack: (() => void) | undefined) {
  if (!onBack) return
  event.preventDefault()
  if (!event.repeat) onBack()
}

function moveOrPress(event: KeyboardEvent, screen: HTMLElement) {
  const step = STEPS[event.key]
  const buttons = [...screen.querySelectorAll('button')]
  // The browser presses a button anew with each Enter that a held key sends, and each press is a request to plex.tv.
  if (event.key === 'Enter' && event.repeat) return event.preventDefault()
  if (!step || buttons.length === 0) return
  event.preventDefault()
  if (event.repeat) return
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
  // From the screen itself, a step back leads to the last button, as a step on leads to the first.
  buttons[at < 0 && step < 0 ? buttons.length - 1 : (at + step + buttons.length) % buttons.length]?.focus()
}
