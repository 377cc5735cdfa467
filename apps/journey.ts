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
// (`emulator.fail(…)`, `emulator.person('twoFactor').currentCode()`), builds the app with that emulator's addresses,
// and serves what it built. Nothing in the app knows of this, and no port is fixed. Each journey begins with the
// emulator reset, an empty browser, and ends red if the page threw or wrote an error to its console.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createEmulator, type Emulator } from '@foyer/emulator'
import { type EmulatorServer, serve } from '@foyer/emulator/server'
import { test as base, expect } from '@playwright/test'
import { build, type Plugin, preview } from 'vite'
import { plexEnvironment } from './plexEnvironment.ts'

export interface JourneyOptions {
  /** The folder under apps/; the Playwright project says it. */
  app: 'web' | 'tv'
}

interface World {
  emulator: Emulator
  plexTv: EmulatorServer
  siteUrl: string
  siteHeaders: Map<string, string>
}

interface Journey {
  emulator: Emulator
  /** Where plex.tv's stand-in is. */
  plexTv: EmulatorServer
  /** What the app is served with; empty at the start of each journey. */
  siteHeaders: Map<string, string>
  quietPages: undefined
}

interface Worker extends JourneyOptions {
  world: World
}

export const test = base.extend<Journey, Worker>({
  app: ['web', { option: true, scope: 'worker' }],

  world: [
    async ({ app }, use) => {
      const emulator = createEmulator()
      const plexTv = await serve(emulator, { port: 0 })
      const siteHeaders = new Map<string, string>()
      const outDir = mkdtempSync(join(tmpdir(), `foyer-${app}-`))
      const site = {
        root: fileURLToPath(new URL(app, import.meta.url)),
        logLevel: 'error' as const,
        build: { outDir, emptyOutDir: true },
        preview: { port: 0, host: 'localhost' },
        plugins: [servedWith(siteHeaders)],
      }
      Object.assign(process.env, plexEnvironment(plexTv), { NODE_ENV: 'production' })
      await build(site)
      const server = await preview(site)
      await use({ emulator, plexTv, siteHeaders, siteUrl: server.resolvedUrls?.local[0] ?? '' })
      await server.close()
      await plexTv.close()
      rmSync(outDir, { recursive: true })
    },
    // To build takes long on a machine that is busy, and is no part of a journey's time.
    { scope: 'worker', timeout: 120_000 },
  ],

  baseURL: async ({ world }, use) => use(world.siteUrl),
  plexTv: async ({ world }, use) => use(world.plexTv),

  siteHeaders: async ({ world }, use) => {
    await use(world.siteHeaders)
    world.siteHeaders.clear()
  },

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
        // And what a sandboxed frame tried, which is one too.
        const isSandbox = message.text().startsWith('Unsafe attempt to initiate navigation')
        if (message.type() === 'error' && !isAnswer && !isSandbox) complaints.push(message.text())
      })
      await use(undefined)
      expect(complaints).toEqual([])
    },
    { auto: true },
  ],
})

export { expect }

const servedWith = (headers: ReadonlyMap<string, string>): Plugin => ({
  name: 'served-with',
  configurePreviewServer({ middlewares }) {
    middlewares.use((_, response, next) => {
      for (const [name, value] of headers) response.setHeader(name, value)
      next()
    })
  },
})
