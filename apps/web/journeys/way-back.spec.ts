// The way to plex.tv's page and back: by the browser's own buttons, from frames, to pages that are gone, past a portal.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { en } from '@foyer/ui/messages/en'
import type { Page } from '@playwright/test'
import { launchOptions } from '../../../.ci/browser.ts'
import { approve, expect, goInHistory, test } from './visitor.ts'

const state = 'f'.repeat(24)

// Playwright switches the cache of pages off, which people have on.
test.use({ launchOptions: { ...launchOptions(), ignoreDefaultArgs: ['--disable-back-forward-cache'] } })

test('Back out of the browser’s cache shows the page as it was, and going forward again signs in', async ({
  page,
  emulator,
  visitor,
}) => {
  const person = emulator.person('plain')
  await page.goto('/')
  await page.evaluate(() => Object.assign(window, { isSamePage: true }))
  await page.getByRole('button', { name: en.pin.buttonHere }).click()
  await page.waitForURL(/\/auth#/)
  await goInHistory(page, -1)
  await expect(page.getByRole('button', { name: en.pin.buttonHere })).toBeVisible()
  await expect(page.getByText(en.pin.opening)).toHaveCount(0)
  expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true)
  await goInHistory(page, 1)
  await page.waitForURL(/\/auth#/)
  await approve(page, person)
  await visitor.seesAccountOf(person)
})

test('a page with a state that nobody waits for is a page like any other', async ({ page, visitor }) => {
  await page.clock.install()
  await page.addInitScript(() => {
    window.close = () => document.body.replaceChildren('closed')
  })
  await page.goto(`/?foyer=${state}&from=mail`)
  // Longer than a page that waits would take to answer.
  await page.clock.runFor(10_000)
  await visitor.seesSignIn()
  expect(new URL(page.url()).search).toBe('?from=mail')
})

test('a window whose page was closed meanwhile goes on by itself', async ({ page, emulator }) => {
  const person = emulator.person('plain')
  await page.goto('/')
  const popup = await openWindow(page)
  await expect(popup.getByRole('button', { name: 'Approve' })).toBeVisible()
  await page.close()
  await approve(popup, person)
  await expect(popup.getByRole('region', { name: person.title })).toBeVisible()
  expect(new URL(popup.url()).search).toBe('')
})

test('a page that was loaded anew while its window was open signs in, and the window closes', async ({
  page,
  emulator,
  visitor,
}) => {
  const person = emulator.person('plain')
  await page.goto('/')
  const popup = await openWindow(page)
  await expect(popup.getByRole('button', { name: 'Approve' })).toBeVisible()
  await page.reload()
  await expect(page.getByText(en.pin.lost)).toBeVisible()
  const closed = popup.waitForEvent('close')
  await approve(popup, person)
  await closed
  await visitor.seesAccountOf(person)
})

test('a captive portal after the approval is waited for, and needs no other approval', async ({
  page,
  emulator,
  visitor,
}) => {
  const person = emulator.person('plain')
  await page.goto('/')
  const portal = emulator.fail({ kind: 'html', endpoint: 'user' })
  await approve(await openWindow(page), person)
  await expect(page.getByText(en.connection.unreachable ?? '')).toBeVisible()
  await visitor.findsAllWell()
  portal.stop()
  // The more often it has failed, the later it asks again: half a minute and a quarter of that at the most.
  await expect(page.getByRole('region', { name: person.title })).toBeVisible({ timeout: 45_000 })
  await visitor.seesAccountOf(person)
  expect(emulator.requests().filter(({ method, path }) => method === 'POST' && path === '/api/v2/pins')).toHaveLength(1)
})

test('somebody whom the app does not let in reads so in its own words, by a password and by a window', async ({
  page,
  emulator,
  visitor,
}) => {
  const person = emulator.person('uninvited')
  await page.goto('/')
  await visitor.submitCredentials(person)
  await expect(page.getByRole('alert')).toContainText('Ask her')
  await expect(page.getByText(/try again/i)).toHaveCount(0)
  await visitor.findsAllWell()
  const ended = () => emulator.requests().filter(({ method, status }) => method === 'DELETE' && status === 204).length
  await expect.poll(ended).toBe(1)
  await page.getByRole('button', { name: en.denied.anotherAccount }).click()
  await approve(await openWindow(page), person)
  await expect(page.getByText(/Ask her/)).toBeVisible()
  await expect.poll(ended).toBe(2)
  expect(
    await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('foyer.session.'))),
  ).toEqual([])
  await page.getByRole('button', { name: en.denied.anotherAccount }).click()
  await visitor.submitCredentials(emulator.person('plain'))
  await visitor.seesAccountOf(emulator.person('plain'))
})

test.describe('in a frame', () => {
  let outer: Server
  test.afterEach(() => void outer.close())

  /** A page on another port of that host has the app, whose windows are blocked, in a frame. */
  const framedAt = async (page: Page, host: string, attributes = '') => {
    await page.addInitScript(() => {
      window.open = () => null
    })
    await page.goto('/')
    const frame = `<iframe ${attributes} src="${page.url()}" width="900" height="900"></iframe>`
    outer = createServer((_, response) =>
      response.setHeader('Content-Type', 'text/html').end(`<!doctype html>${frame}`),
    )
    await new Promise<void>((resolve) => outer.listen(0, resolve))
    await page.goto(`http://${host}:${(outer.address() as AddressInfo).port}/`)
    return page.frameLocator('iframe')
  }

  test('of the same site the whole tab goes to plex.tv, and comes back to the app', async ({
    page,
    emulator,
    visitor,
  }) => {
    const person = emulator.person('plain')
    const frame = await framedAt(page, 'localhost')
    await frame.getByRole('button', { name: en.pin.button, exact: true }).click()
    await frame.getByRole('button', { name: en.pin.continueHere }).click()
    await page.waitForURL(/\/auth#/)
    await approve(page, person)
    await visitor.seesAccountOf(person)
  })

  for (const { place, host, attributes } of [
    { place: 'of another site', host: '127.0.0.1', attributes: '' },
    { place: 'that is sandboxed', host: 'localhost', attributes: 'sandbox="allow-scripts allow-same-origin"' },
  ]) {
    test(`${place} only ways that work are offered`, async ({ page, emulator, watch }) => {
      // What browsers say of a sandbox, and Foyer where a frame of another site may keep nothing.
      watch.mayHear(/Unsafe attempt to initiate navigation|allow-top-navigation|Could not use (local|session)Storage/)
      const frame = await framedAt(page, host, attributes)
      await frame.getByRole('button', { name: en.pin.button, exact: true }).click()
      if (place === 'that is sandboxed') await frame.getByRole('button', { name: en.pin.continueHere }).click()
      await expect(frame.getByText(en.pin.stuck)).toBeVisible()
      await expect(frame.getByRole('button', { name: en.pin.continueHere })).toHaveCount(0)
      expect(page.url()).not.toMatch(/auth#/)
      await frame.getByRole('button', { name: en.link.instead }).click()
      await expect(frame.getByText(/^The code is/)).toBeAttached()
      emulator.approvePin(emulator.pins().at(-1)?.code ?? '', 'plain')
      await expect(frame.getByRole('region', { name: 'Ada Lovelace' })).toBeVisible()
    })
  }
})

const openWindow = async (page: Page) => {
  const popup = page.waitForEvent('popup')
  await page.getByRole('button', { name: en.pin.button, exact: true }).click()
  return popup
}
