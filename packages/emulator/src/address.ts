const addresses = new WeakMap<Request, string>()

/** Says where a request came from; a page's own `fetch` can't know, only what serves it over a network can. */
export const cameFrom = (request: Request, address: string): void => void addresses.set(request, address)

/** One fixed address for all that comes in by `fetch` itself: to the lock-out they are one household. */
export const readAddress = (request: unknown): string =>
  (request instanceof Request && addresses.get(request)) || '192.0.2.1'
