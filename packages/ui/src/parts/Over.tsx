import { type ReactNode, useLayoutEffect, useRef } from 'react'

/** Lies over the whole page until it is left: by its own button, or by whatever the platform goes back with. */
export function Over({ label, onBack, children }: { label: string; onBack: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null)
  // Before it is taken away: the browser gives the focus back to where it came from.
  useLayoutEffect(() => {
    const { current } = dialog
    // jsdom, in which people test, has no showModal.
    if (current?.showModal) current.showModal()
    else current?.setAttribute('open', '')
    return () => current?.close?.()
  }, [])
  return (
    <dialog
      ref={dialog}
      className="foyer-over"
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault()
        onBack()
      }}
    >
      {children}
    </dialog>
  )
}
