import { defineConfig } from '@playwright/test'
import { journeysNotIn } from './engines/cannot.ts'
import type { EngineOptions } from './engines/test.ts'
import type { WorldOptions } from './world.ts'

const web = (engine: EngineOptions['engineName']) => ({
  name: engine,
  grepInvert: journeysNotIn(engine),
  testMatch: ['web.spec.ts', 'session.spec.ts', 'deviceKeys.spec.ts', 'deviceKeyRenewal.spec.ts', 'coop.spec.ts'],
  use: { app: 'web' as const, engineName: engine },
})
const tv = (television: EngineOptions['television']) => ({
  name: television === 'newest' ? 'chromium-tv' : `chromium-${television}`,
  testMatch: ['tv.spec.ts', 'packaged.spec.ts', 'deviceKeys.spec.ts'],
  use: { app: 'tv' as const, television },
})

// Playwright runs these journeys, but opens no page of its own: each starts its engine itself (engines/test.ts).
export default defineConfig<object, WorldOptions & EngineOptions>({
  testDir: 'engines',
  outputDir: '../test-results/engines',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  // What hangs ends; nothing here is about time that passes for real.
  timeout: 180_000,
  expect: { timeout: 60_000, toPass: { timeout: 60_000, intervals: [50, 100, 200] } },
  forbidOnly: process.env.CI === 'true',
  reporter: 'list',
  projects: [web('chromium'), web('firefox'), web('webkit'), tv('newest'), tv(68), tv(79), tv(92)],
})
