// Which server the film comes from, and the way there.
import type { Page } from '@playwright/test'
import { expect, test } from './visitor.ts'

const row = (page: Page, name: string) => page.locator('[data-part="server"]', { hasText: name })
const projector = (page: Page) => page.getByRole('region', { name: 'The projector' })
const rehearse = (page: Page) => projector(page).getByRole('button', { name: 'Rehearse' })

async function choose(page: Page, name: string) {
  await projector(page)
    .getByRole('button', { name: /Choose (a|another) server/ })
    .click()
  await row(page, name).click()
  await expect(page.locator('[data-part="way"]')).toHaveAttribute('data-status', 'connected')
  await page.getByRole('button', { name: 'Done' }).click()
}

test('a server is chosen, kept over a reload, and given up for another way when it dies', async ({
  page,
  emulator,
  visitor,
}) => {
  const [attic] = emulator.servers()
  if (!attic) throw new Error('The server is not there.')
  const { machineIdentifier, addresses } = attic
  const answer = (reach: string, answers: 'alive' | 'dead') => {
    for (const [index, address] of addresses.entries())
      if (address.reach === reach) emulator.setAddress(machineIdentifier, index, { answers })
  }
  await visitor.comesIn(emulator.person('plain'))
  await choose(page, 'Attic')
  await expect(projector(page)).toContainText('The film comes from Attic, at home.')
  await rehearse(page).click()
  await expect(projector(page).getByRole('status')).toHaveText('It rolls.')
  await visitor.findsAllWell()
  await visitor.menuButton.click()
  await expect(page.getByRole('menuitem', { name: 'Server: Attic' })).toBeVisible()
  await page.keyboard.press('Escape')

  await page.reload()
  await expect(projector(page)).toContainText('The film comes from Attic, at home.')
  answer('local', 'dead')
  await rehearse(page).click()
  await expect(projector(page)).toContainText('The film comes from Attic, over the internet.')
  await rehearse(page).click()
  await expect(projector(page).getByRole('status')).toHaveText('It rolls.')

  answer('remote', 'dead')
  answer('relay', 'dead')
  await rehearse(page).click()
  await expect(projector(page)).toContainText('which can’t be reached from here.')
  answer('local', 'alive')
  await projector(page).getByRole('button', { name: 'Look for it again' }).click()
  await expect(projector(page)).toContainText('The film comes from Attic, at home.')
})

test('a server that is hard to reach is found, and no address of it hears who asks', async ({
  page,
  emulator,
  visitor,
}) => {
  const asked: string[] = []
  page.on('request', (request) => {
    if (!request.url().endsWith('/identity')) return
    const names = Object.keys(request.headers()).filter((name) => name.startsWith('x-plex'))
    asked.push(names.join())
  })
  await visitor.comesIn(emulator.person('plain'))
  await choose(page, 'Cellar')
  await expect(projector(page)).toContainText('through Plex’s relay.')
  expect(new Set(asked)).toEqual(new Set(['']))
})

test('somebody without a server reads how to get one, and finds it once it is shared', async ({
  page,
  emulator,
  visitor,
}) => {
  const [attic] = emulator.servers()
  if (!attic) throw new Error('The server is not there.')
  const person = emulator.person('plain')
  await visitor.comesIn(person)
  emulator.shareServer(attic.machineIdentifier, [])
  await projector(page).getByRole('button', { name: 'Choose a server' }).click()
  await page.getByRole('button', { name: 'Look again' }).click()
  await expect(row(page, 'Attic')).toHaveCount(0)
  emulator.shareServer(attic.machineIdentifier, ['plain'])
  await page.getByRole('button', { name: 'Look again' }).click()
  await expect(row(page, 'Attic')).toBeVisible()
})

test('the header’s menu leads to the servers too', async ({ page, emulator, visitor }) => {
  await visitor.comesIn(emulator.person('plain'))
  await visitor.menuButton.click()
  await page.getByRole('menuitem', { name: 'Choose a server' }).click()
  await expect(row(page, 'Attic')).toBeVisible()
  await visitor.findsAllWell()
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
})

test('a household sees the servers of whoever is watching', async ({ page, emulator, visitor }) => {
  await page.goto('/')
  await visitor.submitCredentials(emulator.person('plexPass'))
  await page.getByRole('button', { name: emulator.person('managed').title }).click()
  await projector(page).getByRole('button', { name: 'Choose a server' }).click()
  await expect(row(page, 'Attic')).toContainText('Your Plex Home’s')
  await expect(page.locator('[data-part="server"]')).toHaveCount(1)
})
