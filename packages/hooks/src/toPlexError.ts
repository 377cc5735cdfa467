import { isPlexError, PlexError } from '@foyer/client'

/** Why something failed. What is no error of ours came out of something that the app gave us. */
export const toPlexError = (error: unknown, task = 'sign in'): PlexError =>
  isPlexError(error) ? error : new PlexError('misuse', `Could not ${task}: ${error}`)
