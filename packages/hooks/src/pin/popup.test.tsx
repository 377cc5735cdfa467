import { act } from '@testing-library/react'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { pinPageAtEmulator } from '../testing/pinPageAtEmulator.tsx'
import { forwardUrlIn, stubLeaving, stubWindows } from '../testing/stubWindows.ts'
import type { UsePlexPinOptions } from './usePlexPin.ts'

function open(options: Partial<UsePlexPinOptions<'popup'>> = {}, blocks = false) {
  const browser = stubWindows()
  browser.blocks = blocks
  const left = stubLeaving()
  const page = pinPageAtEmulator()
  const { result, unmount } = page.use({ method: 'popup', ...options })
  // StrictMode took it out once, and a task later that is looked into.
  act(() => page.clock.advance(0))
  return {
    ...page,
    browser,
    left,
    result,
    unmount,
    press: (action: 'start' | 'cancel' | 'showWindow' | 'continueInThisTab') => act(() => result.current[action]()),
  }
}
async function waiting(...given: Parameters<typeof open>) {
  const page = open(...given)
  page.press('start')
  await page.settle()
  const [window = expect.unreachable()] = page.browser.blocks ? [null] : page.browser.opened
  return { ...page, window: window as NonNullable<typeof window> }
}
const status = (page: ReturnType<typeof open>) => page.result.current.status

test('asks for nothing until it is started', async () => {
  const page = open()
  await page.pass(10_000)
  expect([status(page), page.made(), page.clock.waiting]).toEqual(['idle', 0, 0])
})

test('opens an empty window in the click’s own task, with the app’s words in it as text', () => {
  const page = open({ waitingText: '<b>One moment</b>' })
  act(() => {
    page.result.current.start()
    // Before any answer, or the browser would block it.
    expect(page.browser.opened).toHaveLength(1)
  })
  expect(page.browser.opened[0]).toMatchObject({
    document: { title: '<b>One moment</b>', body: { textContent: '<b>One moment</b>' } },
    went: [],
  })
  // jsdom's window is 1024 by 768, at the screen's corner.
  expect(page.browser.features[0]).toBe('popup,width=600,height=760,left=212,top=4')
  expect(page.result.current).toMatchObject({ status: 'creating', window: 'open' })
})

