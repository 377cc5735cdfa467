import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { PlexError, type PlexErrorCode } from '@foyer/client'
import { en } from '@foyer/ui/messages/en'
import { describe, expect, test } from 'vitest'
import { root } from './pack.ts'

const client = join(root, 'packages/client')
const read = (path: string) => readFileSync(join(client, path), 'utf8')
// The one list of all codes at run time: it does not compile without any of them.
const codes = Object.keys(en.error) as PlexErrorCode[]
const { repository, files } = JSON.parse(read('package.json'))

test('there is a page for each code, and for nothing else, and people get them', () => {
  const pages = globSync('errors/*.md', { cwd: client }).map((path) => basename(path, '.md'))
  expect(pages.sort()).toEqual([...codes, 'README'].sort())
  expect(files).toContain('errors')
})

describe.each(codes)('%s', (code) => {
  test('has a page that says what happened, why, what to do, and what a person reads', () => {
    const page = read(`errors/${code}.md`)
    expect(page.match(/^#.*$/gm)).toEqual([
      `# \`${code}\``,
      ...['## What happened', '## Likely causes', '## What to do', '## What the person reads'],
    ])
    expect(page).toContain(`\n> ${en.error[code]}\n`)
  })

  test('leads to it from its message, from the index and from the README', () => {
    const home = repository.url.replace(/^git\+|\.git$/g, '')
    expect(new PlexError(code, 'Could not test.').message).toBe(
      `Could not test. (${home}/blob/main/packages/client/errors/${code}.md)`,
    )
    expect(read('errors/README.md')).toContain(`| [\`${code}\`](${code}.md) `)
    expect(read('README.md')).toContain(`[\`${code}\`](errors/${code}.md)`)
  })
})
