import type { PlexUser } from '@foyer/client'
import type { ReactNode } from 'react'
import { usePlexSignIn } from '../sign-in/usePlexSignIn.ts'
import { usePlexUser } from '../user/usePlexUser.ts'

/** A form such as an app may write: one `<form>` and one shape for both steps, so that React reuses its elements. */
export function OwnForm(props: {
  onSignedIn?: (user: PlexUser) => void
  rememberMe?: boolean
  box?: boolean
}): ReactNode {
  const signIn = usePlexSignIn({ onSignedIn: props.onSignedIn, rememberMe: props.rememberMe })
  if (signIn.step === 'done') return <p>Welcome, {signIn.user.title}.</p>
  if (signIn.step === 'denied') return <p>{signIn.error.denial?.message}</p>
  return (
    <form {...signIn.props.form} aria-label="Sign in">
      {signIn.step === 'credentials' ? (
        <label>
          Login <input {...signIn.props.login} />
        </label>
      ) : (
        <label>
          Login <input {...signIn.props.username} />
        </label>
      )}
      <label>
        Secret <input {...(signIn.step === 'credentials' ? signIn.props.password : signIn.props.verificationCode)} />
      </label>
      {signIn.step === 'credentials' && props.box && (
        <label>
          Remember <input {...signIn.props.rememberMe} />
        </label>
      )}
      <p {...signIn.props.error}>{signIn.status === 'error' && signIn.error.code}</p>
      <button {...signIn.props.submit}>Go on</button>
      <button type="button" onClick={signIn.back}>
        Back
      </button>
      <output>{signIn.step}</output>
    </form>
  )
}

/** Who is there, in words. */
export function Who(): ReactNode {
  const plex = usePlexUser()
  if (plex.status === 'signed-out') return <p data-testid="who">nobody: {plex.reason}</p>
  if (plex.status !== 'signed-in') return <p data-testid="who">{plex.status}</p>
  return (
    <p data-testid="who">
      {plex.user.title}
      {plex.refreshError && `, not asked again: ${plex.refreshError.code}`}
      <button type="button" onClick={plex.signOut}>
        Sign out
      </button>
    </p>
  )
}
