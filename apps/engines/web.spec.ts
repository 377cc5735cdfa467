// The web app in Chromium, Firefox and WebKit: what the journeys beside it show in Chromium alone, as far as engines
// differ in it.
import type { Person } from '@foyer/emulator'
import { en } from '@foyer/ui/messages/en'
import { createTab, type Tab } from './Tab.ts'
import { test as base, expect, firstTab, windowOpenedBy } from './test.ts'
import { approve, seesOnePin, visitorOn, words } from './visitor.ts'

const test = base.extend<{ tab: Tab; openTab: () => Promise<Tab> }>({
  tab: async ({ engine, siteUrl }, use) => {
    const tab = await firstTab(engine)
    await tab.goto(siteUrl)
    await use(tab)
  },
  openTab: async ({ engine, siteUrl }, use) => {
    await use(async () => {
      const tab = createTab(await engine.openTab())
      await tab.goto(siteUrl)
      return tab
    })
  },
})

test('signs in with a password, stays signed in over a reload, and signs out', async ({ tab, emulator }) => {
  const [person, visitor] = [emulator.person('plain'), visitorOn(tab)]
  await visitor.submitCredentials(person)
  await visitor.seesAccountOf(person)
  await tab.reload()
  await visitor.seesAccountOf(person)
  await tab.click(words.signOut)
  await visitor.seesSignIn()
  await expect
    .poll(() => emulator.requests())
    .toContainEqual({ method: 'DELETE', path: '/api/v2/users/signout', status: 204 })
  await tab.reload()
  await visitor.seesSignIn()
})

test('the account’s menu opens at a press, closes at another, and leads out', async ({ tab, emulator }) => {
  const [person, visitor] = [emulator.person('plain'), visitorOn(tab)]
  const wayOut = { role: 'menuitem', name: en.account.signOut }
  await visitor.submitCredentials(person)
  await visitor.seesAccountOf(person)
  await tab.click({ part: 'menu-button' })
  await tab.sees(wayOut)
  await tab.click({ part: 'menu-button' })
  await tab.seesNo(wayOut)
  await tab.click({ part: 'menu-button' })
  await tab.click(wayOut)
  await visitor.seesSignIn()
})

test('asks for the code when two-factor is on, and takes the one showing now', async ({ tab, emulator }) => {
  const [person, visitor] = [emulator.person('twoFactor'), visitorOn(tab)]
  await visitor.submitCredentials(person)
  await tab.seesFocusOn(words.code)
  await tab.type(person.currentCode())
  await visitor.seesAccountOf(person)
})

test('signs in by a window of plex.tv’s, which comes back and closes itself', async ({ engine, tab, emulator }) => {
  const [person, visitor] = [emulator.person('plain'), visitorOn(tab)]
  const popup = await windowOpenedBy(engine, () => tab.click(words.withWindow))
  await approve(popup, person)
  await visitor.seesAccountOf(person)
  await expect.poll(async () => (await engine.tabs()).map(({ id }) => id)).toEqual([tab.id])
  seesOnePin(emulator)
})

test('goes to plex.tv in this tab, and comes back signed in to the page that was left', async ({
  tab,
  siteUrl,
  emulator,
}) => {
  const [person, visitor] = [emulator.person('plain'), visitorOn(tab)]
  await tab.goto(new URL('?from=mail#programme', siteUrl).href)
  await tab.leave(() => tab.click(words.withThisTab))
  await approve(tab, person)
  await visitor.seesAccountOf(person)
  const { search, hash } = await tab.url()
  expect([search, hash]).toEqual(['?from=mail', '#programme'])
  seesOnePin(emulator)
})

test('signs in when the code that it shows is approved elsewhere', async ({ tab, emulator }) => {
  const [person, visitor] = [emulator.person('plain'), visitorOn(tab)]
  await tab.click(words.withCode)
  await tab.sees({ part: 'code' })
  await expect.poll(() => tab.textOf({ part: 'code' })).toMatch(/^\w{4}$/)
  emulator.approvePin(await tab.textOf({ part: 'code' }), 'plain')
  await visitor.seesAccountOf(person)
  seesOnePin(emulator)
})

test('asks plex.tv once for each thing, the engine’s own questions counted, until there is a token', async ({
  tab,
  emulator,
}) => {
  // Which servers somebody has is asked by this app, with their token.
  const ofSignIn = () => emulator.requests().filter(({ path }) => path !== '/api/v2/resources')
  const sent = () => ofSignIn().map(({ method, path }) => `${method} ${path.replace(/\d{3,}/, '1')}`)
  const polls = () => sent().filter((request) => request === 'GET /api/v2/pins/1').length
  await tab.click(words.withCode)
  await expect.poll(polls).toBeGreaterThan(1)
  expect(new Set(sent())).toEqual(new Set(['POST /api/v2/pins', 'GET /api/v2/pins/1']))
  emulator.approvePin(await tab.textOf({ part: 'code' }), 'plain')
  await visitorOn(tab).seesAccountOf(emulator.person('plain'))
  expect(sent().filter((request) => request.startsWith('OPTIONS'))).toEqual(['OPTIONS /api/v2/user'])
})

