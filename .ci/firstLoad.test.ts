import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { firstLoad } from './firstLoad.ts'

// Bundlers begin late on a machine that is busy.
vi.setConfig({ testTimeout: 60_000 })

const folders: string[] = []
afterAll(() => folders.map((folder) => rmSync(folder, { recursive: true })))

/** A program with a chunk that is shared, one that waits, and a package that lies elsewhere, as pnpm keeps them. */
function program(name: string) {
  const folder = mkdtempSync(join(tmpdir(), name))
  folders.push(folder)
  const files = {
    'app/entry.js': "import { words } from 'kept'\nexport const later = () => import('./later.js')\nconsole.log(words)",
    'app/later.js': "import { words } from 'kept'\nexport const said = [words, 'later']",
    'store/kept/index.js': "export const words = ['kept', 'elsewhere']",
    'store/kept/package.json': '{ "name": "kept", "type": "module", "exports": "./index.js" }',
  }
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  mkdirSync(join(folder, 'app/node_modules'))
  // A junction, which Windows lets everybody make.
  symlinkSync(join(folder, 'store/kept'), join(folder, 'app/node_modules/kept'), 'junction')
  return join(folder, 'app/entry.js')
}

test('the same files give the same code in every folder, and what waits for an import() is not in it', async () => {
  const [one, another] = await Promise.all(
    ['foyer-a-', 'foyer-another-'].map((name) => firstLoad(program(name), () => false)),
  )
  expect(one).toEqual(another)
  for (const code of Object.values(one ?? {})) {
    expect(code).toContain('elsewhere')
    expect(code).toMatch(/import\(["'`]\.\/later-/)
    expect(code).not.toMatch(/["'`]later["'`]/)
  }
})
