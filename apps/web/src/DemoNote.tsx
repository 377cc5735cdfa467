/** Tells a newcomer how to get in; only on a stand-in plex.tv, whose logins are no secret. */
export function DemoNote() {
  if (!import.meta.env.VITE_PLEX_URL) return null
  return (
    <aside className="demo-note" aria-label="Demo login">
      <p>
        <strong>Demo.</strong> This page speaks to a stand-in for plex.tv on this computer, never to the real one.
      </p>
      <dl>
        <div>
          <dt>Login</dt>
          <dd>
            <code>ada@example.com</code>
          </dd>
        </div>
        <div>
          <dt>Password</dt>
          <dd>
            <code>ada-demo-password</code>
          </dd>
        </div>
      </dl>
      <p>
        A household with profiles: <code>noura@example.com</code>, <code>noura-demo-password</code>
      </p>
      <p>
        Not invited: <code>otto@example.com</code>, <code>otto-demo-password</code>
      </p>
    </aside>
  )
}
