/**
 * plex.tv limits requests for each client identifier; how many, and in what time, is not known. Both are our choice.
 */
const limit = { requests: 20, windowMs: 10_000 } as const

/** Counts the requests of each installation, and says whether this one is too many. Those refused are not counted. */
export function createRateLimit(now: () => number): (clientIdentifier: string) => boolean {
  const asked = new Map<string, number[]>()
  return (clientIdentifier) => {
    const recent = (asked.get(clientIdentifier) ?? []).filter((at) => Math.abs(now() - at) < limit.windowMs)
    const isOver = recent.length >= limit.requests
    asked.set(clientIdentifier, isOver ? recent : [...recent, now()])
    return isOver
  }
}
