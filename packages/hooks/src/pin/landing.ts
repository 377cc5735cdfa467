import { keepsPin, openReturnChannel } from '@foyer/client'
import { closeThisWindow, forgetNonce, returnedNonce } from './authWindow.ts'

/**
 * For the page that plex.tv sends people back to. Does nothing on a page whose URL holds no nonce.
 *
 * A tab that went to plex.tv itself goes on by its own; there it does nothing. In a window that another page opened, it
 * tells that page (the nonce only, never a token), takes the nonce out of the URL and closes the window. Where the browser
 * won't close it, `text` takes the place of the page, if it is given.
 */
export function finishPlexReturn(text?: string): void {
  const nonce = returnedNonce()
  if (!nonce || keepsPin(nonce)) return
  const channel = openReturnChannel(() => {})
  channel.post(nonce)
  channel.close()
  forgetNonce()
  closeThisWindow()
  if (text !== undefined) document.body.textContent = text
}
