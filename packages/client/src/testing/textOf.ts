/**
 * All text that somebody who holds a value could find in it: messages, stacks, causes, own properties whether or not they
 * are enumerable, entries of collections, and what its JSON says. Not its prototype, which is the platform's, nor the page.
 */
export function textOf(value: unknown): string {
  const found: string[] = []
  const seen = new Set<unknown>()

  function visit(value: unknown) {
    if (typeof value !== 'object' && typeof value !== 'function') {
      found.push(String(value))
      return
    }
    if (value === null || seen.has(value) || isPage(value)) return
    seen.add(value)
    if (typeof (value as { toJSON?: unknown }).toJSON === 'function') attempt(() => JSON.stringify(value))
    if (value instanceof Error) attempt(() => String(value))
    if (value instanceof Request || value instanceof Response) attempt(() => [value.url, [...value.headers]])
    if (value instanceof URL || value instanceof URLSearchParams) attempt(() => String(value))
    if (value instanceof Map || value instanceof Set) for (const entry of value) visit(entry)
    for (const key of Reflect.ownKeys(value)) {
      found.push(String(key))
      attempt(() => Reflect.get(value, key))
    }
  }
  /** A getter may throw, on a detached DOM object say; then there is nothing to find in it. */
  function attempt(read: () => unknown) {
    let part: unknown
    try {
      part = read()
    } catch (error) {
      part = error
    }
    visit(part)
  }

  visit(value)
  return found.join('\n')
}

const isPage = (value: object) => typeof window !== 'undefined' && (value === window || value instanceof Node)
