import { approve, expect, test } from './recipe.ts'

/** Where each router has its films, and what leads to plex.tv in this tab. */
const at = { next: { path: '/', button: 'Use this tab instead' }, 'react-router': { path: '/films', button: /plex/i } }

test('signs in in this tab, and comes back to where the person was', async ({ page, plexTv, siteUrl, recipe }) => {
  const { path, button } = recipe === 'next' ? at.next : at['react-router']
  const ada = plexTv.person('plain')
  await page.goto(`${siteUrl}${path}?sort=year`)
  await page.getByRole('button', { name: button }).click()
  await approve(page, ada)
  await expect(page.getByText(ada.title)).toBeVisible()
  await expect(page).toHaveURL(`${siteUrl}${path}?sort=year`)
  // The router's own idea of the URL has nothing of the way in it either.
  await page.getByRole('button', { name: 'western' }).click()
  await expect(page).toHaveURL(`${siteUrl}${path}?sort=year&genre=western`)
})
