import { en } from '@foyer/ui/messages/en'
import type { Page } from '@playwright/test'
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
  await fitsInto(page, 320)
}
const fitsInto = async (page: Page, width: number) =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)

test('the sixth digit of a code leaves the others where they are', async ({ page, emulator, visitor }) => {
  await page.goto('/')
  await visitor.submitCredentials(emulator.person('twoFactor'))
  await visitor.code.pressSequentially('41705')
  const field = await page.locator('[data-part="code"]').boundingBox()
  if (!field) throw new Error('There is no code field.')
  // The first five cells, within the border, which says too how it stands with the code.
  const clip = { x: field.x + 4, y: field.y + 4, width: (field.width * 5) / 6 - 8, height: field.height - 8 }
  const five = await page.screenshot({ clip, caret: 'hide' })
  emulator.fail({ kind: 'hang', endpoint: 'sign-in' })
  await visitor.code.pressSequentially('2')
  await expect(page.getByRole('form')).toHaveAttribute('aria-busy', 'true')
  expect(five.equals(await page.screenshot({ clip, caret: 'hide' }))).toBe(true)
})

test('the code for another device is a card of the page: its theme, a link, and nothing to scan on a phone', async ({
  page,
  emulator,
  visitor,
}) => {
  await page.goto('/')
  await page.evaluate(() => document.documentElement.style.setProperty('--foyer-primary', 'rgb(1, 2, 3)'))
  const form = await page.locator('[data-part="sign-in-form"]').boundingBox()
  await visitor.password.fill('half a passw')
  await page.getByRole('button', { name: en.link.instead }).click()
  const card = page.locator('[data-part="link-card"]')
  await expect(card.getByText(en.link.scan)).toBeVisible()
  expect((await card.boundingBox())?.width).toBe(form?.width)
  await expect(card.getByRole('link')).toHaveCSS('color', 'rgb(1, 2, 3)')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await visitor.findsAllWell()
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(card.getByText(en.link.scan)).toBeHidden()
  await fitsInto(page, 390)
  await page.getByRole('button', { name: en.link.back }).click()
  await expect(visitor.password).toHaveValue('half a passw')
  await page.getByRole('button', { name: en.link.instead }).click()
  await expect(card.getByText(/^The code is/)).toBeAttached()
  emulator.approvePin(emulator.pins().at(-1)?.code ?? '', 'plain')
  await visitor.seesAccountOf(emulator.person('plain'))
})
