import { pinCallback } from '@foyer/client'
import type { PinStates } from './pinState.ts'

/**
 * Whether plex.tv's page can be gone to and lead back here, for a page that offers only the methods that work: not from
 * a file, an app with a scheme of its own, or (for a redirect) a frame of another site. A code works everywhere.
 */
export const isMethodAvailable = (method: keyof PinStates): boolean =>
  method === 'link' || (method === 'popup' ? pinCallback.canReturn() : pinCallback.canNavigate())
