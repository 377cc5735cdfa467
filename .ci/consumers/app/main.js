import '@foyer/ui/styles.css'
import './page.css'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { Page } from './Page.js'

createRoot(document.getElementById('root')).render(createElement(Page))
