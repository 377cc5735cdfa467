import '@foyer/ui/styles.css'
import '../../page.css'
import { createElement } from 'react'

export const metadata = { title: 'Reelroom' }

export default function Layout({ children }) {
  return createElement(
    'html',
    { lang: 'en' },
    createElement('body', null, createElement('div', { id: 'root' }, children)),
  )
}
