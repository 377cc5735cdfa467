import { denyAccess, isPlexError, PlexError } from '../PlexError.ts'

/** An error of the app's own server, or of its own code. */
export const backendError = (task: string, why: string) =>
  new PlexError('backend', `Could not ${task} at your backend: ${why}`)

interface AskAppOptions {
  /** What no words of the app's may repeat. */
  readonly token?: string | undefined
  /**
   * Whether it was given the client to ask plex.tv with: what failed there is told as that. An app's own server may hand
   * on what it heard from plex.tv, and that is no word about this session.
   */
  readonly hasClient?: boolean | undefined
}

/**
 * Asks the app's own code. Its no passes as `access-denied`; whatever else it rejects with becomes a `backend` error,
 * whose words help its developer.
 */
export async function askApp<T>(
  task: string,
  call: () => T | Promise<T>,
  { token = '\0', hasClient = false }: AskAppOptions = {},
): Promise<T> {
  const redact = (words: string) => words.split(token).join('[token]')
  try {
    return await call()
  } catch (error) {
    if (isPlexError(error) && hasClient && !error.denial) throw error
    if (isPlexError(error) && error.denial) {
      const { code, message } = error.denial
      denyAccess({ code: redact(String(code)), message: redact(String(message ?? '')) })
    }
    throw backendError(task, redact(String(error instanceof Error ? error : 'refused')))
  }
}
