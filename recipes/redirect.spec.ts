import { approve, expect, test } from './recipe.ts'

test('signs in in this tab, and comes back to where the person was', async ({ page, plexTv, siteUrl }) => {
  const ada = plexTv.person('plain')
  await page.goto(`${siteUrl}/films?sort=year`)
  await page.getByRole('button', { name: /plex/i }).click()
  await approve(page, ada)
  await expect(page.getByText(ada.title)).toBeVisible()
  await expect(page).toHaveURL(`${siteUrl}/films?sort=year`)
  // The router's own idea of the URL has nothing of the way in it either.
  await page.getByRole('button', { name: 'western' }).click()
  await expect(page).toHaveURL(`${siteUrl}/films?sort=year&genre=western`)
})
