import { expect, test } from './recipe.ts'

// `npm test` ends only when the runner does, so a process that something holds fails this too.
test('signs in, and ends by itself', async ({ installed, recipe }) => {
  const said = await installed.run('npm', 'test')
  expect(said).toContain(recipe === 'jest' ? 'Tests:       8 passed, 8 total' : 'pass 3')
})
