import { chromium, firefox, webkit } from '@playwright/test'
import { launchOptions } from '../../.ci/browser.ts'
import { findFirefox, findWebKit, type TvChromium, tvChromiumPath } from '../../.ci/installedEngines.ts'
import type { Engine, TelevisionDriver } from './Engine.ts'
import { startOverBiDi } from './overBiDi.ts'
import { startOverDevTools } from './overDevTools.ts'
import { startOverPlaywright } from './overPlaywright.ts'
import { startOverWebDriver } from './overWebDriver.ts'

/** Starts a browser in which people open the web app. */
export const startEngine = {
  chromium(): Promise<Engine> {
    // Playwright switches the cache of pages and the blocker of windows off, which people have on.
    const ignoreDefaultArgs = ['--disable-back-forward-cache', '--disable-popup-blocking']
    return startOverPlaywright(chromium, { ...launchOptions(), ignoreDefaultArgs })
  },
  firefox(): Promise<Engine> {
    const executable = findFirefox()
    return executable ? startOverBiDi(executable) : startOverPlaywright(firefox, {})
  },
  webkit(): Promise<Engine> {
    const found = findWebKit()
    return found ? startOverWebDriver(found.driver, found.browser) : startOverPlaywright(webkit, {})
  },
}

export type EngineName = keyof typeof startEngine

/** Starts what a television has: a Chromium of its age, or of today. */
export function startTelevision(major: TvChromium | 'newest'): Promise<Engine<TelevisionDriver>> {
  const { executablePath = '', args } = launchOptions()
  return startOverDevTools(major === 'newest' ? executablePath : tvChromiumPath(major), args)
}
