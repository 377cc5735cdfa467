// Who of a household is watching, by the keys of a remote alone.
import { en } from '@foyer/ui/messages/en'
import type { Page } from '@playwright/test'
import { expect, test } from './viewer.ts'

const question = (page: Page) => page.getByRole('heading', { name: en.profiles.title })
const tile = (page: Page, name: string) => page.locator('[data-part="profile"]').filter({ hasText: name })
const key = (page: Page, name: string) => page.locator('[data-part="pad"]').getByRole('button', { name })
const problem = (page: Page) => page.locator('[data-part="error"]')
const cells = (page: Page) => page.locator('[data-part="code"] [data-filled]')

test('asks a household who is watching, and for a PIN, which is mended when it was wrong', async ({
  page,
  emulator,
  viewer,
  phone,
}) => {
  const [noura, pip] = [emulator.person('plexPass'), emulator.person('managed')]
  await page.goto('/')
  await phone.link(await viewer.seesCode(), noura)
  await expect(question(page)).toBeVisible()
  await expect(tile(page, noura.title)).toBeFocused()
  await viewer.findsAllWell()

  await viewer.press('Enter')
  await expect(key(page, '1')).toBeFocused()
  await viewer.findsAllWell()
  await viewer.press('ArrowDown', 'Enter', 'ArrowRight', 'Enter', 'Backspace')
  await expect(cells(page)).toHaveCount(1)
  await viewer.pressCode(461)
  await expect(tile(page, noura.title)).toBeFocused()
  await viewer.press('ArrowRight')
  await expect(tile(page, pip.title)).toBeFocused()
  await viewer.press('ArrowLeft', 'Enter')

  await expect(cells(page)).toHaveCount(0)
  await viewer.press('Enter', 'Enter', 'Enter', 'Enter')
  await expect(problem(page)).toHaveText(en.error['profile-pin-invalid'])
  await expect(cells(page)).toHaveCount(0)
  await expect(key(page, '1')).toBeFocused()
  await viewer.findsAllWell()

  // The pad, and the number keys beside it.
  await viewer.press('ArrowDown', 'Enter', 'ArrowDown', 'ArrowDown')
  await expect(key(page, '0')).toBeFocused()
  await viewer.press('Enter', '7')
  await expect(cells(page)).toHaveCount(3)
  // Nothing in the page depends on which digits they are.
  const withThree = await page.locator('#root').innerHTML()
  await viewer.press('Backspace', 'Backspace', 'Backspace', '8', '8', '8')
  await expect(cells(page)).toHaveCount(3)
  expect(await page.locator('#root').innerHTML()).toBe(withThree)
  await viewer.press('Backspace', 'Backspace', 'Backspace', ...noura.profilePin)
  await expect(viewer.account).toHaveText(new RegExp(noura.title))
  await viewer.findsAllWell()
})

test('lets somebody else watch, shows whoever watched last first, and knows them after a reload', async ({
  page,
  emulator,
  viewer,
}) => {
  const [noura, pip] = [emulator.person('plexPass'), emulator.person('managed')]
  await page.goto('/')
  emulator.approvePin(await viewer.seesCode(), 'plexPass')
  await expect(tile(page, noura.title)).toBeFocused()
  await page.reload()
  await expect(tile(page, noura.title)).toBeFocused()
  await viewer.press('ArrowRight', 'Enter')
  await expect(viewer.account).toHaveText(new RegExp(pip.title))
  await page.reload()
  await expect(viewer.account).toHaveText(new RegExp(pip.title))

  await expect(viewer.films.getByRole('button').first()).toBeFocused()
  await viewer.press('ArrowUp', 'Enter', 'ArrowDown')
  await expect(page.getByRole('button', { name: 'Someone else is watching' })).toBeFocused()
  await viewer.findsAllWell()
  await viewer.press('Enter')
  await expect(tile(page, pip.title)).toBeFocused()
  await expect(page.locator('[data-part="profile"]').first()).toHaveText(new RegExp(pip.title))
  await viewer.press('ArrowRight', 'Enter', 'Escape')
  await expect(tile(page, noura.title)).toBeFocused()
  await viewer.press('Enter', ...noura.profilePin)
  await expect(viewer.account).toHaveText(new RegExp(noura.title))
})

test('says that Plex can’t say who is in the household, and asks again by OK; the way out is there', async ({
  page,
  emulator,
  viewer,
}) => {
  await page.goto('/')
  const code = await viewer.seesCode()
  const down = emulator.fail({ kind: 'status', status: 403, endpoint: 'home' })
  emulator.approvePin(code, 'plexPass')
  await expect(problem(page)).toHaveText(en.error.forbidden)
  await expect(page.getByRole('button', { name: en.profiles.reload })).toBeFocused()
  await viewer.findsAllWell()
  down.stop()
  await viewer.press('Enter')
  await expect(tile(page, emulator.person('plexPass').title)).toBeFocused()
  await viewer.press('ArrowDown')
  await expect(page.getByRole('button', { name: 'Sign out on this TV' })).toBeFocused()
  await viewer.press('Enter')
  expect(await viewer.seesCode()).not.toBe(code)
})

test('on Tizen, Back asks before the app is left, and finds the question again; from a PIN it asks nothing', async ({
  page,
  emulator,
  viewer,
}) => {
  await page.addInitScript(() => {
    const application = { getCurrentApplication: () => ({ exit() {} }) }
    Object.assign(window, { tizen: { application } })
  })
  const noura = emulator.person('plexPass')
  await page.goto('/')
  emulator.approvePin(await viewer.seesCode(), 'plexPass')
  await expect(tile(page, noura.title)).toBeFocused()
  await viewer.pressCode(10009)
  await expect(page.getByRole('button', { name: 'Stay' })).toBeFocused()
  await viewer.press('Enter')
  await expect(tile(page, noura.title)).toBeFocused()
  await viewer.press('Enter')
  await expect(key(page, '1')).toBeFocused()
  await viewer.pressCode(10009)
  await expect(tile(page, noura.title)).toBeFocused()
  await expect(page.getByRole('button', { name: 'Stay' })).toHaveCount(0)
})

for (const [shape, width, height] of [
  ['on 1080 lines', 1920, 1080],
  ['on 720 lines', 1280, 720],
  ['upright', 1080, 1920],
  ['at 21:9', 2560, 1080],
] as const) {
  test(`shows all of a PIN’s pad inside what every set shows, ${shape}`, async ({ page, emulator, viewer }) => {
    await page.setViewportSize({ width, height })
    await page.goto('/')
    emulator.approvePin(await viewer.seesCode(), 'plexPass')
    await expect(tile(page, emulator.person('plexPass').title)).toBeFocused()
    const isInside = () => page.evaluate(buttonsOutside)
    expect(await isInside()).toEqual([])
    await viewer.press('Enter')
    await expect(key(page, '1')).toBeFocused()
    expect(await isInside()).toEqual([])
  })
}

/** Runs in the page: the buttons that reach into the five per cent at an edge. */
function buttonsOutside() {
  const [across, down] = [innerWidth * 0.05, innerHeight * 0.05]
  return [...document.querySelectorAll('button')]
    .map((button) => ({ name: button.textContent, box: button.getBoundingClientRect() }))
    .filter(
      ({ box }) =>
        box.left < across || box.right > innerWidth - across || box.top < down || box.bottom > innerHeight - down,
    )
    .map(({ name }) => name)
}
