// The television's app as a set's shop takes it: opened from a file.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'
import { createTab } from './Tab.ts'
import { expect, test } from './test.ts'

const app = fileURLToPath(new URL('../tv', import.meta.url))
const account = { role: 'button', name: 'Ada Lovelace' }

test('signs in from a file, and is signed in when it is opened again', async ({ tvEngine, emulator }) => {
  // The worker has put the emulator's addresses into the environment.
  const outDir = mkdtempSync(join(tmpdir(), 'foyer-packaged-'))
  const configFile = join(app, 'vite.packaged.config.ts')
  await build({ root: app, configFile, logLevel: 'error', build: { outDir, emptyOutDir: true } })
  const tab = createTab(await tvEngine.openTab())
  await tab.goto(pathToFileURL(join(outDir, 'index.html')).href)
  await expect.poll(() => tab.textOf({ part: 'code' })).toMatch(/^\w{4}$/)
  await expect.poll(() => tab.evaluate(() => document.querySelectorAll('[data-part="qr"] svg').length)).toBe(1)
  emulator.approvePin(await tab.textOf({ part: 'code' }), 'plain')
  await tab.sees(account)
  await tab.reload()
  await tab.sees(account)
  expect(emulator.pins()).toHaveLength(1)
  rmSync(outDir, { recursive: true })
})
