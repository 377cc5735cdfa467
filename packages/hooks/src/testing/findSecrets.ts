import { dehydrate, type QueryClient } from '@tanstack/react-query'

/** Everything that a page and a query client show to whoever looks, as text; what may lie in storage is not in it. */
function shownBy(queryClient: QueryClient): Record<string, string> {
  const attributes = [...document.querySelectorAll('*')].flatMap((element) =>
    [...element.attributes].map(({ name, value }) => `${name}=${value}`),
  )
  return {
    attributes: attributes.join('\n'),
    text: document.documentElement.textContent ?? '',
    url: window.location.href,
    referrer: document.referrer,
    history: json(window.history.state),
    title: document.title,
    queries: json(queryClient.getQueryCache().getAll()),
    mutations: json(queryClient.getMutationCache().getAll()),
    dehydrated: json(dehydrate(queryClient, { shouldDehydrateQuery: () => true, shouldDehydrateMutation: () => true })),
  }
}

/** The places in which any of the secrets stands. */
export function findSecrets(queryClient: QueryClient, secrets: readonly string[]): string[] {
  return Object.entries(shownBy(queryClient)).flatMap(([place, text]) =>
    secrets.filter((secret) => text.includes(secret)).map((secret) => `${place}: ${secret}`),
  )
}

/** All own properties, hidden ones and those of errors too, each object once. */
function json(value: unknown): string {
  const seen = new Set<unknown>()
  const parts: string[] = []
  const walk = (value: unknown) => {
    if (typeof value !== 'object' && typeof value !== 'function') return void parts.push(String(value))
    if (value === null || seen.has(value) || value instanceof Node || value === window) return
    seen.add(value)
    if (value instanceof Map || value instanceof Set) for (const item of value) walk(item)
    for (const key of Reflect.ownKeys(value)) {
      parts.push(String(key))
      const { value: own } = Object.getOwnPropertyDescriptor(value, key) ?? {}
      walk(own)
    }
  }
  walk(value)
  return parts.join('\n')
}
