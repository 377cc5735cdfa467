// Design rules that nobody has seen fail hold nothing. Each row is written into a copy of an empty workspace, and one
// run of the project's own lint configuration must find it; the files that keep a boundary must pass with the same
// code.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allowed, refused } from './boundaryRows.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
interface Finding {
  category: string
  message: string
  location: { path: string }
}

// Rows that share a path lie in different copies, so a handful of runs answers for all of them.
const nursery = mkdtempSync(join(tmpdir(), 'foyer-boundaries-'))
const rows = [...refused, ...allowed]
const copies = rows.map(([path], index) => `copy-${rows.slice(0, index).filter((row) => row[0] === path).length}`)
const found = new Map<string, Finding[]>()

beforeAll(() => {
  for (const [index, [path, code]] of rows.entries()) write(`${copies[index]}/${path}`, code)
  for (const copy of new Set(copies)) found.set(copy, lint(join(nursery, copy)))
}, 120_000)
afterAll(() => rmSync(nursery, { recursive: true }))

test.each(refused.map(([path, code, says], index) => ({ path, code, says, index })))(
  'refuses in $path: $code',
  (row) => {
    expect(findings(row)).toContainEqual(expect.stringContaining(row.says))
  },
)

test.each(allowed.map(([path, code], index) => ({ path, code, index: refused.length + index })))(
  'lets $path: $code',
  (row) => {
    expect(findings(row)).toEqual([])
  },
)

function findings({ path, index }: { path: string; index: number }) {
  const all = found.get(copies[index] ?? '') ?? []
  return all
    .filter((finding) => finding.location.path.replaceAll('\\', '/') === path)
    .map((finding) => `${finding.category}: ${finding.message}`)
}

function write(path: string, code: string) {
  const [first, ...others] = code.split('//@file ')
  mkdirSync(dirname(join(nursery, path)), { recursive: true })
  writeFileSync(join(nursery, path), `${first}\n`)
  for (const other of others) {
    const end = other.indexOf('\n')
    write(`${path.split('/')[0]}/${other.slice(0, end)}`, other.slice(end + 1))
  }
}

function lint(directory: string): Finding[] {
  for (const name of ['biome.json', '.biome', '.gitignore'])
    cpSync(join(root, name), join(directory, name), { recursive: true })
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
  const { stdout } = spawnSync(process.execPath, [biome, 'lint', '--reporter=json', '--max-diagnostics=none'], {
    cwd: directory,
    encoding: 'utf8',
  })
  return JSON.parse(stdout).diagnostics
}
