// Storybook's build, served to a spec: which stories there are, and how to open one and wait until it has played.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test as base, type Page } from '@playwright/test'
import { preview } from 'vite'

interface Channel {
  emit(event: string, choice: { storyId: string; viewMode: 'story' }): void
  last(event: string): [{ storyId: string }] | undefined
}
declare global {
  interface Window {
    __STORYBOOK_ADDONS_CHANNEL__?: Channel
  }
}

const built = (path: string) => fileURLToPath(new URL(`../storybook-static/${path}`, import.meta.url))

interface Entry {
  id: string
  title: string
  type: 'story' | 'docs'
}
const index: { entries: Record<string, Entry> } = JSON.parse(readFileSync(built('index.json'), 'utf8'))
export const stories = Object.values(index.entries).filter(({ type }) => type === 'story')

export const test = base.extend<object, { storybookUrl: string }>({
  storybookUrl: [
    async ({ browserName: _ }, use) => {
      const html = readFileSync(built('iframe.html'), 'utf8')
      const policy = [
        "default-src 'self'",
        ['script-src', "'self'", ...hashes(html, 'script')].join(' '),
        ['style-src', "'self'", ...hashes(html, 'style')].join(' '),
        "connect-src 'self' https://plex.tv https://clients.plex.tv",
        "img-src 'self' https:",
        "base-uri 'none'",
        "form-action 'none'",
        "object-src 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
      ]
      const server = await preview({
        configFile: false,
        root: built('.'),
        logLevel: 'error',
        build: { outDir: '.' },
        preview: { port: 0, host: 'localhost', headers: { 'Content-Security-Policy-Report-Only': policy.join('; ') } },
      })
      await use(server.resolvedUrls?.local[0] ?? '')
      await server.close()
    },
    { scope: 'worker' },
  ],
})

/** Opens a story in a page of its own. */
export async function openStory(page: Page, storybookUrl: string, storyId: string) {
  await page.goto(`${storybookUrl}iframe.html?id=${storyId}&viewMode=story`)
  await finished(page, storyId)
}

/** Goes on to another story as Storybook's own sidebar does: a page each would take a second each. */
export async function changeStory(page: Page, storyId: string) {
  await page.evaluate((id) => {
    window.__STORYBOOK_ADDONS_CHANNEL__?.emit('setCurrentStory', { storyId: id, viewMode: 'story' })
  }, storyId)
  await finished(page, storyId)
}

const finished = (page: Page, storyId: string) =>
  page.waitForFunction((id) => window.__STORYBOOK_ADDONS_CHANNEL__?.last('storyFinished')?.[0].storyId === id, storyId)

function hashes(html: string, tag: 'script' | 'style') {
  const bodies = html.matchAll(new RegExp(`<${tag}(?![^>]*\\ssrc=)[^>]*>([\\s\\S]*?)</${tag}>`, 'g'))
  return [...bodies].map(([, body = '']) => `'sha256-${createHash('sha256').update(body).digest('base64')}'`)
}
