import { isPlexError, PlexError } from '@foyer/client'

/** Why a sign-in failed. What is no error of ours came out of something that the app gave us. */
export const toPlexError = (error: unknown): PlexError =>
  isPlexError(error) ? error : new PlexError('misuse', `Could not sign in: ${error}`)
