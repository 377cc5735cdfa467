import { denyAccess, isPlexError, PlexError } from '../PlexError.ts'

/** An error of the app's own server, or of its own code. */
export const backendError = (task: string, why: string) =>
  new PlexError('backend', `Could not ${task} at your backend: ${why}`)

/**
 * Asks the app's own code. Its no passes as `access-denied`, and what failed at plex.tv, where it asked there, as that;
 * whatever else it rejects with becomes a `backend` error, whose words help its developer. None repeats the token.
 */
export async function askApp<T>(task: string, call: () => T | Promise<T>, token = '\0'): Promise<T> {
  const redact = (words: string) => words.split(token).join('[token]')
  try {
    return await call()
  } catch (error) {
    if (isPlexError(error)) {
      if (!error.denial) throw error
      const { code, message } = error.denial
      denyAccess({ code: redact(String(code)), message: redact(String(message ?? '')) })
    }
    throw backendError(task, redact(String(error instanceof Error ? error : 'refused')))
  }
}