test('sends the window to the pin’s page, in place of the empty one, and back here with a state', async () => {
  window.history.replaceState(null, '', '/in?from=%2Ffilms#shelf')
  const page = await waiting()
  expect(page.result.current).toMatchObject({ status: 'waiting', window: 'open', connection: 'ok' })
  expect(page.window.went).toHaveLength(1)
  const went = page.window.went[0] ?? ''
  expect(went).toMatch(`https://app.plex.tv/auth#?clientID=test&code=${page.code()}&`)
  const back = forwardUrlIn(went)
  expect(back.href).toMatch(/^http:\/\/localhost:3000\/in\?from=%2Ffilms&foyer=[0-9a-f]{24}#shelf$/)
  const id = /\d+$/.exec(page.plexTv.requests().at(-1)?.path ?? '')?.[0] ?? 'none yet'
  for (const secret of [page.code(), id]) expect(back.href).not.toContain(secret)
})

test('signs in, closes the window, and says so once', async () => {
  const onSignedIn = vi.fn()
  const page = await waiting({ onSignedIn })
  page.approve()
  await page.pass(4000)
  expect(page.result.current).toMatchObject({ status: 'done', user: { username: 'ada' } })
  expect(page.window.closed).toBe(true)
  expect(onSignedIn.mock.calls).toEqual([[expect.objectContaining({ username: 'ada' })]])
})

test('a page whose fragment has a backslash can be come back to', async () => {
  window.history.replaceState(null, '', '/#C:\\films')
  const page = await waiting()
  expect(status(page)).toBe('waiting')
  expect(forwardUrlIn(page.window.went[0]).hash).toBe('#C:%5Cfilms')
})

describe('a second click', () => {
  test('brings the window to the front, and makes nothing', async () => {
    const page = await waiting()
    page.press('start')
    page.press('showWindow')
    await page.settle()
    expect([page.browser.opened.length, page.window.focused, page.made(), page.window.went.length]).toEqual([
      1, 2, 1, 1,
    ])
  })

  test('in the first one’s task, too: one window, one pin', async () => {
    const page = open()
    act(() => {
      for (let times = 0; times < 3; times++) page.result.current.start()
    })
    await page.settle()
    expect([page.browser.opened.length, page.made()]).toEqual([1, 1])
    expect(page.browser.opened[0]?.went).toHaveLength(1)
  })

  test.each(['start', 'showWindow'] as const)(
    'opens another on the same pin when the first seems closed: %s',
    async (action) => {
      const page = await waiting()
      page.window.closed = true
      page.press(action)
      await page.settle()
      expect([page.browser.opened.length, page.made()]).toEqual([2, 1])
      expect(page.browser.opened[1]?.went[0]).toContain(`code=${page.code()}&`)
      // Nobody approves by opening a window.
      expect(page.polls()).toBe(0)
      expect(page.result.current).toMatchObject({ status: 'waiting', window: 'open' })
    },
  )

  test.each(['start', 'showWindow', 'continueInThisTab'] as const)(
    'does nothing once plex.tv has said yes: %s',
    async (action) => {
      const page = await waiting()
      page.plexTv.fail({ kind: 'status', status: 503, endpoint: 'user', times: 2 })
      page.approve()
      await page.pass(4000)
      expect(status(page)).toBe('approved')
      page.press(action)
      await page.pass(60_000)
      expect([status(page), page.made(), page.browser.opened.length, page.left]).toEqual(['done', 1, 1, []])
    },
  )
})

describe('a window that seems closed', () => {
  test('is lost, hurries one look, and ends nothing: approved later, it signs in', async () => {
    const page = await waiting()
    // Between two looks.
    await page.pass(4500)
    const before = page.polls()
    page.window.closed = true
    await page.pass(500)
    expect(page.result.current).toMatchObject({ status: 'waiting', window: 'lost' })
    expect(page.polls()).toBe(before + 1)
    await page.pass(120_000)
    expect(page.result.current).toMatchObject({ status: 'waiting', window: 'lost' })
    page.approve()
    await page.pass(4000)
    expect(status(page)).toBe('done')
  })

  test('is neither sent anywhere nor closed', async () => {
    const page = open()
    page.press('start')
    const [severed = expect.unreachable()] = page.browser.opened
    severed.closed = true
    await page.pass(4000)
    expect(page.result.current).toMatchObject({ status: 'waiting', window: 'lost' })
    expect(severed.went).toEqual([])
  })
})

describe('a window in front of the page', () => {
  test('is all that anybody looks at, until the page is clicked into', async () => {
    const page = await waiting()
    const focus = vi.spyOn(document, 'hasFocus').mockReturnValue(false)
    await page.nextPoll()
    const seldomMs = await page.nextPoll()
    focus.mockReturnValue(true)
    act(() => void window.dispatchEvent(new Event('focus')))
    expect(await page.nextPoll()).toBe(1000)
    expect(await page.nextPoll()).toBeLessThan(seldomMs)
  })
})

describe('an app on iOS’s home screen', () => {
  const atHome = () => {
    Object.defineProperty(navigator, 'standalone', { value: true, configurable: true })
    onTestFinished(() => void Reflect.deleteProperty(navigator, 'standalone'))
    const page = open()
    const outside: unknown[][] = []
    vi.stubGlobal('open', (...given: unknown[]) => void outside.push(given))
    return { ...page, outside }
  }

  test('opens no window before there is a pin, and says how it is', async () => {
    const page = atHome()
    page.press('start')
    expect(page.result.current).toMatchObject({ status: 'creating', window: 'external' })
    page.press('showWindow')
    await page.settle()
    expect(page.result.current).toMatchObject({ status: 'waiting', window: 'external' })
    expect([page.outside, page.made()]).toEqual([[], 1])
  })

  test.each(['showWindow', 'start'] as const)(
    'opens plex.tv’s page in the click, with no way back, and asks on: %s',
    async (action) => {
      const page = atHome()
      page.press('start')
      await page.settle()
      page.press(action)
      const [[url, ...how] = [], ...more] = page.outside
      expect(url).toMatch(`https://app.plex.tv/auth#?clientID=test&code=${page.code()}&`)
      expect([url, how, more]).toEqual([expect.not.stringContaining('forwardUrl'), [], []])
      expect(page.result.current).toMatchObject({ status: 'waiting', window: 'external' })
      page.approve()
      await page.pass(4000)
      expect([status(page), page.made()]).toEqual(['done', 1])
    },
  )
})

describe('a window that is blocked', () => {
  test('is said to be, and this tab goes instead, keeping the pin under the state', async () => {
    const page = await waiting({}, true)
    expect(page.result.current).toMatchObject({ status: 'waiting', window: 'blocked' })
    page.press('continueInThisTab')
    expect(page.made()).toBe(1)
    expect(page.left).toHaveLength(1)
    expect(page.left[0]).toContain(`code=${page.code()}&`)
    const state = forwardUrlIn(page.left[0]).searchParams.get('foyer')
    expect(Object.keys(sessionStorage)).toEqual(['foyer.pin.Reelroom.popup'])
    expect(sessionStorage.getItem('foyer.pin.Reelroom.popup')).toContain(
      `"state":"${state}","rememberMe":true,"place":"away"`,
    )
  })

  test('is left for this tab even before there is a pin', async () => {
    const page = open({}, true)
    page.press('start')
    expect(page.result.current).toMatchObject({ status: 'creating', window: 'blocked' })
    page.press('continueInThisTab')
    expect(page.left).toEqual([])
    await page.settle()
    expect([page.left.length, page.made()]).toEqual([1, 1])
  })

  test('signs in all the same when it is approved elsewhere', async () => {
    const page = await waiting({}, true)
    page.approve()
    await page.pass(4000)
    expect(status(page)).toBe('done')
  })

  test.each(['start', 'showWindow'] as const)('may be let through the next time: %s', async (action) => {
    const page = await waiting({}, true)
    page.press('continueInThisTab')
    // The person came back by the browser's Back, and lets windows open now.
    page.browser.blocks = false
    page.press(action)
    await page.settle()
    expect([page.browser.opened.length, page.made(), page.left.length]).toEqual([1, 1, 1])
    expect(page.browser.opened[0]?.went).toHaveLength(1)
  })
})

test.each([
  ['offline', { kind: 'offline' }, 'network'],
  ['503', { kind: 'status', status: 503 }, 'server'],
  ['429', { kind: 'rate-limited' }, 'rate-limited'],
] as const)('closes the window when there is no pin (%s), says why, and tries no more', async (_what, fault, code) => {
  const page = open()
  page.plexTv.fail({ ...fault, times: 1 })
  page.press('start')
  await page.settle()
  expect(page.result.current).toMatchObject({ status: 'error', error: { code } })
  expect(page.browser.opened[0]).toMatchObject({ closed: true, went: [] })
  await page.pass(60_000)
  expect(page.made()).toBe(1)
  page.press('start')
  await page.settle()
  expect([status(page), page.made(), page.browser.opened.length]).toEqual(['waiting', 2, 2])
})

test('ends with its pin, and starts again on another', async () => {
  const page = await waiting()
  const first = page.code()
  await page.pass(1_801_000)
  expect([status(page), page.made()]).toEqual(['expired', 1])
  page.press('start')
  await page.settle()
  expect([status(page), page.made(), page.code() === first]).toEqual(['waiting', 2, false])
  expect(page.window.went.at(-1)).toContain(page.code())
})

test.each([
  ['while the pin is made', (page: ReturnType<typeof open>) => Promise.resolve(page)],
  ['while it waits', (page: ReturnType<typeof open>) => page.pass(5000)],
])('cancelled %s it closes the window, and asks for nothing more', async (_when, until) => {
  const page = open()
  page.press('start')
  await until(page)
  page.press('cancel')
  expect([status(page), page.browser.opened[0]?.closed]).toEqual(['idle', true])
  await page.settle()
  expect(page.clock.waiting).toBe(0)
  const asked = page.plexTv.requests().length
  await page.pass(60_000)
  expect(page.plexTv.requests()).toHaveLength(asked)
  page.press('cancel')
  page.press('showWindow')
  expect(page.browser.opened).toHaveLength(1)
})

test('unmounted, it closes the window and is silent', async () => {
  const page = await waiting()
  page.unmount()
  await page.pass(1)
  expect([page.window.closed, page.clock.waiting]).toEqual([true, 0])
})

test.each([
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'https://ada:secret@localhost:3000/',
  'http://localhost:3001/',
  'https://localhost:3000/',
  'javascript:alert(1)',
  'data:text/html,x',
  'https://',
  'blob:http://localhost:3000/0',
])('returnUrl %s is a mistake of the app’s, and no window is left open', async (returnUrl) => {
  const page = open({ returnUrl })
  page.press('start')
  await page.settle()
  expect(page.result.current).toMatchObject({ status: 'error', error: { code: 'misuse' } })
  for (const window of page.browser.opened) expect(window).toMatchObject({ closed: true, went: [] })
  expect(page.clock.waiting).toBe(0)
})

test.each([
  ['/done?a=1', /^http:\/\/localhost:3000\/done\?a=1&foyer=[0-9a-f]{24}$/],
  ['done', /^http:\/\/localhost:3000\/done\?foyer=[0-9a-f]{24}$/],
  ['http://localhost:3000/?foyer=old#in', /^http:\/\/localhost:3000\/\?foyer=[0-9a-f]{24}#in$/],
])('returnUrl %s is where people come back to', async (returnUrl, back) => {
  const page = await waiting({ returnUrl })
  expect(forwardUrlIn(page.window.went[0]).href).toMatch(back)
})
