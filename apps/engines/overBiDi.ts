// Firefox as people have it, by WebDriver BiDi; Playwright's own is another build.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import puppeteer, { type KeyInput, type Page } from 'puppeteer-core'
import type { Engine, TabDriver } from './Engine.ts'
import { startProgram } from './startProgram.ts'

const preferences = {
  // What it recommends to drivers switches the blocker of windows off.
  'remote.prefs.recommended': false,
  // Nobody is there to read a first page, and no journey goes out to the internet.
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.startup.page': 0,
  'browser.newtabpage.enabled': false,
  'browser.safebrowsing.downloads.remote.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'app.update.disabledForTesting': true,
  'app.normandy.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'datareporting.policy.dataSubmissionPolicyBypassNotification': true,
  'extensions.update.enabled': false,
  'extensions.getAddons.cache.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
  'toolkit.telemetry.reportingpolicy.firstRun': false,
}

/** Starts a Firefox. */
export async function startOverBiDi(executable: string): Promise<Engine> {
  const profile = mkdtempSync(join(tmpdir(), 'foyer-firefox-'))
  const lines = Object.entries(preferences).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`)
  writeFileSync(join(profile, 'user.js'), lines.join('\n'))
  const program = await startProgram(
    executable,
    ['--headless', '--no-remote', '--new-instance', '--profile', profile, '--remote-debugging-port=0', 'about:blank'],
    { ready: /WebDriver BiDi listening on (ws:\/\/\S+)\s/ },
  )
  const browser = await puppeteer.connect({
    browserWSEndpoint: `${program.said[1]}/session`,
    protocol: 'webDriverBiDi',
    defaultViewport: null,
  })
  const ids = new Map<Page, string>()
  const driverOf = (page: Page) => {
    const id = ids.get(page) ?? String(ids.size)
    ids.set(page, id)
    return driverAt(page, id)
  }
  return {
    version: (await browser.version()).replace(/^.*\//, ''),
    tabs: async () => (await browser.pages()).map(driverOf),
    openTab: async () => driverOf(await browser.newPage()),
    async close() {
      await browser.disconnect()
      await program.stop()
      rmSync(profile, { recursive: true, force: true, maxRetries: 10 })
    },
  }
}

const driverAt = (page: Page, id: string): TabDriver => ({
  id,
  evaluate: (expression) => page.evaluate(expression),
  navigate: async (url) => void (await page.goto(url)),
  async click(x, y) {
    await page.bringToFront()
    await page.mouse.click(x, y)
  },
  press: (key) => page.keyboard.press(key as KeyInput),
})
