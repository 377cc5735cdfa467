import { type RefObject, useEffect, useRef } from 'react'

const BACK_CODES = [461, 10009]
const BACK_KEYS = ['Escape', 'Backspace', 'GoBack', 'BrowserBack']
const ARROWS = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']

/** Tells where an arrow leads to: from the button that has the focus, or from none. */
export type FindNext = (
  buttons: readonly HTMLElement[],
  from: HTMLElement | undefined,
  key: string,
) => HTMLElement | undefined

/**
 * Hears a remote for a screen that has the whole page: Back wherever the focus is, since a pointer that strays takes it
 * to nowhere, and the arrows where nobody else has it. What somebody has answered already is left alone.
 */
export function useRemote(screen: RefObject<HTMLElement | null>, onBack: (() => void) | undefined, findNext: FindNext) {
  const back = useRef(onBack)
  useEffect(() => {
    back.current = onBack
  })
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !screen.current) return
      if (isBack(event)) goBack(event, back.current)
      else if (isHeardBy(screen.current)) moveOrPress(event, screen.current, findNext)
    }
    // An app's own remote listens to the window, and is older than a screen that comes back: the screen hears first.
    document.addEventListener('keydown', hear)
    return () => document.removeEventListener('keydown', hear)
  }, [screen, findNext])
}

function isBack({ key, keyCode, target }: KeyboardEvent) {
  const isTyping =
    key === 'Backspace' && target instanceof Element && target.closest('input, textarea, [contenteditable]')
  return !isTyping && (BACK_CODES.includes(keyCode) || BACK_KEYS.includes(key))
}

/** Whether the focus is in the screen, or nowhere. */
export function isHeardBy(screen: HTMLElement) {
  const { activeElement } = document
  return !activeElement || activeElement === document.body || screen.contains(activeElement)
}

function goBack(event: KeyboardEvent, onBack: (() => void) | undefined) {
  if (!onBack) return
  event.preventDefault()
  if (!event.repeat) onBack()
}

function moveOrPress(event: KeyboardEvent, screen: HTMLElement, findNext: FindNext) {
  const buttons = [...screen.querySelectorAll('button')]
  // The browser presses a button anew with each Enter that a held key sends, and each press may be a request.
  if (event.key === 'Enter' && event.repeat) return event.preventDefault()
  if (!ARROWS.includes(event.key) || buttons.length === 0) return
  event.preventDefault()
  if (event.repeat) return
  const from = buttons.find((button) => button === document.activeElement)
  findNext(buttons, from, event.key)?.focus()
}
