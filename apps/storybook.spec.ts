// Storybook's build under the policy that the apps run under, as a report: Storybook itself writes styles and markup by
// innerHTML, so that its page does not open where the policy is enforced. What it does, its own chunk does; whatever Foyer's
// parts, or React on their behalf, would do against the policy comes from another file, and ends this red.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test as base, expect, type Page } from '@playwright/test'
import { preview } from 'vite'

interface Channel {
  emit(event: string, choice: { storyId: string; viewMode: 'story' }): void
  last(event: string): [{ storyId: string }] | undefined
}
declare global {
  interface Window {
    violations: string[]
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
const stories = Object.values(index.entries).filter(({ type }) => type === 'story')

const test = base.extend<object, { storybookUrl: string }>({
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

for (const title of new Set(stories.map((story) => story.title))) {
  test(`keeps to a strict policy with Trusted Types in every story of ${title}`, async ({ page, storybookUrl }) => {
    test.slow()
    await page.addInitScript(() => {
      window.violations = []
      document.addEventListener('securitypolicyviolation', (event) => {
        const { effectiveDirective, sourceFile, blockedURI, sample } = event
        const file = sourceFile.split('/').at(-1) ?? ''
        window.violations.push([file, effectiveDirective, blockedURI, sample].join(' '))
      })
    })
    const [first, ...others] = stories.filter((story) => story.title === title).map(({ id }) => id)
    await page.goto(`${storybookUrl}iframe.html?id=${first}&viewMode=story`)
    await finished(page, first)
    for (const storyId of others) {
      // As Storybook's own sidebar does: a page each would take a second each.
      await page.evaluate((id) => {
        window.__STORYBOOK_ADDONS_CHANNEL__?.emit('setCurrentStory', { storyId: id, viewMode: 'story' })
      }, storyId)
      await finished(page, storyId)
    }
    const violations = await page.evaluate(() => window.violations)
    // Storybook's own are there, which shows that the policy is heard at all.
    expect(violations.length).toBeGreaterThan(0)
    expect(violations.filter((violation) => !violation.startsWith('iframe-'))).toEqual([])
  })
}

const finished = (page: Page, storyId: string | undefined) =>
  page.waitForFunction((id) => window.__STORYBOOK_ADDONS_CHANNEL__?.last('storyFinished')?.[0].storyId === id, storyId)

function hashes(html: string, tag: 'script' | 'style') {
  const bodies = html.matchAll(new RegExp(`<${tag}(?![^>]*\\ssrc=)[^>]*>([\\s\\S]*?)</${tag}>`, 'g'))
  return [...bodies].map(([, body = '']) => `'sha256-${createHash('sha256').update(body).digest('base64')}'`)
}
