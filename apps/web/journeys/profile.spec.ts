import { en } from '@foyer/ui/messages/en'
import { expect, test } from './visitor.ts'

test('asks who of a household is watching, and lets them change', async ({ page, emulator, visitor }) => {
  const [noura, pip] = [emulator.person('plexPass'), emulator.person('managed')]
  const inside = (title: string) => page.getByRole('region', { name: title })
  await page.goto('/')
  await visitor.submitCredentials(noura)
  await page.getByRole('button', { name: pip.title }).click()
  await expect(inside(pip.title)).toBeVisible()
  await page.reload()
  await expect(inside(pip.title)).toBeVisible()

  await visitor.choosesFromMenu(en.accountMenu.switchProfile)
  await page.getByRole('button', { name: noura.title }).click()
  await expect(page.getByLabel('Profile PIN')).toBeFocused()
  await page.keyboard.type('0000')
  await expect(visitor.problem).toContainText('That PIN was not right')
  await page.keyboard.type(noura.profilePin)
  await expect(inside(noura.title)).toBeVisible()
  await visitor.findsAllWell()

  await visitor.signOut.click()
  await visitor.seesSignIn()
  const ends = () => emulator.requests().filter(({ method, status }) => method === 'DELETE' && status === 204)
  await expect.poll(ends).toHaveLength(1)
})

test('asks again in every tab, while the account stays signed in', async ({ page, emulator, visitor, openTab }) => {
  await page.goto('/')
  await visitor.submitCredentials(emulator.person('plexPass'))
  await page.getByRole('button', { name: emulator.person('managed').title }).click()
  await expect(visitor.signOut).toBeVisible()
  const other = await openTab()
  await other.choosesFromMenu(en.accountMenu.switchProfile)
  const asked = { name: 'Who’s watching?' }
  await expect(other.page.getByRole('heading', asked)).toBeVisible()
  await expect(page.getByRole('heading', asked)).toBeVisible()
})
