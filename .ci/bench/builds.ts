import type { Project } from './project.ts'

/** What is measured: Foyer as it is, and as it was, if there is something to compare with. */
export interface Builds<T = Project> {
  readonly foyer: T
  readonly before?: T
}

/** The same made of each, one after the other. */
export async function ofEach<From, To>(
  { foyer, before }: Builds<From>,
  make: (build: From) => To | Promise<To>,
): Promise<Builds<To>> {
  return { foyer: await make(foyer), ...(before !== undefined && { before: await make(before) }) }
}
