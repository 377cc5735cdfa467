// What a journey starts from: a person in a real browser, an app as it ships, and a plex.tv over real HTTP.
//
//   import { expect, test } from '../../journey.ts'
//
//   test('signs in', async ({ page, emulator }) => {
//     await page.goto('/')
//     await page.getByLabel('Password').fill(emulator.person('plain').password)
//   })
//
// A worker runs one emulator in its own process, so that a journey may turn its switches by plain calls
// (`emulator.fail(…)`, `emulator.person('twoFactor').currentCode()`), builds the app with that emulator's address, and
// serves what it built. Nothing in the app knows of this, and no port is fixed. Each journey begins with the emulator
// reset, an empty browser, and ends red if the page threw or wrote an error to its console.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createEmulator, type Emulator } from '@foyer/emulator'
import { serve } from '@foyer/emulator/server'
import { test as base, expect } from '@playwright/test'
import { build, preview } from 'vite'

export interface JourneyOptions {
  /** The folder under apps/; the Playwright project says it. */
  app: 'web' | 'tv'
}

interface Worker extends JourneyOptions {
  world: { emulator: Emulator; appUrl: string }
}

export const test = base.extend<{ emulator: Emulator; quietPages: undefined }, Worker>({
  app: ['web', { option: true, scope: 'worker' }],

  world: [
    async ({ app }, use) => {
      const emulator = createEmulator()
      const plexTv = await serve(emulator, { port: 0 })
      const outDir = mkdtempSync(join(tmpdir(), `foyer-${app}-`))
      const site = {
        root: fileURLToPath(new URL(app, import.meta.url)),
        logLevel: 'error' as const,
        build: { outDir, emptyOutDir: true },
        preview: { port: 0, host: 'localhost' },
      }
      process.env.VITE_PLEX_URL = plexTv.url
      process.env.NODE_ENV = 'production'
      await build(site)
      const server = await preview(site)
      await use({ emulator, appUrl: server.resolvedUrls?.local[0] ?? '' })
      await server.close()
      await plexTv.close()
      rmSync(outDir, { recursive: true })
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ world }, use) => use(world.appUrl),

  emulator: [
    async ({ world }, use) => {
      world.emulator.reset()
      await use(world.emulator)
    },
    { auto: true },
  ],

  quietPages: [
    async ({ context }, use) => {
      const complaints: string[] = []
      context.on('weberror', (event) => complaints.push(String(event.error())))
      context.on('console', (message) => {
        // The browser notes each answer of 400 and above, and each lost request; those are a journey's subject.
        const isAnswer = message.text().startsWith('Failed to load resource')
        if (message.type() === 'error' && !isAnswer) complaints.push(message.text())
      })
      await use(undefined)
      expect(complaints).toEqual([])
    },
    { auto: true },
  ],
})

export { expect }
