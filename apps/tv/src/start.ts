// What a set loads first. React takes a set of 2020 longer than plex.tv takes to make a code, so the code comes first,
// into the picture that index.html has, and the app after it.
import '@foyer/ui/styles.tv.css'
import './tv.css'
import { showFirstCode } from './firstCode.ts'
import { session } from './session.ts'

const PATIENCE_MS = 1000
const RELOAD_MS = 10_000

async function start() {
  const code = showFirstCode(session)
  await Promise.race([code, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))])
  const app = import('./App.tsx')
  await code
  const { renderApp } = await app
  renderApp()
}

// Without the app nobody would ask plex.tv about the code. A reload goes on with it, and asks for the script again,
// which Chrome does not do for a module that failed once.
start().catch((error) => {
  // Without a network a reload would lead to the browser's own page, from which nothing comes back.
  const reload = () => navigator.onLine && window.location.reload()
  window.addEventListener('online', reload)
  setTimeout(reload, RELOAD_MS)
  throw error
})
