import { en } from '@foyer/ui/messages/en'
import { expect, test } from './visitor.ts'

const choice = (name: string) => ({ name, exact: true })
const scriptOfMenu = /\/assets\/Menu-[^/]+\.js$/

test('the menu is gone through by keys alone, from a profile to the next and out', async ({
  page,
  emulator,
  visitor,
}) => {
  const [noura, pip] = [emulator.person('plexPass'), emulator.person('managed')]
  await page.goto('/')
  await visitor.submitCredentials(noura)
  await page.getByRole('button', choice(pip.title)).press('Enter')
  await expect(page.getByRole('main')).toBeFocused()

  await page.keyboard.press('Shift+Tab')
  await expect(visitor.menuButton).toBeFocused()
  await page.keyboard.press('Enter')
  const switchProfile = page.getByRole('menuitem', choice(en.accountMenu.switchProfile))
  const signOut = page.getByRole('menuitem', choice(en.account.signOut))
  await expect(switchProfile).toBeFocused()
  await visitor.findsAllWell()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('menuitem', choice(en.accountMenu.chooseServer))).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(signOut).toBeFocused()
  await page.keyboard.press('Home')
  await expect(switchProfile).toBeFocused()
  await page.keyboard.type('sign')
  await expect(signOut).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toHaveCount(0)
  await expect(visitor.menuButton).toBeFocused()
  await expect(visitor.menuButton).toHaveAttribute('aria-expanded', 'false')

  await page.keyboard.press('Space')
  await expect(switchProfile).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: en.profiles.title })).toBeVisible()
  await page.getByRole('button', { name: noura.title }).press('Enter')
  await page.keyboard.type(noura.profilePin)
  await expect(page.getByRole('main')).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await page.keyboard.press('End')
  await expect(signOut).toBeFocused()
  await page.keyboard.press('Enter')
  await visitor.seesSignIn()
  await expect(page.getByRole('main')).toBeFocused()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the menu fits the narrowest phone and is readable in ${colorScheme}`, async ({ page, emulator, visitor }) => {
    await page.setViewportSize({ width: 320, height: 640 })
    await page.emulateMedia({ colorScheme })
    await visitor.comesIn(emulator.person('plain'))
    await visitor.menuButton.click()
    await expect(page.getByRole('menu')).toBeInViewport({ ratio: 1 })
    await visitor.findsAllWell()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  })
}

test('a press on the menu’s button closes it, and so does one on the page', async ({ page, emulator, visitor }) => {
  await visitor.comesIn(emulator.person('plain'))
  const menu = page.getByRole('menu')
  for (const close of [() => visitor.menuButton.click(), () => page.getByRole('heading', { level: 1 }).click()]) {
    await visitor.menuButton.click()
    await expect(menu).toBeVisible()
    await close()
    await expect(menu).toHaveCount(0)
  }
})

test('the menu’s script comes with the first use of its button, and a header does not wait for it', async ({
  page,
  emulator,
  visitor,
}) => {
  const asked: string[] = []
  page.on('request', (request) => scriptOfMenu.test(request.url()) && asked.push(request.url()))
  await visitor.comesIn(emulator.person('plain'))
  await expect(visitor.menuButton).toBeVisible()
  expect(asked).toEqual([])
  await visitor.menuButton.hover()
  await expect.poll(() => asked).toHaveLength(1)
  await visitor.menuButton.click()
  await expect(page.getByRole('menu')).toBeVisible()
  expect(asked).toHaveLength(1)
})

test('a menu whose script does not come says so, leaves the way out, and opens when it is pressed again', async ({
  page,
  emulator,
  visitor,
}) => {
  await page.route(scriptOfMenu, (route) => route.abort())
  await visitor.comesIn(emulator.person('plain'))
  await visitor.menuButton.click()
  const told = page.getByText(en.accountMenu.missing)
  await expect(told).toBeVisible()
  await visitor.findsAllWell()
  // Whoever goes on has no use for it.
  await page.getByRole('main').click()
  await expect(told).toHaveCount(0)

  await visitor.menuButton.click()
  await expect(told).toBeVisible()
  await page.unroute(scriptOfMenu)
  await visitor.menuButton.click()
  await expect(page.getByRole('menu')).toBeVisible()
  await expect(told).toHaveCount(0)
})

test('without its script the menu’s button still leads out', async ({ page, emulator, visitor }) => {
  await page.route(scriptOfMenu, (route) => route.abort())
  await visitor.comesIn(emulator.person('plain'))
  await visitor.menuButton.click()
  await page.locator('[data-part="menu-missing"]').getByRole('button', { name: en.account.signOut }).click()
  await visitor.seesSignIn()
})
