import { PlexError, type PlexErrorCode } from '@foyer/client'
import { expect, test } from 'vitest'
import { en } from './en.ts'
import { explain } from './messages.ts'

test.each(Object.keys(en.error) as PlexErrorCode[])(
  '%s has words of its own, which are not the developer’s',
  (code) => {
    const error = new PlexError(code, 'Could not sign in: <html>503</html>', { status: 503, plexCode: 1001 })
    expect(explain(error, en)).toBe(en.error[code])
    expect(explain(error, en)).not.toMatch(/Could not|[<>{}]|\d{3}/)
    expect(Object.values(en.error).filter((words) => words === en.error[code])).toHaveLength(1)
  },
)

test('only a wrong login or password speaks of one', () => {
  const blaming = Object.entries(en.error).filter(([, words]) => /login and password don’t match/.test(words))
  expect(blaming.map(([code]) => code)).toEqual(['invalid-credentials'])
})
