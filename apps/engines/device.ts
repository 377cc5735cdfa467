// What a journey with device keys starts from: pages of an app's origin, each with a session that has them.
import type { Emulator } from '@foyer/emulator'
import { inDevicePage, type Outcome } from './devicePage.ts'
import { createTab, type Tab } from './Tab.ts'
import { test as base, expect, firstTab } from './test.ts'

export const DAY_MS = 24 * 60 * 60_000

export const test = base.extend<{ openPage: (before?: string) => Promise<Device>; isKeyEngine: boolean }>({
  // The Chromiums of televisions know no Ed25519, which came in 2023.
  isKeyEngine: async ({ app, television }, use) => use(app === 'web' || television === 'newest'),
  openPage: async ({ eitherEngine, siteUrl, plexTv }, use) => {
    let isFirst = true
    await use(async (before) => {
      const tab = isFirst ? await firstTab(eitherEngine) : createTab(await eitherEngine.openTab())
      isFirst = false
      return openDevicePage(tab, pageOf(siteUrl), plexTv.url, before)
    })
  },
})

/** A page of the app's without a script of its own. */
export const pageOf = (siteUrl: string) => new URL('reel.svg', siteUrl).href

/** What was asked under a path, since the start. */
export const askedAt = (emulator: Emulator, path: string) =>
  emulator
    .requests()
    .filter((request) => request.path.startsWith(path) && request.method !== 'OPTIONS')
    .map(({ method, path, status }) => `${method} ${path} ${status}`)

/** Goes to a page, and makes a session with device keys in it. `before`: a script that runs first. */
export async function openDevicePage(tab: Tab, pageUrl: string, plexUrl: string, before = '') {
  const load = async () => tab.addScript(before + (await inDevicePage(plexUrl)))
  await tab.goto(pageUrl)
  await load()
  let calls = 0
  /** Calls a function of the page's, and waits for what it comes to. */
  async function call(name: string, ...given: unknown[]): Promise<Outcome> {
    calls += 1
    const at = `call ${calls}`
    await tab.evaluate(({ name, given, at }) => void window.device.start(name, given, at), { name, given, at })
    let outcome: Outcome | null = null
    await expect
      .poll(async () => {
        outcome = await tab.evaluate((at) => window.device.outcomes[at] ?? null, at)
        return outcome !== null
      })
      .toBe(true)
    return outcome as unknown as Outcome
  }
  return {
    tab,
    call,
    load,
    state: () => tab.evaluate(() => window.device.state()),
    warnings: () => tab.evaluate(() => window.device.warnings),
  }
}
export type Device = Awaited<ReturnType<typeof openDevicePage>>

export async function enter({ call }: Pick<Device, 'call'>, emulator: Emulator) {
  const { login, password } = emulator.person('plain')
  const entered = await call('enter', login, password)
  expect(entered).toEqual({ value: 'Ada Lovelace' })
}
