import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => vi.unstubAllEnvs())

test('gives a login when built for a stand-in, which is then all that the page may speak to', async () => {
  const { page, script } = await built('http://127.0.0.1:4010')
  expect(script).toContain('ada-demo-password')
  expect(page).toContain('connect-src &#39;self&#39; http://127.0.0.1:4010;')
  expect(page).not.toContain('plex.tv')
})

test('gives no login when built for the real plex.tv', async () => {
  const { page, script } = await built('')
  expect(script).not.toContain('ada@example.com')
  expect(script).not.toContain('ada-demo-password')
  expect(page).toContain('connect-src &#39;self&#39; https://plex.tv https://clients.plex.tv;')
})

async function built(plexUrl: string) {
  vi.stubEnv('VITE_PLEX_URL', plexUrl)
  vi.stubEnv('NODE_ENV', 'production')
  const root = fileURLToPath(new URL('..', import.meta.url))
  const built = await build({ root, logLevel: 'error', build: { write: false } })
  if (!('output' in built)) throw new Error('One build was asked for.')
  const text = (ending: string) =>
    built.output
      .filter(({ fileName }) => fileName.endsWith(ending))
      .map((file) => String(file.type === 'asset' ? file.source : file.code))
      .join('\n')
  return { page: text('.html'), script: text('.js') }
}
