import { approve, expect, test } from './recipe.ts'

test('signs in by the form, with the code of an account with two-factor, and out', async ({
  page,
  plexTv,
  siteUrl,
}) => {
  const tomas = plexTv.person('twoFactor')
  await page.goto(siteUrl)
  await page.getByLabel(/e-mail/i).fill(tomas.login)
  await page.getByLabel('Password', { exact: true }).fill(tomas.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByLabel(/code/i).fill(tomas.currentCode())
  await expect(page.getByText(tomas.title)).toBeVisible()
  await page.reload()
  await expect(page.getByText(tomas.title)).toBeVisible()
  await page.getByRole('button', { name: /sign out/i }).click()
  await expect(page.getByLabel('Password', { exact: true })).toBeVisible()
})

test('signs in by a window of plex.tv’s', async ({ page, plexTv, siteUrl }) => {
  const ada = plexTv.person('plain')
  await page.goto(siteUrl)
  const opened = page.waitForEvent('popup')
  await page.getByRole('button', { name: /plex/i }).click()
  await approve(await opened, ada)
  await expect(page.getByText(ada.title)).toBeVisible()
})

test('keeps its looks beside the framework’s own sheet', async ({ page, siteUrl }) => {
  await page.goto(siteUrl)
  await expect(page.getByRole('button', { name: /plex/i })).not.toHaveCSS('background-color', 'rgba(0, 0, 0, 0)')
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).not.toHaveCSS('border-width', '0px')
  await expect(page.locator('[data-part="input"]').first()).not.toHaveCSS('border-width', '0px')
  await expect(page.locator('[data-part="sign-in-form"]')).not.toHaveCSS('padding', '0px')
})
