import { vi } from 'vitest'

/** The world outside: what `window.open` gave, and where it was sent. */
interface OpenedWindow {
  closed: boolean
  document: { title: string; body: { textContent: string } }
  /** Where it went, in order. */
  went: string[]
  focused: number
}

/** Stands in for the browser's windows: each that is opened, or null for one that was blocked. */
export function stubWindows() {
  const opened: OpenedWindow[] = []
  const browser = { blocks: false, opened, features: [] as string[] }
  vi.stubGlobal('open', (url: string, target: string, features: string) => {
    if (url !== '' || target !== '') throw new Error('Not an empty window of its own.')
    if (browser.blocks) return null
    browser.features.push(features)
    const window = {
      closed: false,
      document: { title: '', body: { textContent: '' } },
      went: [] as string[],
      focused: 0,
      location: { replace: (url: string) => void window.went.push(url) },
      focus: () => void window.focused++,
      close() {
        window.closed = true
      },
    }
    opened.push(window)
    return window
  })
  return browser
}

/** Stands in for this tab's going elsewhere: jsdom can't. The addresses, in order. */
export function stubLeaving(): string[] {
  const real = window.location
  const went: string[] = []
  vi.stubGlobal('location', {
    get href() {
      return real.href
    },
    get origin() {
      return real.origin
    },
    assign: (url: string) => void went.push(url),
  })
  return went
}

/** Where plex.tv's page sends people on to. */
export function forwardUrlIn(authUrl: string | undefined): URL {
  const fragment = new URL(authUrl ?? '').hash.slice(2)
  return new URL(new URLSearchParams(fragment).get('forwardUrl') ?? '')
}
