// @module-tag fault

import { faultTest as test } from '@foyer/client/testing'
import type { Fault } from '@foyer/emulator'
import { act, cleanup, renderHook } from '@testing-library/react'
import { describe, expect, vi } from 'vitest'
import { PlexProvider } from '../PlexProvider.tsx'
import { usePlexSignIn } from '../sign-in/usePlexSignIn.ts'
import { waitingPinPage, watchedPinPage } from '../testing/watchedPinPage.tsx'
import { usePlexUser } from '../user/usePlexUser.ts'

const wake = (event: string) => act(() => void window.dispatchEvent(new Event(event)))
const refusals: [string, Fault, string][] = [
  ['429', { kind: 'rate-limited' }, 'rate-limited'],
  ['503', { kind: 'status', status: 503 }, 'server'],
  ['no answer that is one', { kind: 'html' }, 'unexpected-response'],
  ['no connection', { kind: 'offline' }, 'network'],
]

/** What befalls a pin in a page. */
test('StrictMode; two components on one pin → one POST, one poller; each is told once', { tags: 'pin' }, async ({
  canary,
}) => {
  const page = await waitingPinPage(canary, 'link')
  const other = page.use({ method: 'link' })
  await page.nextPoll()
  const usualMs = await page.nextPoll()
  expect(await page.nextPoll()).toBe(usualMs)
  expect([page.made(), page.polls()]).toEqual([1, 3])
  page.approve()
  await page.pass(4000)
  expect([page.status(), other.result.current.status, page.told.mock.calls.length]).toEqual(['done', 'done', 1])
})

describe('a window’s pin can’t be made → its code, the window closed; nothing is asked again by itself', {
  tags: 'pin',
}, () => {
  test.for(refusals)('%s', async ([, kind, code], { canary }) => {
    const page = watchedPinPage(canary, 'popup')
    page.plexTv.fail({ ...kind, times: 1 })
    await page.start()
    await page.pass(120_000)
    expect(page.result.current).toMatchObject({ status: 'error', error: { code } })
    expect([page.browser.opened[0]?.closed, page.made()]).toEqual([true, 1])
  })
})

describe('after the approval the user can’t be asked for → `approved`, and says why; signed in by the same approval once it has passed', {
  tags: 'pin',
}, () => {
  test.for([
    ['a captive portal', { kind: 'html' }],
    ['no connection', { kind: 'offline' }],
    ['503', { kind: 'status', status: 503 }],
  ] satisfies [string, Fault][])('%s', async ([, kind], { canary }) => {
    const page = await waitingPinPage(canary, 'popup')
    const outage = page.plexTv.fail({ ...kind, endpoint: 'user' })
    page.approve()
    await page.pass(60_000)
    expect(page.result.current).toMatchObject({ status: 'approved', connection: 'unreachable' })
    outage.stop()
    await page.pass(40_000)
    expect([page.status(), page.made()]).toEqual(['done', 1])
  })
})

test('a window’s pin ends unapproved → `expired`; starting makes another', { tags: 'pin' }, async ({ canary }) => {
  const page = await waitingPinPage(canary, 'popup')
  await page.pass(1_810_000)
  expect(page.status()).toBe('expired')
  await page.start()
  expect([page.status(), page.made()]).toEqual(['waiting', 2])
})

test('approved with an old code, after a new one was made → nobody is signed in by it', { tags: 'pin' }, async ({
  canary,
}) => {
  const page = await waitingPinPage(canary, 'link')
  const old = page.code()
  await page.start()
  page.approve('plain', old)
  await page.pass(10_000)
  expect([page.status(), page.session.getState().status]).toEqual(['waiting', 'signed-out'])
})

test('a screen that is offline for 30 s → `offline` at once, the same code, asked again at `online`', {
  tags: 'pin',
}, async ({ canary }) => {
  const page = await waitingPinPage(canary, 'link')
  const code = page.code()
  const onLine = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  const failing = page.plexTv.fail({ kind: 'offline' })
  wake('offline')
  expect(page.result.current).toMatchObject({ connection: 'offline', code })
  await page.pass(30_000)
  failing.stop()
  page.approve()
  onLine.mockReturnValue(true)
  wake('online')
  await page.pass(1000)
  expect([page.status(), page.made()]).toEqual(['done', 1])
})

test('the app’s own server refuses who was approved → `backend`, nobody is signed in, nobody is told', {
  tags: 'pin',
}, async ({ canary }) => {
  const refuse = async (grant: { token: string }) => {
    throw new Error(`No ${grant.token} here.`)
  }
  const backend = { accept: refuse, restore: async () => null, signOut: async () => {} }
  const page = await waitingPinPage(canary, 'popup', { backend })
  page.approve()
  await page.pass(4000)
  expect(page.result.current).toMatchObject({ status: 'error', error: { code: 'backend' } })
  expect([page.session.getState().status, page.told.mock.calls.length]).toEqual(['signed-out', 0])
})

describe('a window and a password in one session → the last begun wins, whichever is answered first; the other is as new', {
  tags: 'protocol',
}, () => {
  test.for(['popup', 'password'] as const)('the %s', async (last, { canary }) => {
    const page = watchedPinPage(canary, 'popup')
    const { result: form } = renderHook(() => usePlexSignIn(), { wrapper: page.wrapper })
    const submit = async () => {
      const { current } = form
      if (current.step === 'credentials') act(() => void current.submitCredentials(page.plexTv.person('plexPass')))
      await page.settle()
    }
    if (last === 'popup') {
      page.plexTv.fail({ kind: 'hang', endpoint: 'sign-in', times: 1 })
      await submit()
    }
    await page.start()
    if (last === 'password') await submit()
    page.approve()
    await page.pass(10_000)
    const username = last === 'popup' ? 'ada' : 'noura'
    expect(page.session.getState()).toMatchObject({ user: { username } })
    expect([page.status(), form.current.step]).toEqual(last === 'popup' ? ['done', 'credentials'] : ['idle', 'done'])
  })
})

test('app sets wild React Query defaults around a pin → its interval is unchanged; no token in a query, a mutation or `dehydrate()`', {
  tags: 'browser',
}, async ({ canary }) => {
  const page = await waitingPinPage(canary, 'link')
  await page.nextPoll()
  const usualMs = await page.nextPoll()
  const { result } = renderHook(usePlexUser, {
    wrapper: ({ children }) => <PlexProvider session={page.session}>{children}</PlexProvider>,
  })
  expect([await page.nextPoll(), page.polls()]).toEqual([usualMs, 3])
  page.approve()
  await page.pass(4000)
  expect(result.current).toMatchObject({ status: 'signed-in', user: { username: 'ada' } })
  canary.after(async () => {
    cleanup()
  })
})
