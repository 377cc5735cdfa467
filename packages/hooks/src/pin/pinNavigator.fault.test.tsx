import { pinCallback } from '@foyer/client'
// @module-tag fault

import { faultTest as test } from '@foyer/client/testing'
import { act } from '@testing-library/react'
import { describe, expect, vi } from 'vitest'
import { forwardUrlIn, stubLeaving } from '../testing/stubWindows.ts'
import { waitingPinPage, watchedPinPage } from '../testing/watchedPinPage.tsx'

/** What browsers and strangers do to the window of plex.tv's, and to the way back from it. */
test('a window that is blocked → `blocked`; this tab goes, and on its return signs in by the same pin', {
  tags: 'browser',
}, async ({ canary }) => {
  const left = stubLeaving()
  const page = watchedPinPage(canary, 'popup')
  page.browser.blocks = true
  await page.start()
  expect(page.result.current).toMatchObject({ status: 'waiting', window: 'blocked' })
  if ('continueInThisTab' in page.result.current) act(page.result.current.continueInThisTab)
  const forwardUrl = forwardUrlIn(left[0])
  page.unmount()
  await page.settle()
  vi.unstubAllGlobals()
  window.history.replaceState(null, '', forwardUrl.href)
  page.approve()
  const { result } = page.reload().use({ method: 'popup' })
  await page.settle()
  expect([result.current.status, page.made(), window.location.search]).toEqual(['done', 1, ''])
})

test('an app on iOS’s home screen, whose windows are another browser’s → plex.tv’s page is opened there by a click once there is a pin, with no way back; approved, it signs in here', {
  tags: 'browser',
}, async ({ canary }) => {
  Object.defineProperty(navigator, 'standalone', { value: true, configurable: true })
  canary.after(() => void Reflect.deleteProperty(navigator, 'standalone'))
  const page = await waitingPinPage(canary, 'popup')
  const outside = vi.fn()
  vi.stubGlobal('open', outside)
  if ('showWindow' in page.result.current) act(page.result.current.showWindow)
  expect(outside.mock.calls).toEqual([[expect.stringContaining(page.code())]])
  expect(String(outside.mock.calls)).not.toContain('forwardUrl')
  page.approve()
  await page.pass(4000)
  expect([page.status(), page.made()]).toEqual(['done', 1])
})

test('a window that was closed, or cut off by its Cross-Origin-Opener-Policy → `lost`, never an end: approved later, it signs in', {
  tags: 'browser',
}, async ({ canary }) => {
  const page = await waitingPinPage(canary, 'popup')
  Object.assign(page.browser.opened[0] ?? {}, { closed: true })
  await page.pass(60_000)
  expect(page.result.current).toMatchObject({ status: 'waiting', window: 'lost' })
  page.approve()
  await page.pass(4000)
  expect(page.status()).toBe('done')
})

test('the button pressed five times, in one task and later → one window, one pin', { tags: 'browser' }, async ({
  canary,
}) => {
  const page = watchedPinPage(canary, 'popup')
  act(() => {
    for (let times = 0; times < 4; times++) page.result.current.start()
  })
  await page.pass(5000)
  await page.start()
  expect([page.browser.opened.length, page.made()]).toEqual([1, 1])
})

test('messages of a wrong shape, or with a state of somebody else’s, on the channel of returns → ignored', {
  tags: 'browser',
}, async ({ canary }) => {
  const page = await waitingPinPage(canary, 'popup')
  await page.pass(3000)
  const before = page.polls()
  const heard = vi.fn()
  const [channel, listener] = [new BroadcastChannel('foyer.pin'), new BroadcastChannel('foyer.pin')]
  listener.addEventListener('message', heard)
  const said = ['', 'f'.repeat(24), null, undefined, 7, {}, [], { state: 'x' }, new Map([['__proto__', 1]])]
  for (const one of said) channel.postMessage(one)
  await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(said.length))
  await page.settle()
  expect([page.polls(), page.status()]).toEqual([before, 'waiting'])
  if ('cancel' in page.result.current) act(page.result.current.cancel)
  channel.close()
  listener.close()
})

test('a page that is loaded anew while plex.tv’s window is open → goes on with the same pin; approved, it signs in', {
  tags: 'browser',
}, async ({ canary }) => {
  const page = await waitingPinPage(canary, 'popup')
  page.approve()
  const { result } = page.reload().use({ method: 'popup' })
  await page.settle()
  expect([result.current.status, page.made()]).toEqual(['done', 1])
})

