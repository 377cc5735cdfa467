import { defineConfig } from '@playwright/test'
import { launchOptions } from '../.ci/browser.ts'
import type { WorldOptions } from './world.ts'

// Each worker builds its app against an emulator of its own and serves it (world.ts): no port is fixed.
export default defineConfig<object, WorldOptions>({
  outputDir: '../test-results',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  // What hangs ends; nothing here is about time that passes for real. A look at a pin comes every four seconds, and every
  // ten behind a window.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  forbidOnly: process.env.CI === 'true',
  reporter: 'list',
  use: {
    trace: 'retain-on-failure',
    launchOptions: launchOptions(),
    contextOptions: { reducedMotion: 'reduce' },
  },
  projects: [
    { name: 'web', testDir: 'web/journeys', use: { app: 'web' } },
    { name: 'storybook', testDir: '.', testMatch: ['storybook.spec.ts', 'resets.spec.ts'] },
    { name: 'tv', testDir: 'tv/journeys', use: { app: 'tv', viewport: { width: 1920, height: 1080 } } },
  ],
})
