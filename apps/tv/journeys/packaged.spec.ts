import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'
import { expect, test } from './viewer.ts'

const app = fileURLToPath(new URL('..', import.meta.url))

test('the packaged app signs in from a file, and is signed in when it is opened again', async ({
  page,
  emulator,
  viewer,
}) => {
  // The worker has put the emulator's addresses into the environment.
  const outDir = mkdtempSync(join(tmpdir(), 'foyer-packaged-'))
  await build({
    root: app,
    configFile: join(app, 'vite.packaged.config.ts'),
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
  })
  await page.goto(pathToFileURL(join(outDir, 'index.html')).href)
  const code = await viewer.seesCode()
  await expect(viewer.screen.locator('[data-part="qr"] svg')).toBeVisible()
  emulator.approvePin(code, 'plain')
  await expect(viewer.account).toHaveText(/Ada Lovelace/)
  await page.reload()
  await expect(viewer.account).toHaveText(/Ada Lovelace/)
  expect(emulator.pins()).toHaveLength(1)
  rmSync(outDir, { recursive: true })
})
