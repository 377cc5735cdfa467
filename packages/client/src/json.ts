/** JSON read by its text and not by its header (plex.tv has sent it as text/json); undefined when it is none. */
export function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text as string)
  } catch {
    return undefined
  }
}

/** An object's fields; none for what isn't one. */
export const record = (value: unknown) => (typeof value === 'object' && value ? value : {}) as Record<string, unknown>
