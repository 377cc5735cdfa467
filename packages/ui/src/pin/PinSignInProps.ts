import type { PlexError, PlexUser } from '@foyer/client'

/** What every component takes that signs in by approval on plex.tv. */
export interface PinSignInProps {
  /**
   * Whether somebody who signs in here stays signed in when the browser is closed.
   *
   * @default the session's `remember`
   */
  rememberMe?: boolean | undefined
  /** Called once a sign-in, with the user. */
  onSignedIn?: ((user: PlexUser) => void) | undefined
  /** Called once for each sign-in that failed or was denied. */
  onError?: ((error: PlexError) => void) | undefined
}