test('finds a server, and another way to it when it dies; asks each address once, and never whether it may', async ({
  tab,
  emulator,
}) => {
  const [attic] = emulator.servers()
  if (!attic) throw new Error('The server is not there.')
  const { machineIdentifier, addresses } = attic
  await visitorOn(tab).submitCredentials(emulator.person('plain'))
  await tab.click({ role: 'button', name: 'Choose a server' })
  await tab.click({ text: 'Attic' })
  await expect.poll(() => tab.textOf({ part: 'way' })).toContain('Attic is connected in your network.')
  const asked = () => emulator.requests().filter(({ path }) => path.endsWith('/identity'))
  expect(asked().map(({ method }) => method)).toEqual(
    addresses.filter(({ reach }) => reach === 'local').map(() => 'GET'),
  )
  await tab.click({ role: 'button', name: 'Done' })
  for (const [index, { reach }] of addresses.entries()) {
    if (reach === 'local') emulator.setAddress(machineIdentifier, index, { answers: 'dead' })
  }
  await tab.click({ role: 'button', name: 'Rehearse' })
  await tab.sees({ text: ', over the internet.' })
  await tab.click({ role: 'button', name: 'Rehearse' })
  await tab.sees({ text: 'It rolls.' })
})

test('signs in and out in all tabs at once', async ({ tab, openTab, emulator }) => {
  const person = emulator.person('plain')
  const other = await openTab()
  await visitorOn(other).seesSignIn()
  // Neither tab is loaded anew, and the first has been read before there was anything in storage.
  await visitorOn(tab).submitCredentials(person)
  await visitorOn(tab).seesAccountOf(person)
  await visitorOn(other).seesAccountOf(person)
  await other.click(words.signOut)
  await visitorOn(other).seesSignIn()
  await visitorOn(tab).seesSignIn()
  await visitorOn(other).submitCredentials(person)
  await visitorOn(tab).seesAccountOf(person)
})

test('shows nobody when Back leads to a page that somebody has signed out of since', async ({
  tab,
  siteUrl,
  emulator,
}) => {
  await signOutOnAnotherPage(tab, siteUrl, emulator.person('plain'))
  await tab.back()
  await visitorOn(tab).seesSignIn()
  expect((await tab.url()).search).toBe('')
})

test('draws nobody at any moment when a page comes out of the cache that somebody has signed out of since', async ({
  tab,
  siteUrl,
  emulator,
}) => {
  await tab.evaluate(noteWhatIsDrawn)
  await signOutOnAnotherPage(tab, siteUrl, emulator.person('plain'))
  await tab.back()
  await expect.poll(() => tab.evaluate(() => (window as { drawn?: string[] }).drawn)).toEqual(Array(10).fill('nobody'))
  await visitorOn(tab).seesSignIn()
})

test('shows the button as it was when Back leads away from plex.tv’s page, and forward still signs in', async ({
  tab,
  emulator,
}) => {
  const [person, visitor] = [emulator.person('plain'), visitorOn(tab)]
  await tab.evaluate(() => void Object.assign(window, { isSamePage: true }))
  await tab.leave(() => tab.click(words.withThisTab))
  await tab.sees(words.approve)
  await tab.back()
  await visitor.seesSignIn()
  await tab.sees(words.withThisTab)
  await tab.seesNo({ text: en.pin.opening })
  expect(await tab.evaluate(() => 'isSamePage' in window)).toBe(true)
  await tab.forward()
  await approve(tab, person)
  await visitor.seesAccountOf(person)
  seesOnePin(emulator)
})

/** Signs in, goes to another page of the app's, and signs out there. */
async function signOutOnAnotherPage(tab: Tab, siteUrl: string, person: Person) {
  const visitor = visitorOn(tab)
  await visitor.submitCredentials(person)
  await visitor.seesAccountOf(person)
  await tab.goto(new URL('?second', siteUrl).href)
  await visitor.seesAccountOf(person)
  await tab.click(words.signOut)
  await visitor.seesSignIn()
}

/** Runs in the page: notes whom its first pictures show, once it has come out of the cache. */
function noteWhatIsDrawn() {
  addEventListener('pageshow', ({ persisted }) => {
    const drawn: string[] = []
    const look = () => {
      drawn.push(document.querySelector('[data-part="account-card"] [data-part="name"]') ? 'somebody' : 'nobody')
      if (drawn.length < 10) requestAnimationFrame(look)
      else Object.assign(window, { drawn })
    }
    if (persisted) requestAnimationFrame(look)
  })
}
