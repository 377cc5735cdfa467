// The television's app in Chromiums of televisions, and in today's.
import { en } from '@foyer/ui/messages/en'
import type { TelevisionDriver } from './Engine.ts'
import { createTab, type Tab } from './Tab.ts'
import { test as base, expect } from './test.ts'

const QUARTER_HOUR_MS = 900_000
const account = { role: 'button', name: 'Ada Lovelace' }
const button = (name: string) => ({ role: 'button', name })

const test = base.extend<{ remote: TelevisionDriver; tab: Tab }>({
  remote: async ({ tvEngine }, use) => {
    const [driver = await tvEngine.openTab()] = await tvEngine.tabs()
    await use(driver)
  },
  tab: async ({ remote, siteUrl }, use) => {
    const tab = createTab(remote)
    await tab.goto(siteUrl)
    await use(tab)
  },
})

/** The code on the screen, once it is another than that one. */
async function seesCode(tab: Tab, otherThan = '') {
  let code = ''
  await expect(async () => {
    code = await tab.textOf({ part: 'code' })
    expect(code).toMatch(/^\w{4}$/)
    expect(code).not.toBe(otherThan)
  }).toPass()
  return code
}

test('signs in when its code is approved, and stays signed in over a reload', async ({ tab, emulator }) => {
  const code = await seesCode(tab)
  await tab.sees({ part: 'qr' })
  emulator.approvePin(code, 'plain')
  await tab.sees(account)
  await tab.reload()
  await tab.sees(account)
  expect(emulator.pins()).toHaveLength(1)
})

test('goes through the shelves, to the account and out by a remote, and shows another code', async ({
  tab,
  remote,
  emulator,
}) => {
  const code = await seesCode(tab)
  emulator.approvePin(code, 'plain')
  await tab.seesFocusOn(button('Sherlock Jr.'))
  await tab.press('ArrowRight', 'ArrowRight', 'Enter')
  await tab.seesFocusOn(button('Nosferatu'))
  await tab.sees({ text: 'Your vote for Friday' })
  await tab.press('ArrowDown', 'ArrowRight')
  await tab.seesFocusOn(button('Häxan'))
  // Back, on webOS.
  await remote.pressCode(461)
  await tab.seesFocusOn(button('Nosferatu'))
  await tab.press('ArrowUp')
  await tab.seesFocusOn(account)
  await tab.press('Enter')
  await tab.seesFocusOn({ role: 'button', name: 'Back to the films' })
  // And on Tizen.
  await remote.pressCode(10009)
  await tab.seesFocusOn(account)
  await tab.press('Enter', 'ArrowDown', 'Enter')
  await seesCode(tab, code)
})

test('asks a household who is watching, and for a PIN by its pad and by number keys; Back leads out of it', async ({
  tab,
  remote,
  emulator,
}) => {
  const [noura, pip] = [emulator.person('plexPass'), emulator.person('managed')]
  const [nourasTile, pipsTile] = [button(`${noura.title} PIN`), button(pip.title)]
  emulator.approvePin(await seesCode(tab), 'plexPass')
  await tab.seesFocusOn(nourasTile)
  await tab.press('ArrowRight')
  await tab.seesFocusOn(pipsTile)
  await tab.press('ArrowLeft', 'Enter')
  await tab.seesFocusOn(button('1'))
  await tab.press('ArrowDown', 'Enter', 'ArrowDown', 'ArrowDown')
  await tab.seesFocusOn(button('0'))
  await remote.pressCode(461)
  await tab.seesFocusOn(nourasTile)
  await tab.press('Enter', ...'0000')
  await tab.sees({ text: en.error['profile-pin-invalid'] })
  await tab.press('ArrowDown', 'Enter', 'ArrowDown', 'ArrowDown', 'Enter', ...noura.profilePin.slice(2))
  await tab.sees({ role: 'button', name: noura.title })
  await tab.reload()
  await tab.sees({ role: 'button', name: noura.title })
})

test('ends its token at plex.tv when somebody signs out', async ({ tab, emulator }) => {
  emulator.approvePin(await seesCode(tab), 'plain')
  await tab.seesFocusOn(button('Sherlock Jr.'))
  await tab.press('ArrowUp', 'Enter', 'ArrowDown', 'Enter')
  await expect
    .poll(() => emulator.requests())
    .toContainEqual({ method: 'DELETE', path: '/api/v2/users/signout', status: 204 })
})

test('makes another code when one has expired, and signs in with that', async ({ tab, emulator }) => {
  const first = await seesCode(tab)
  emulator.advance(QUARTER_HOUR_MS)
  const second = await seesCode(tab, first)
  expect(emulator.pins().map(({ status }) => status)).toEqual(['expired', 'waiting'])
  emulator.approvePin(second, 'plain')
  await tab.sees(account)
})

test('says that it is offline, and goes on with the same code', async ({ tab, remote, emulator }) => {
  const code = await seesCode(tab)
  // The app loads in parts; once it asks again and again, it is whole.
  await expect.poll(() => emulator.requests().filter(({ method }) => method === 'GET').length).toBeGreaterThan(1)
  await remote.setOffline(true)
  await tab.sees({ text: en.connection.offline ?? '' })
  expect(await seesCode(tab)).toBe(code)
  emulator.approvePin(code, 'plain')
  await remote.setOffline(false)
  await tab.sees(account)
  expect(emulator.pins()).toHaveLength(1)
})

/** What sets have been seen to do, each as a script that does it to a page. In the language of Chromium 68. */
const oddities: [string, () => void][] = [
  [
    'whose storage refuses',
    () => {
      for (const area of ['localStorage', 'sessionStorage'])
        Object.defineProperty(window, area, {
          get() {
            throw new DOMException('Blocked', 'SecurityError')
          },
        })
    },
  ],
  [
    'that has no storage',
    () => {
      for (const area of ['localStorage', 'sessionStorage']) Object.defineProperty(window, area, { value: null })
    },
  ],
  [
    'whose clock stands at 1970, and jumps once there is a code',
    () => {
      const jumpMs = () => (document.querySelector('[data-status="waiting"]') ? 1_800_000_000_000 : 0)
      Date.now = () => performance.now() + jumpMs()
    },
  ],
  [
    'that always says it is offline',
    () => {
      Object.defineProperty(navigator, 'onLine', { get: () => false })
    },
  ],
]

for (const [what, happen] of oddities) {
  test(`signs in on a set ${what}`, async ({ remote, siteUrl, emulator }) => {
    await remote.runFirst(`(${happen})()`)
    const tab = createTab(remote)
    await tab.goto(siteUrl)
    const code = await seesCode(tab)
    const polls = () => emulator.requests().filter(({ method }) => method === 'GET').length
    const before = polls()
    await expect.poll(polls).toBeGreaterThan(before + 1)
    expect(await seesCode(tab)).toBe(code)
    emulator.approvePin(code, 'plain')
    await tab.sees(account)
  })
}

test('shows another code after it slept for longer than one lives', async ({ tab, emulator }) => {
  const code = await seesCode(tab)
  const polls = () => emulator.requests().filter(({ method }) => method === 'GET').length
  await expect.poll(polls).toBeGreaterThan(1)
  // As the set sees it, no time has passed: its timers stood still, and so did the clock that only goes forward.
  emulator.advance(20 * 60_000)
  await tab.evaluate(() => void window.dispatchEvent(new Event('focus')))
  emulator.approvePin(await seesCode(tab, code), 'plain')
  await tab.sees(account)
})
