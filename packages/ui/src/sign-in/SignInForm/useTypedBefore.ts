import { type RefObject, useEffect, useRef } from 'react'

/** The forms that React has taken over or made: what was typed into these is React's already. */
const owned = new WeakSet<Element>()

/**
 * Keeps what was typed into the server's form before React came. An element that a browser's extension has put in there
 * makes React throw the server's page away and make its own: what stood in the old form's fields is then put into the
 * new one's. The old fields are read once, and not kept.
 */
export function useTypedBefore(form: RefObject<HTMLFormElement | null>, selector: string): void {
  // The old form is looked for while rendering: once the new one is there, the old one is gone from the page.
  const before = useRef<HTMLFormElement | null | undefined>(undefined)
  if (before.current === undefined) before.current = findUnowned(selector)
  useEffect(() => {
    const [old, current] = [before.current, form.current]
    before.current = null
    if (!current) return
    owned.add(current)
    if (!old || old === current || old.isConnected) return
    for (const field of findInputs(old)) {
      const successor = findInputs(current).find(({ name }) => name === field.name)
      if (!successor) continue
      successor.checked = field.checked
      if (!successor.value) successor.value = field.value
    }
  }, [form])
}

const findInputs = (form: HTMLFormElement) =>
  Array.from(form.elements).filter(
    (element) => element instanceof HTMLInputElement && element.name !== '',
  ) as HTMLInputElement[]

/** Finds the server's form; null on a server, and where there is none, or more than one. */
function findUnowned(selector: string): HTMLFormElement | null {
  if (typeof document === 'undefined') return null
  const found = document.querySelectorAll<HTMLFormElement>(selector)
  const unowned = Array.from(found).filter((form) => !owned.has(form))
  return unowned.length === 1 ? (unowned[0] ?? null) : null
}
