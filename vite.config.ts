import { fileURLToPath } from 'node:url'
import { storybookTest } from '@storybook/addon-vitest/vitest-plugin'
import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { launchOptions } from './.ci/browser.ts'
import { tags } from './.ci/faultTags.ts'

const react18 = fileURLToPath(new URL('.ci/react-18/package.json', import.meta.url))

/** React, and what stands on it, each the oldest that Foyer runs on. */
const onReact18: Plugin = {
  name: 'on-react-18',
  enforce: 'pre',
  resolveId(id, importer) {
    const isReact = /^(react|react-dom|@testing-library\/react)(\/|$)/.test(id)
    return isReact && importer !== react18 ? this.resolve(id, react18, { skipSelf: true }) : null
  },
}

// Read by Vitest and Storybook; each app has a Vite configuration of its own.
export default defineConfig({
  plugins: [react()],
  test: {
    tags,
    // No test is about time that passes for real: these end what hangs, on a machine however busy.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 50_000 } },
    // FAULTS.md links to lines.
    includeTaskLocation: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'apps/*.test.ts', '.ci/*.test.ts'],
          setupFiles: ['.ci/patient.setup.ts', '.ci/alone.setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'dom',
          environment: 'jsdom',
          include: ['packages/*/src/**/*.test.tsx', 'apps/*/src/**/*.test.tsx', '.ci/*.test.tsx'],
          setupFiles: ['.ci/patient.setup.ts', '.ci/alone.setup.ts', '.ci/dom.setup.ts'],
        },
      },
      {
        extends: true,
        plugins: [onReact18],
        test: {
          name: 'dom-react-18',
          environment: 'jsdom',
          include: ['packages/{hooks,ui}/src/**/*.test.tsx'],
          // Node would give Radix the React that lies beside it.
          server: {
            deps: {
              inline: [/@radix-ui|@floating-ui|react-(remove-scroll|style-singleton)|use-(callback-ref|sidecar)/],
            },
          },
          setupFiles: ['.ci/patient.setup.ts', '.ci/alone.setup.ts', '.ci/dom.setup.ts'],
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
            '@foyer/client > zod/mini',
            '@foyer/emulator > hono',
            '@foyer/emulator > hono/html',
            '@foyer/emulator > otpauth',
            '@foyer/ui > @radix-ui/react-dropdown-menu',
            '@foyer/ui > lean-qr/nano',
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
