// Rows of buttons, one under the other: the native focus is the cursor. A library for spatial navigation would measure
// rectangles to find the nearest one; here the nearest is always known, and a row should rather remember where it was
// left.
import type { RemoteKey } from './remote.ts'

const lastOf = new WeakMap<Element, HTMLElement>()

/** Moves the focus by an arrow. Each row (`data-row`) is entered where it was left. */
export function moveFocus(within: HTMLElement, key: Exclude<RemoteKey, 'back'>) {
  const rows = [...within.querySelectorAll('[data-row]')]
  const at = document.activeElement
  const row = rows.find((candidate) => candidate.contains(at))
  if (!row) return enter(rows[0])
  if (key === 'up' || key === 'down') return enter(rows[rows.indexOf(row) + (key === 'down' ? 1 : -1)])
  const buttons = [...row.querySelectorAll('button')]
  focus(buttons[buttons.indexOf(at as HTMLButtonElement) + (key === 'right' ? 1 : -1)])
}

/** Focuses a row where it was left, at first on its first button. */
export function enter(row: Element | null | undefined) {
  if (!row) return
  const last = lastOf.get(row)
  focus(last && row.contains(last) ? last : row.querySelector('button'))
}

function focus(button: HTMLElement | null | undefined) {
  const row = button?.closest('[data-row]')
  if (!button || !row) return
  lastOf.set(row, button)
  // The browser's own scrolling brings a button just inside the edge, half its row and its neighbours outside.
  button.focus({ preventScroll: true })
  const shelf = row.closest('[data-shelf]')
  shelf?.scrollIntoView({ block: 'start' })
  if (shelf) button.scrollIntoView({ block: 'nearest', inline: 'center' })
}
