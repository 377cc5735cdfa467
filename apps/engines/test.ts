// What a journey in any engine starts from: the world of `world.ts`, a browser that was started for it alone, and the
// first tab.
import { expect, type TestInfo } from '@playwright/test'
import type { TvChromium } from '../../.ci/installedEngines.ts'
import { test as world } from '../world.ts'
import type { Engine, TelevisionDriver } from './Engine.ts'
import { type EngineName, startEngine, startTelevision } from './startEngine.ts'
import { createTab, type Tab } from './Tab.ts'

/** What the Playwright project says. */
export interface EngineOptions {
  /** Opens the web app. */
  engineName: EngineName
  /** Opens the television's: a Chromium of this age. */
  television: TvChromium | 'newest'
}

interface Journey {
  /** For the web app. */
  engine: Engine
  /** For the television's. */
  tvEngine: Engine<TelevisionDriver>
  /** For what needs no app: whichever the project has. */
  eitherEngine: Engine
}

export const test = world.extend<Journey, EngineOptions>({
  engineName: ['chromium', { option: true, scope: 'worker' }],
  television: ['newest', { option: true, scope: 'worker' }],

  engine: async ({ engineName }, use, testInfo) => useEngine(await startEngine[engineName](), use, testInfo),
  tvEngine: async ({ television }, use, testInfo) => useEngine(await startTelevision(television), use, testInfo),
  eitherEngine: async ({ app, engineName, television }, use, testInfo) => {
    const engine: Engine = app === 'web' ? await startEngine[engineName]() : await startTelevision(television)
    await useEngine(engine, use, testInfo)
  },
})

export { expect }

async function useEngine<E extends Engine>(engine: E, use: (engine: E) => Promise<void>, testInfo: TestInfo) {
  try {
    await use(engine)
    if (testInfo.status !== testInfo.expectedStatus) await keepTexts(engine, testInfo)
  } finally {
    await engine.close()
  }
}

/** What was to be read when a journey went wrong. (WebKitGTK takes no picture of a window that is behind another.) */
async function keepTexts(engine: Engine, testInfo: TestInfo) {
  for (const tab of (await engine.tabs()).map(createTab)) {
    const text = await tab.evaluate(() => `${location.href}\n${document.documentElement.textContent}`)
    await testInfo.attach(`tab ${tab.id}`, { body: text, contentType: 'text/plain' })
  }
}

/** The tab with which an engine starts: to be asked for while there is no other, for engines list them in any order. */
export async function firstTab(engine: Engine): Promise<Tab> {
  const [driver = await engine.openTab()] = await engine.tabs()
  return createTab(driver)
}

/** Does what opens a window, and waits for that. */
export async function windowOpenedBy(engine: Engine, act: () => Promise<void>): Promise<Tab> {
  const before = new Set((await engine.tabs()).map(({ id }) => id))
  await act()
  let opened: Tab | undefined
  await expect(async () => {
    const [driver] = (await engine.tabs()).filter(({ id }) => !before.has(id))
    if (!driver) throw new Error('No window has opened.')
    opened = createTab(driver)
  }).toPass()
  if (!opened) throw new Error('No window has opened.')
  return opened
}
