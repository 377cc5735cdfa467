// What every journey starts from, in whichever browser: an app as it ships, and a plex.tv over real HTTP.
//
// A worker runs one emulator in its own process, so that a journey may turn its switches by plain calls
// (`emulator.fail(…)`, `emulator.person('twoFactor').currentCode()`), builds the app with that emulator's addresses,
// and serves what it built. Nothing in the app knows of this, and no port is fixed. Each journey begins with the
// emulator reset.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createEmulator, type Emulator } from '@foyer/emulator'
import { type EmulatorServer, serve } from '@foyer/emulator/server'
import { test as base } from '@playwright/test'
import { build, type Plugin, preview } from 'vite'
import { plexEnvironment } from './plexEnvironment.ts'

export interface WorldOptions {
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
  /** Where the app is, with a slash at the end. */
  siteUrl: string
  /** What the app is served with; empty at the start of each journey. */
  siteHeaders: Map<string, string>
}

interface Worker extends WorldOptions {
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
      Object.assign(process.env, plexEnvironment(plexTv, emulator.servers()[0]?.machineIdentifier), {
        NODE_ENV: 'production',
      })
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

  baseURL: async ({ siteUrl }, use) => use(siteUrl),
  siteUrl: async ({ world }, use) => use(world.siteUrl),
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
})

const servedWith = (headers: ReadonlyMap<string, string>): Plugin => ({
  name: 'served-with',
  configurePreviewServer({ middlewares }) {
    middlewares.use((_, response, next) => {
      for (const [name, value] of headers) response.setHeader(name, value)
      next()
    })
  },
})