test('Back out of the browser’s cache, from plex.tv’s page → the button as before, nothing pending; the pin is kept for whoever goes forward again', {
  tags: 'browser',
}, async ({ canary }) => {
  const left = stubLeaving()
  const page = watchedPinPage(canary, 'redirect')
  await page.start()
  act(() => void window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
  expect([page.status(), left.length]).toEqual(['idle', 1])
  page.unmount()
  await page.settle()
  vi.unstubAllGlobals()
  window.history.replaceState(null, '', forwardUrlIn(left[0]).href)
  page.approve()
  const { result } = page.reload().use({ method: 'redirect' })
  await page.settle()
  expect(result.current.status).toBe('done')
})

describe('a page that plex.tv’s page can’t lead back to → `unavailable`: no window, no pin; a code works', {
  tags: 'browser',
}, () => {
  test.for(['file:///srv/index.html', 'capacitor://localhost/'])('%s', async (href, { canary }) => {
    vi.stubGlobal('location', { href, origin: 'null' })
    canary.after(() => vi.unstubAllGlobals())
    const page = watchedPinPage(canary, 'popup')
    await page.start()
    expect([page.status(), page.made(), page.browser.opened]).toEqual(['unavailable', 0, []])
  })
})

const unmountings = (['link', 'popup', 'redirect'] as const).flatMap((method) =>
  (['in the making of its pin', 'in a look at it', 'while the session begins'] as const)
    .filter((moment) => method !== 'redirect' || moment === 'in the making of its pin')
    .map((moment) => [method, moment] as const),
)

describe('unmount while something is on its way → nobody is signed in; silence, and nothing is left', {
  tags: 'browser',
}, () => {
  test.for(unmountings)('a %s %s', async ([method, moment], { canary }) => {
    stubLeaving()
    const backend = {
      accept: () => new Promise<void>(() => {}),
      restore: async () => null,
      signOut: async () => {},
    }
    const page = watchedPinPage(canary, method, { backend })
    await page.settle()
    if (moment === 'in the making of its pin') page.plexTv.fail({ kind: 'hang', endpoint: 'pin' })
    if (method !== 'link' || moment === 'in the making of its pin') await page.start()
    if (moment === 'in a look at it') page.plexTv.fail({ kind: 'hang', endpoint: 'pin' })
    if (moment === 'while the session begins') page.approve()
    await page.pass(4000)
    if (moment === 'in a look at it') expect(page.polls()).toBe(1)
    if (moment === 'while the session begins') expect(page.status()).toBe('approved')
    page.unmount()
    // What the backend may have taken in is waited for, and its token then ended.
    await page.pass(6000)
    const asked = page.plexTv.requests().length
    await page.pass(60_000)
    expect([page.plexTv.requests().length, page.clock.waiting]).toEqual([asked, 0])
    expect([page.session.getState().status, page.told.mock.calls.length]).toEqual(['signed-out', 0])
    for (const window of page.browser.opened) expect(window.closed).toBe(true)
  })
})

describe('a page to come back to that is another origin’s → this origin or none: `misuse`, no window left open, nothing asked', {
  tags: 'hostile-input',
}, () => {
  test.for([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/\n//evil.example',
    'http://u:p@localhost:3000/',
  ])('%s', async (returnUrl, { canary }) => {
    const page = watchedPinPage(canary, 'popup')
    const { result } = page.use({ method: 'popup', returnUrl })
    act(result.current.start)
    await page.settle()
    expect([result.current.status, page.made(), page.browser.opened]).toEqual(['error', 0, []])
  })
})

test('a URL with a pin’s id, a code, a token, or a state of somebody else’s → never read: nothing is asked, nobody is signed in', {
  tags: 'hostile-input',
}, async ({ canary }) => {
  const close = vi.fn()
  const page = await waitingPinPage(canary, 'popup')
  const id = /\d+$/.exec(page.plexTv.requests().at(-1)?.path ?? '')?.[0] ?? '7'
  const state = forwardUrlIn(page.browser.opened[0]?.went[0]).searchParams.get('foyer')
  page.approve()
  page.unmount()
  await page.settle()
  vi.stubGlobal('close', close)
  const asked = page.plexTv.requests().length
  for (const url of [`/?pinID=${id}&id=${id}&code=7RQZ&authToken=x#token=x`, `/?foyer=${state}`, `/?foyer=${id}`]) {
    window.history.replaceState(null, '', url)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    pinCallback.complete()
    // Nobody answers.
    vi.advanceTimersByTime(10_000)
    vi.useRealTimers()
    const { result, unmount } = page.reload().use({ method: 'redirect' })
    await page.settle()
    expect([result.current.status, page.plexTv.requests().length]).toEqual(['idle', asked])
    unmount()
    await page.settle()
  }
})
