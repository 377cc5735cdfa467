import { PlexProvider } from '@foyer/hooks'
import { AccountCard, PlexSignIn, Show } from '@foyer/ui'
import { createElement } from 'react'

// Node knows no JSX.
export function App({ session }) {
  const page = createElement(
    Show,
    { when: 'signed-in', fallback: createElement(PlexSignIn) },
    createElement(AccountCard),
  )
  return createElement(PlexProvider, { session }, page)
}
