import { systemClock } from '@foyer/client'
import { comeBack } from './comeBack.ts'

/**
 * For the page that plex.tv sends people back to. Does nothing on a page that was not opened with a nonce of Foyer's in its
 * URL, from which it is taken when this module is loaded.
 *
 * A tab that went to plex.tv itself goes on by its own. In a window that another page opened, it tells that page (the nonce
 * only, never a token), and closes the window when that page has answered; `text`, if it is given, takes the place of the
 * page, for a window that stays.
 */
export function finishPlexReturn(text?: string): void {
  comeBack(systemClock, { text })
}
