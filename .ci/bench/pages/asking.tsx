// What an app would write without Foyer, and no more: a form that asks plex.tv, and says what went wrong.
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { createRoot } from 'react-dom/client'
import '@foyer/ui/styles.css'

const baseUrl = new URLSearchParams(location.search).get('plex') ?? undefined
const url = `${baseUrl}/api/v2/users/signin?X-Plex-Product=Bench&X-Plex-Client-Identifier=bench`

function Form() {
  const [status, setStatus] = useState<'idle' | 'pending' | 'error'>('idle')
  const [revealed, setRevealed] = useState(false)
  const password = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (status === 'error') password.current?.select()
  }, [status])
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    setStatus('pending')
    const body = new URLSearchParams({
      login: String(fields.get('login')),
      password: String(fields.get('password')),
      rememberMe: String(fields.has('rememberMe')),
    })
    const answer = await fetch(url, { method: 'POST', headers: { Accept: 'application/json' }, body })
    const { errors } = await answer.json()
    setStatus(errors ? 'error' : 'idle')
  }
  return (
    <form className="foyer foyer-card" method="dialog" onSubmit={submit} aria-busy={status === 'pending'}>
      <h2 className="foyer-title">Sign in to Bench</h2>
      <div className="foyer-field">
        <label htmlFor="login">E-mail or username</label>
        <input className="foyer-input" id="login" name="login" required />
      </div>
      <div className="foyer-field">
        <label htmlFor="password">Password</label>
        <div className="foyer-input">
          <input ref={password} id="password" name="password" type={revealed ? 'text' : 'password'} required />
          <button className="foyer-link" type="button" onClick={() => setRevealed(!revealed)}>
            {revealed ? 'Hide' : 'Show'}
          </button>
        </div>
        {status === 'error' && (
          <p className="foyer-problem" role="alert" data-part="error">
            That login and password don’t match. Check both.
          </p>
        )}
      </div>
      <label className="foyer-check">
        <input name="rememberMe" type="checkbox" defaultChecked /> Stay signed in on this device
      </label>
      <button className="foyer-button" type="submit" aria-disabled={status === 'pending'}>
        {status === 'pending' ? 'Signing in…' : 'Sign in'}
      </button>
    </form>
  )
}

createRoot(document.getElementById('root') as HTMLElement).render(<Form />)
