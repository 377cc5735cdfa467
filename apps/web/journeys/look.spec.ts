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

test('the sixth digit of a code leaves the others where they are', async ({ page, emulator, visitor }) => {
  await page.goto('/')
  await visitor.submitCredentials(emulator.person('twoFactor'))
  await visitor.code.pressSequentially('41705')
  const field = await page.locator('[data-part="code"]').boundingBox()
  if (!field) throw new Error('There is no code field.')
  // The first five cells, within the border, which says too how it stands with the code.
  const clip = { x: field.x + 4, y: field.y + 4, width: (field.width * 5) / 6 - 8, height: field.height - 8 }
  const five = await page.screenshot({ clip, caret: 'hide' })
  emulator.fail({ kind: 'hang', room: 'sign-in' })
  await visitor.code.pressSequentially('2')
  await expect(page.getByRole('form')).toHaveAttribute('aria-busy', 'true')
  expect(five.equals(await page.screenshot({ clip, caret: 'hide' }))).toBe(true)
})
