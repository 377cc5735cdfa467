import { type ComponentType, type ReactNode, useLayoutEffect } from 'react'

interface Settings {
  globals: { theme?: 'light' | 'dark'; direction?: 'ltr' | 'rtl' }
}

/** Puts what the toolbar chose on the page's root, where an app would put it. */
export function withSurroundings(Story: ComponentType, { globals: { theme = 'light', direction = 'ltr' } }: Settings) {
  return (
    <Environment theme={theme} direction={direction}>
      <Story />
    </Environment>
  )
}

function Environment({ theme, direction, children }: Required<Settings['globals']> & { children: ReactNode }) {
  useLayoutEffect(() => {
    const { documentElement: root } = document
    root.dataset.foyerTheme = theme
    root.dir = direction
  }, [theme, direction])
  return children
}
