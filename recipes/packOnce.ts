import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packAll } from '../.ci/pack.ts'
import { TARBALLS } from './recipe.ts'

/** Packs what is built, for all recipes; Playwright runs it before them, and what it returns after them. */
export default function packOnce() {
  const directory = mkdtempSync(join(tmpdir(), 'foyer-recipes-'))
  process.env[TARBALLS] = JSON.stringify(Object.fromEntries(packAll(directory)))
  return () => rmSync(directory, { recursive: true })
}
