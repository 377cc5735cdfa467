import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { CHROME, cssFeatures, jsFeatures, lackedByCss, lackedByJs } from './chrome68.ts'
import { chromeSince } from './chromeSince.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// Bundlers begin late on a machine that is busy.
vi.setConfig({ testTimeout: 60_000 })

describe('the TV app’s build', () => {
  const outDir = mkdtempSync(join(tmpdir(), 'foyer-tv-'))
  // In a process of its own: this one is a test's, and would get React's development build.
  beforeAll(() => {
    const { NODE_ENV: _, VITEST: __, ...env } = process.env
    const vite = here('../node_modules/vite/bin/vite.js')
    execFileSync(process.execPath, [vite, 'build', here('tv'), '--outDir', outDir, '--logLevel', 'error'], { env })
  }, 120_000)
  afterAll(() => rmSync(outDir, { recursive: true }))

  const built = (ending: string) => {
    const files = readdirSync(join(outDir, 'assets')).filter((name) => name.endsWith(ending))
    expect(files.length).toBeGreaterThan(0)
    return files.map((name) => readFileSync(join(outDir, 'assets', name), 'utf8'))
  }

  test('calls for nothing in its scripts that Chrome 68 lacks', () => {
    // That one is React's, for view transitions, which came with Chrome 111; this app has none.
    expect(new Set(built('.js').flatMap(lackedByJs))).toEqual(new Set(['Promise.allSettled']))
  })

  test('calls for nothing in its styles that Chrome 68 lacks', () => {
    const css = /<style>([^<]+)<\/style>/.exec(readFileSync(join(outDir, 'index.html'), 'utf8'))?.[1] ?? ''
    expect(css).toContain('.foyer-tv-code')
    expect(lackedByCss(css)).toEqual([])
  })
})

test.each(['client', 'hooks', 'ui'])(
  'once its syntax is lowered, %s calls for nothing that Chrome 68 lacks',
  (name) => {
    const { outputFiles } = buildSync({
      entryPoints: [here(`../packages/${name}/src/index.ts`)],
      bundle: true,
      packages: 'external',
      format: 'esm',
      jsx: 'automatic',
      target: 'chrome68',
      write: false,
    })
    expect(outputFiles.flatMap(({ text }) => lackedByJs(text))).toEqual([])
  },
)

test('the link screen’s style sheet has nothing that Chrome 68 lacks, before and after it is lowered', () => {
  for (const target of ['esnext', 'chrome79', 'chrome68']) {
    const { outputFiles } = buildSync({
      entryPoints: [here('../packages/ui/src/styles/styles.tv.css')],
      bundle: true,
      minify: true,
      target,
      write: false,
    })
    const css = outputFiles.map((file) => file.text).join('')
    expect(css).toContain('.foyer-tv-code')
    expect(lackedByCss(css)).toEqual([])
  }
})

describe('what Chrome 68 lacks is found', () => {
  test.each(cssFeatures)('in a style sheet: $name', ({ name, path, sample }) => {
    expect(lackedByCss(sample)).toContain(name)
    expect(chromeSince(path)).toBeGreaterThan(CHROME)
  })
  test.each(jsFeatures)('in a script: $name', ({ name, path, sample }) => {
    expect(lackedByJs(sample)).toEqual([name])
    expect(chromeSince(path)).toBeGreaterThan(CHROME)
  })
  test.each([
    ...[
      'replaceAll',
      'at',
      'flat',
      'flatMap',
      'findLast',
      'findLastIndex',
      'toSorted',
      'toReversed',
      'toSpliced',
      'hasOwn',
      'groupBy',
    ],
    ...['withResolvers', 'fromAsync', 'isWellFormed', 'randomUUID', 'replaceChildren', 'throwIfAborted'],
  ])('in a script: .%s()', (name) => {
    expect(lackedByJs(`a.${name}(b)`)).toEqual([`.${name}()`])
  })
  test.each([
    ...[
      'AbortSignal.timeout',
      'AbortSignal.any',
      'Promise.any',
      'Promise.allSettled',
      'Promise.try',
      'Intl.Segmenter',
      'Object.hasOwn',
    ],
    ...['URL.canParse', 'Array.fromAsync'],
  ])('in a script: %s', (name) => {
    expect(lackedByJs(`new ${name}(b)`)).toEqual([name])
  })
  test.each(['structuredClone', 'reportError', 'WeakRef', 'AggregateError', 'EditContext'])(
    'in a script: %s()',
    (name) => {
      expect(lackedByJs(`${name}(b)`)).toEqual([`${name}()`])
    },
  )
  test('in a script: a property of a pattern', () => {
    expect(lackedByJs('/[\\p{L}\\p{Extended_Pictographic}]/u')).toEqual(['a property of a pattern'])
  })
  test('and what MDN has no figure for is an error', () => {
    expect(() => chromeSince('css.properties.nowhere')).toThrow('css.properties.nowhere')
  })
  test('and what it has is not', () => {
    expect(
      lackedByCss('a{-webkit-margin-start:1px;margin-inline-start:1px;clip-path:inset(50%);transform:scale(2)}'),
    ).toEqual([])
    expect(
      lackedByJs(
        'typeof structuredClone; typeof globalThis; a.b?1:2; class A { a() {} }; Object.entries(a); use(a); b.use(a)',
      ),
    ).toEqual([])
  })
})
