import { createRoot } from 'react-dom/client'
import { Bare } from './Bare.js'
import '@foyer/ui/styles.css'

createRoot(document.getElementById('root') as HTMLElement).render(<Bare />)
