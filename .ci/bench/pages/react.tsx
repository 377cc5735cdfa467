import { createRoot } from 'react-dom/client'

createRoot(document.getElementById('root') as HTMLElement).render(
  <form method="dialog">
    <input name="login" />
    <input name="password" type="password" />
    <button type="button">Show</button>
    <input name="rememberMe" type="checkbox" />
    <button type="submit">Sign in</button>
  </form>,
)
