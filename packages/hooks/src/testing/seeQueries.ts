import type { Canary } from '@foyer/client/testing'
import { dehydrate, type QueryClient } from '@tanstack/react-query'

/** Shows all that whoever has the query client could find in it, or keep of it. */
export function seeQueries(canary: Canary, queryClient: QueryClient): void {
  canary.see('the queries', queryClient.getQueryCache().getAll())
  canary.see('the mutations', queryClient.getMutationCache().getAll())
  const all = { shouldDehydrateQuery: () => true, shouldDehydrateMutation: () => true }
  canary.see('dehydrate()', dehydrate(queryClient, all))
}
