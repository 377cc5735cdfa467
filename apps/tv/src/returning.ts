const KEY = 'reelroom.is-signed-in'

/** Remembers for the next start whether the picture with the code is to be shown: public/start.js reads it. */
export function rememberWhoIsIn(isSignedIn: boolean) {
  try {
    if (isSignedIn) window.localStorage.setItem(KEY, 'yes')
    else window.localStorage.removeItem(KEY)
  } catch {
    // Where nothing can be kept, nobody stays signed in either.
  }
}
