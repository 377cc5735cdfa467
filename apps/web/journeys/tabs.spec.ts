// Several tabs of one browser. They look at every render in between, not at the end only: a page that flashes its form
// has lost what its person typed, however well all ends.
import type { Page } from '@playwright/test'
import { launchOptions } from '../../../.ci/browser.ts'
import { expect, goInHistory, test } from './visitor.ts'

// Playwright switches the cache of pages off, which people have on.
test.use({ launchOptions: { ...launchOptions(), ignoreDefaultArgs: ['--disable-back-forward-cache'] } })

/** Notes who or what the page shows, at each change of it. */
async function watchRenders(page: Page) {
  await page.evaluate(() => {
    const seen: string[] = []
    const look = () => {
      const name = document.querySelector('[data-part="name"]')?.textContent
      const shown = document.querySelector('form') ? 'form' : (name ?? 'nothing')
      if (seen.at(-1) !== shown) seen.push(shown)
    }
    look()
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true })
    Object.assign(window, { seen })
  })
  return () => page.evaluate(() => (window as unknown as { seen: string[] }).seen)
}

for (const count of [2, 3]) {
  test(`${count} tabs are opened and left alone: none shows the form again, and plex.tv is asked once a tab at most`, async ({
    page,
    emulator,
    visitor,
    openTab,
  }) => {
    test.slow()
    const person = emulator.person('plain')
    await visitor.comesIn(person)
    await page.getByRole('radio').first().check()
    const renders = [await watchRenders(page)]
    // Which servers somebody has is this app's own question, once a tab.
    const sent = () => emulator.requests().filter(({ path }) => path !== '/api/v2/resources').length
    const before = sent()
    for (let tab = 1; tab < count; tab++) {
      const other = await openTab()
      await other.seesAccountOf(person)
      renders.push(await watchRenders(other.page))
    }
    // A fault between tabs has twenty seconds to show itself.
    const began = Date.now()
    await expect.poll(() => Date.now() - began, { timeout: 30_000 }).toBeGreaterThan(20_000)
    expect(sent() - before).toBeLessThanOrEqual(count * 2)
    const lookups = emulator.requests().filter(({ method, path }) => method === 'GET' && path === '/api/v2/user')
    expect(lookups.length).toBeLessThanOrEqual(count)
    for (const seen of renders) expect(await seen()).toHaveLength(1)
    await expect(page.getByRole('radio').first()).toBeChecked()
  })
}

test('signs out and in ten times, now in one tab and now in the other', async ({
  page,
  emulator,
  visitor,
  openTab,
}) => {
  const person = emulator.person('plain')
  await page.goto('/')
  const other = await openTab()
  const tabs = [visitor, other]
  const renders = [await watchRenders(page), await watchRenders(other.page)]
  for (let round = 0; round < 10; round++) {
    const [here = visitor, there = visitor] = round % 2 ? tabs : tabs.toReversed()
    await here.submitCredentials(person)
    await here.seesAccountOf(person)
    await there.signOut.click()
    await there.seesSignIn()
    await here.seesSignIn()
  }
  for (const seen of renders) {
    const shown = await seen()
    // Form, account, form, … and no more often than somebody signed in.
    expect(shown.filter((each) => each === 'form')).toHaveLength(11)
    expect(shown).toHaveLength(21)
  }
})

test('whoever signs in in the tab that another has just signed out in stays in', async ({
  page,
  emulator,
  visitor,
  openTab,
}) => {
  const person = emulator.person('plain')
  await visitor.comesIn(person)
  const other = await openTab()
  await other.seesAccountOf(person)
  // The end of the token is slow; the sign-in in the other tab waits for it.
  emulator.fail({ kind: 'latency', ms: 1500, endpoint: 'user', times: 1 })
  await visitor.signOut.click()
  await other.seesSignIn()
  await other.submitCredentials(person)
  await other.seesAccountOf(person)
  await visitor.seesAccountOf(person)
  await page.reload()
  await visitor.seesAccountOf(person)
})

test('a storage that is full keeps a session to its tab, and signs nobody out', async ({
  page,
  emulator,
  visitor,
  openTab,
  watch,
}) => {
  watch.mayHear(/Could not use localStorage/)
  const person = emulator.person('plain')
  await page.goto('/')
  const other = await openTab()
  await page.evaluate(() => {
    const room = 5 * 1024 * 1024
    for (let size = room; size > 0; size = Math.floor(size / 2)) {
      try {
        for (let at = 0; at < 3; at++) localStorage.setItem(`theirs-${size}-${at}`, 'x'.repeat(size))
      } catch {
        // As much as there is room for.
      }
    }
  })
  await visitor.submitCredentials(person)
  await expect(visitor.signOut).toBeVisible()
  await other.seesSignIn()
  await page.reload()
  await expect(visitor.signOut).toBeVisible()
  await visitor.signOut.click()
  await visitor.seesSignIn()
  await page.evaluate(() => localStorage.clear())
  // Another tab's process sees it a moment later.
  await expect.poll(() => other.page.evaluate(() => Object.keys(localStorage).join())).not.toContain('theirs')
})

test('a page that Back brings out of the cache shows who is in now, and nobody else before', async ({
  page,
  emulator,
  visitor,
}) => {
  const person = emulator.person('plain')
  await page.goto('/')
  await visitor.seesSignIn()
  await page.evaluate(() => {
    addEventListener('pageshow', ({ persisted }) => {
      const drawn: string[] = []
      const look = () => {
        drawn.push(document.querySelector('form') ? 'form' : 'account')
        if (drawn.length < 10) requestAnimationFrame(look)
        else Object.assign(window, { drawn })
      }
      if (persisted) requestAnimationFrame(look)
    })
  })
  // A sign-in says nothing to other tabs: a message would put the page out of the cache.
  await page.goto('/?second')
  await visitor.submitCredentials(person)
  await visitor.seesAccountOf(person)
  await goInHistory(page, -1)
  await visitor.seesAccountOf(person)
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { drawn?: string[] }).drawn))
    .toEqual(Array(10).fill('account'))
})

test('a tab that was frozen while somebody else came in shows them when it thaws', async ({
  page,
  context,
  emulator,
  visitor,
  openTab,
}) => {
  const [ada, ingrid] = [emulator.person('plain'), emulator.person('emailOnly')]
  await visitor.comesIn(ada)
  const other = await openTab()
  await other.seesAccountOf(ada)
  const seen = await watchRenders(page)
  const devtools = await context.newCDPSession(page)
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' })
  await other.signOut.click()
  await other.seesSignIn()
  await other.submitCredentials(ingrid)
  await other.seesAccountOf(ingrid)
  await devtools.send('Page.setWebLifecycleState', { state: 'active' })
  await visitor.seesAccountOf(ingrid)
  expect((await seen()).filter((each) => each === ada.title)).toHaveLength(1)
  await other.page.reload()
  await other.seesAccountOf(ingrid)
})

test('a token still ends when the page is left right after signing out', async ({ page, emulator, visitor }) => {
  const person = emulator.person('plain')
  await visitor.comesIn(person)
  // In the very task of the click.
  await page.evaluate(() => document.addEventListener('click', () => location.assign('/?left')))
  await visitor.signOut.click()
  await expect
    .poll(() => emulator.requests())
    .toContainEqual({ method: 'DELETE', path: '/api/v2/users/signout', status: 204 })
})
