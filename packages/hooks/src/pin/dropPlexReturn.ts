import { dropPin } from '@foyer/client'
import { forgetNonce, returnedNonce } from './authWindow.ts'

/** For a tab that comes back when somebody is signed in already: its pin must not sign them in again after they leave. */
export function dropPlexReturn(): void {
  const nonce = returnedNonce()
  if (!nonce) return
  dropPin(nonce)
  forgetNonce()
}
