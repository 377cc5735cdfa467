import { storybookTest } from '@storybook/addon-vitest/vitest-plugin'
import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { launchOptions } from './.ci/browser.ts'

// Read by Vitest and Storybook; each app has a Vite configuration of its own.
export default defineConfig({
  plugins: [react()],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'apps/*.test.ts', '.ci/*.test.ts'],
          setupFiles: ['.ci/alone.setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'dom',
          environment: 'jsdom',
          include: ['packages/*/src/**/*.test.tsx', 'apps/*/src/**/*.test.tsx', '.ci/*.test.tsx'],
          setupFiles: ['.ci/alone.setup.ts', '.ci/dom.setup.ts'],
        },
      },
      {
        extends: true,
        plugins: [storybookTest({ configDir: '.storybook' })],
        // A dependency that Vite finds late reloads the page under a running story.
        optimizeDeps: {
          include: [
            'react',
            'react-dom',
            'react-dom/client',
            'react/jsx-runtime',
            'react/jsx-dev-runtime',
            '@tanstack/react-query',
            '@foyer/client > zod/mini',
            '@foyer/emulator > hono',
            '@foyer/emulator > otpauth',
            'msw',
            'msw/browser',
            'msw-storybook-addon',
            'storybook/test',
            '@storybook/react-vite',
            '@storybook/addon-a11y',
            '@storybook/addon-a11y/preview',
            '@storybook/addon-docs',
          ],
        },
        test: {
          name: 'stories',
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: launchOptions(),
              contextOptions: { reducedMotion: 'reduce' },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
