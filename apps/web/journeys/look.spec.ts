import { expect, test, type Visitor } from './visitor.ts'

for (const colorScheme of ['light', 'dark'] as const) {
  test(`fits the narrowest phone and is readable in ${colorScheme}, outside, halfway and inside`, async ({
    page,
    emulator,
    visitor,
  }) => {
    const person = emulator.person('twoFactor')
    await page.setViewportSize({ width: 320, height: 640 })
    await page.emulateMedia({ colorScheme })
    await page.goto('/')
    await fits(visitor)
    await visitor.submitCredentials(person)
    await expect(visitor.code).toBeFocused()
    await fits(visitor)
    await visitor.code.fill(person.currentCode())
    await visitor.seesAccountOf(person)
    await fits(visitor)
    expect(await page.evaluate(() => scrollY)).toBe(0)
  })
}

async function fits({ page, findsAllWell }: Visitor) {
  await findsAllWell()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
}
