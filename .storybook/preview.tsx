import addonA11y from '@storybook/addon-a11y'
import addonDocs from '@storybook/addon-docs'
import { definePreview } from '@storybook/react-vite'
import { setupWorker } from 'msw/browser'
import addonMsw from 'msw-storybook-addon'
import { withSurroundings } from './environment.tsx'
import '@foyer/ui/styles.css'
import './preview.css'

const strays: string[] = []

export default definePreview({
  addons: [addonDocs(), addonA11y(), addonMsw(startWorker)],
  // Outermost last. What every story needs around it, a provider for instance, goes first.
  decorators: [withSurroundings],
  initialGlobals: { theme: 'light', direction: 'ltr' },
  globalTypes: {
    theme: {
      toolbar: {
        title: 'Theme',
        icon: 'contrast',
        dynamicTitle: true,
        items: [
          { value: 'light', title: 'Light' },
          { value: 'dark', title: 'Dark' },
        ],
      },
    },
    direction: {
      toolbar: {
        title: 'Direction',
        icon: 'transfer',
        dynamicTitle: true,
        items: [
          { value: 'ltr', title: 'Left to right' },
          { value: 'rtl', title: 'Right to left' },
        ],
      },
    },
  },
  afterEach: assertNoStrays,
  parameters: {
    layout: 'padded',
    a11y: { test: 'error' },
    controls: { disable: true },
  },
})

/** A story that asks for what nothing answers gets a failed request, not a call to the real plex.tv, and is red. */
async function startWorker() {
  const worker = setupWorker()
  await worker.start({
    quiet: true,
    onUnhandledFrame({ frame, defaults }) {
      const { request } = frame.data as { request?: Request }
      if (!request || new URL(request.url).origin === window.location.origin) return
      strays.push(`${request.method} ${request.url}`)
      defaults.error()
    },
  })
  return worker
}

function assertNoStrays() {
  const unanswered = strays.splice(0)
  if (unanswered.length > 0) throw new Error(`Nothing in this story answers:\n${unanswered.join('\n')}`)
}
