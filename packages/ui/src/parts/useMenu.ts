import { type FocusEvent, type MouseEvent, useRef, useState } from 'react'

type MenuComponent = typeof import('./Menu.tsx')['Menu']

/**
 * Opens a menu whose script comes when its button is first used: on hover and focus ahead of the press. The menu opens
 * as soon as it is there, unless the focus has gone elsewhere meanwhile. Should it not come, the next press asks again;
 * Firefox 153, once told that a module is not there, and Chrome before 93 or so need the page to be loaded anew.
 */
export function useMenu() {
  const [Menu, setMenu] = useState<MenuComponent | null>(null)
  const [isWanted, setWanted] = useState(false)
  const [isByKey, setByKey] = useState(false)
  const [isMissing, setMissing] = useState(false)
  const around = useRef<HTMLDivElement>(null)
  const load = async () => {
    const module = await import('./Menu.tsx')
    setMenu(() => module.Menu)
  }
  // Whoever presses asks again, and is told what came of it.
  const preload = () => void load().catch(() => {})
  return {
    Menu,
    isOpen: isWanted && Menu !== null,
    isByKey,
    status: Menu ? ('there' as const) : isMissing ? ('missing' as const) : isWanted ? ('awaited' as const) : 'unasked',
    onOpenChange: setWanted,
    buttonProps: {
      onPointerEnter: preload,
      onFocus: preload,
      onClick({ currentTarget, detail }: MouseEvent<HTMLButtonElement>) {
        // Safari gives a pressed button no focus.
        currentTarget.focus()
        setByKey(detail === 0)
        setWanted(!(isWanted && Menu))
        setMissing(false)
        if (Menu) return
        load().catch(() => {
          setWanted(false)
          setMissing(true)
        })
      },
    },
    /** For the element around the button and what it opens. */
    around,
    /** For each button that stands there before the menu does. */
    onBlur({ relatedTarget }: FocusEvent) {
      if (Menu || around.current?.contains(relatedTarget)) return
      setWanted(false)
      setMissing(false)
    },
  }
}
