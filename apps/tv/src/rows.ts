// Rows of buttons, one under the other: the native focus is the cursor. A library for spatial navigation would measure
// rectangles to find the nearest one; here the nearest is always known, and a row should rather remember where it was
// left.
import type { Arrow } from './remote.ts'

const lastOf = new WeakMap<Element, HTMLElement>()

/** Moves the focus by an arrow. Each row (`data-row`) is entered where it was left. */
export function moveFocus(within: HTMLElement | null, key: Arrow) {
  if (!within) return
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
  const row = button?.closest<HTMLElement>('[data-row]')
  if (!button || !row) return
  lastOf.set(row, button)
  // The browser's own scrolling brings a button just inside the edge, half its row and its neighbours outside. And two
  // smooth scrolls of one box cancel one another: each is scrolled once, the shelves down and the row across.
  button.focus({ preventScroll: true })
  const shelf = row.closest<HTMLElement>('[data-shelf]')
  const shelves = shelf?.parentElement
  if (!shelf || !shelves) return
  shelves.scrollTo({ top: shelf.offsetTop - shelves.offsetTop })
  row.scrollTo({ left: button.offsetLeft - row.offsetLeft - (row.clientWidth - button.offsetWidth) / 2 })
}
