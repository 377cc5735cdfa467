// What runs in the page under test, sent there as its own source: each function stands on nothing outside of itself, and
// keeps to what Chromium 68 reads (no `?.`, no `??`, no spread of objects).
import type * as TestingLibrary from '@testing-library/dom'

/** An element as people tell it: by what it is and is called, by its label, by its text; or by its `data-part`. */
export type Target = { role: string; name: string } | { label: string } | { text: string } | { part: string }

/** What a page shows of a target. */
export interface Sight {
  /** How many of them can be seen. */
  count: number
  /** Whether one of them has the focus. */
  focused: boolean
  /** Of the first: its text, its middle, and whether a pointer there meets it. */
  text: string
  x: number
  y: number
  hit: boolean
}

declare const TestingLibraryDom: typeof TestingLibrary

/**
 * Looks for a target, and brings it into view if it is to be pressed. It throws where `@testing-library/dom` has not been
 * put into the page yet.
 */
export function look({ target, toPress }: { target: Target; toPress: boolean }): Sight {
  const find = (): Element[] => {
    if ('part' in target) return Array.from(document.querySelectorAll(`[data-part="${target.part}"]`))
    if ('label' in target) return TestingLibraryDom.queryAllByLabelText(document.body, target.label)
    if ('text' in target) return TestingLibraryDom.queryAllByText(document.body, target.text)
    return TestingLibraryDom.queryAllByRole(document.body, target.role, { name: target.name })
  }
  const seen = find().filter((element) => {
    const { width, height } = element.getBoundingClientRect()
    return width > 0 && height > 0 && getComputedStyle(element).visibility === 'visible'
  })
  const first = seen[0]
  if (!first) return { count: 0, text: '', focused: false, x: 0, y: 0, hit: false }
  if (toPress) first.scrollIntoView({ block: 'center', inline: 'center' })
  const { left, top, width, height } = first.getBoundingClientRect()
  const x = left + width / 2
  const y = top + height / 2
  const there = document.elementFromPoint(x, y)
  return {
    count: seen.length,
    text: first.textContent || '',
    focused: seen.some((element) => element === document.activeElement),
    x,
    y,
    hit: there !== null && (first.contains(there) || there.contains(first)),
  }
}

/** Marks this document, and gives the mark that it had. */
export function mark(as: number | null): number | null {
  const marked = document as Document & { foyerMark?: number }
  const before = marked.foyerMark === undefined ? null : marked.foyerMark
  if (as !== null) marked.foyerMark = as
  return before
}

/** Goes through the history once this call has been answered: the page that is left can't answer any more. */
export function goInHistory(steps: number): void {
  setTimeout(() => history.go(steps))
}

/** Loads anew once this call has been answered. */
export function reloadSoon(): void {
  setTimeout(() => location.reload())
}
