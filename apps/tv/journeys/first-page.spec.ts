import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '../../journey.ts'

test('says that nobody is signed in, and that linking comes later', async ({ page, emulator }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'Reelroom' })).toBeVisible()
  await expect(page.getByText('Nobody is signed in on this TV.')).toBeVisible()
  await expect(page.getByText('Linking it by a code comes with a later release.')).toBeInViewport()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  expect(emulator.requests()).toEqual([])
})
