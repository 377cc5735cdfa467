import { defineConfig } from '@playwright/test'
import { launchOptions } from '../.ci/browser.ts'
import type { RecipeOptions } from './recipe.ts'

// Installs and builds take most of the time, and wait for the network and the disk: two at a time are enough.
export default defineConfig<object, RecipeOptions>({
  testDir: '.',
  globalSetup: './packOnce.ts',
  outputDir: '../test-results/recipes',
  // One worker a recipe, which installs and builds it once.
  fullyParallel: false,
  workers: 2,
  retries: 0,
  timeout: 300_000,
  expect: { timeout: 30_000 },
  forbidOnly: process.env.CI === 'true',
  reporter: 'list',
  use: {
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    trace: 'retain-on-failure',
    launchOptions: launchOptions(),
    contextOptions: { reducedMotion: 'reduce' },
  },
  projects: [
    { name: 'next', testMatch: ['form.spec.ts', 'redirect.spec.ts'], use: { recipe: 'next' } },
    { name: 'vite-tailwind', testMatch: 'form.spec.ts', use: { recipe: 'vite-tailwind' } },
    { name: 'react-router', testMatch: 'redirect.spec.ts', use: { recipe: 'react-router' } },
    { name: 'jest', testMatch: 'runners.spec.ts', use: { recipe: 'jest' } },
    { name: 'node-test', testMatch: 'runners.spec.ts', use: { recipe: 'node-test' } },
  ],
})
