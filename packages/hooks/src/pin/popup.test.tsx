import { act } from '@testing-library/react'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createPinStage, forwardUrlIn, stubLeaving, stubWindows } from '../testing/createPinStage.tsx'
import type { UsePlexPinOptions } from './usePlexPin.ts'

function open(options: Partial<UsePlexPinOptions<'popup'>> = {}, blocks = false) {
  const browser = stubWindows()
  browser.blocks = blocks
  const left = stubLeaving()
  const stage = createPinStage()
  const { result, unmount } = stage.use({ method: 'popup', ...options })
  // StrictMode took it out once, and a task later that is looked into.
  act(() => stage.clock.advance(0))
  return {
    ...stage,
    browser,
    left,
    result,
    unmount,
    press: (action: 'start' | 'cancel' | 'showWindow' | 'continueInThisTab') => act(() => result.current[action]()),
  }
}
async function waiting(...given: Parameters<typeof open>) {
  const stage = open(...given)
  stage.press('start')
  await stage.settle()
  const [window = expect.unreachable()] = stage.browser.blocks ? [null] : stage.browser.opened
  return { ...stage, window: window as NonNullable<typeof window> }
}
const status = (stage: ReturnType<typeof open>) => stage.result.current.status

test('asks for nothing until it is started', async () => {
  const stage = open()
  await stage.pass(10_000)
  expect([status(stage), stage.made(), stage.clock.waiting]).toEqual(['idle', 0, 0])
})

test('opens an empty window in the click’s own task, with the app’s words in it as text', () => {
  const stage = open({ waitingText: '<b>One moment</b>' })
  act(() => {
    stage.result.current.start()
    // Before any answer, or the browser would block it.
    expect(stage.browser.opened).toHaveLength(1)
  })
  expect(stage.browser.opened[0]).toMatchObject({
    document: { title: '<b>One moment</b>', body: { textContent: '<b>One moment</b>' } },
    went: [],
  })
  // jsdom's window is 1024 by 768, at the screen's corner.
  expect(stage.browser.features[0]).toBe('popup,width=600,height=760,left=212,top=4')
  expect(stage.result.current).toMatchObject({ status: 'creating', window: 'open' })
})

test('sends the window to the pin’s page, in place of the empty one, and back here with a state', async () => {
  window.history.replaceState(null, '', '/in?from=%2Ffilms#shelf')
  const stage = await waiting()
  expect(stage.result.current).toMatchObject({ status: 'waiting', window: 'open', connection: 'ok' })
  expect(stage.window.went).toHaveLength(1)
  const went = stage.window.went[0] ?? ''
  expect(went).toMatch(`https://app.plex.tv/auth#?clientID=test&code=${stage.code()}&`)
  const back = forwardUrlIn(went)
  expect(back.href).toMatch(/^http:\/\/localhost:3000\/in\?from=%2Ffilms&foyer=[0-9a-f]{24}#shelf$/)
  const id = /\d+$/.exec(stage.plexTv.requests().at(-1)?.path ?? '')?.[0] ?? 'none yet'
  for (const secret of [stage.code(), id]) expect(back.href).not.toContain(secret)
})

test('signs in, closes the window, and says so once', async () => {
  const onSignedIn = vi.fn()
  const stage = await waiting({ onSignedIn })
  stage.approve()
  await stage.pass(4000)
  expect(stage.result.current).toMatchObject({ status: 'done', user: { username: 'ada' } })
  expect(stage.window.closed).toBe(true)
  expect(onSignedIn.mock.calls).toEqual([[expect.objectContaining({ username: 'ada' })]])
})

test('a page whose fragment has a backslash can be come back to', async () => {
  window.history.replaceState(null, '', '/#C:\\films')
  const stage = await waiting()
  expect(status(stage)).toBe('waiting')
  expect(forwardUrlIn(stage.window.went[0]).hash).toBe('#C:%5Cfilms')
})

describe('a second click', () => {
  test('brings the window to the front, and makes nothing', async () => {
    const stage = await waiting()
    stage.press('start')
    stage.press('showWindow')
    await stage.settle()
    expect([stage.browser.opened.length, stage.window.focused, stage.made(), stage.window.went.length]).toEqual([
      1, 2, 1, 1,
    ])
  })

  test('in the first one’s task, too: one window, one pin', async () => {
    const stage = open()
    act(() => {
      for (let times = 0; times < 3; times++) stage.result.current.start()
    })
    await stage.settle()
    expect([stage.browser.opened.length, stage.made()]).toEqual([1, 1])
    expect(stage.browser.opened[0]?.went).toHaveLength(1)
  })

  test.each(['start', 'showWindow'] as const)(
    'opens another on the same pin when the first seems closed: %s',
    async (action) => {
      const stage = await waiting()
      stage.window.closed = true
      stage.press(action)
      await stage.settle()
      expect([stage.browser.opened.length, stage.made()]).toEqual([2, 1])
      expect(stage.browser.opened[1]?.went[0]).toContain(`code=${stage.code()}&`)
      // Nobody approves by opening a window.
      expect(stage.polls()).toBe(0)
      expect(stage.result.current).toMatchObject({ status: 'waiting', window: 'open' })
    },
  )

  test.each(['start', 'showWindow', 'continueInThisTab'] as const)(
    'does nothing once plex.tv has said yes: %s',
    async (action) => {
      const stage = await waiting()
      stage.plexTv.fail({ kind: 'status', status: 503, endpoint: 'user', times: 2 })
      stage.approve()
      await stage.pass(4000)
      expect(status(stage)).toBe('approved')
      stage.press(action)
      await stage.pass(60_000)
      expect([status(stage), stage.made(), stage.browser.opened.length, stage.left]).toEqual(['done', 1, 1, []])
    },
  )
})

describe('a window that seems closed', () => {
  test('is lost, hurries one look, and ends nothing: approved later, it signs in', async () => {
    const stage = await waiting()
    // Between two looks.
    await stage.pass(4500)
    const before = stage.polls()
    stage.window.closed = true
    await stage.pass(500)
    expect(stage.result.current).toMatchObject({ status: 'waiting', window: 'lost' })
    expect(stage.polls()).toBe(before + 1)
    await stage.pass(120_000)
    expect(stage.result.current).toMatchObject({ status: 'waiting', window: 'lost' })
    stage.approve()
    await stage.pass(4000)
    expect(status(stage)).toBe('done')
  })

  test('is neither sent anywhere nor closed', async () => {
    const stage = open()
    stage.press('start')
    const [severed = expect.unreachable()] = stage.browser.opened
    severed.closed = true
    await stage.pass(4000)
    expect(stage.result.current).toMatchObject({ status: 'waiting', window: 'lost' })
    expect(severed.went).toEqual([])
  })
})

describe('a window in front of the page', () => {
  test('is all that anybody looks at, until the page is clicked into', async () => {
    const stage = await waiting()
    const focus = vi.spyOn(document, 'hasFocus').mockReturnValue(false)
    await stage.pass(20_000)
    const seldomMs = await stage.nextPoll()
    focus.mockReturnValue(true)
    act(() => void window.dispatchEvent(new Event('focus')))
    expect(await stage.nextPoll()).toBe(1000)
    expect(await stage.nextPoll()).toBeLessThan(seldomMs)
  })
})

describe('an app on iOS’s home screen', () => {
  const atHome = () => {
    Object.defineProperty(navigator, 'standalone', { value: true, configurable: true })
    onTestFinished(() => void Reflect.deleteProperty(navigator, 'standalone'))
    const stage = open()
    const outside: unknown[][] = []
    vi.stubGlobal('open', (...given: unknown[]) => void outside.push(given))
    return { ...stage, outside }
  }

  test('opens no window before there is a pin, and says how it is', async () => {
    const stage = atHome()
    stage.press('start')
    expect(stage.result.current).toMatchObject({ status: 'creating', window: 'external' })
    stage.press('showWindow')
    await stage.settle()
    expect(stage.result.current).toMatchObject({ status: 'waiting', window: 'external' })
    expect([stage.outside, stage.made()]).toEqual([[], 1])
  })

  test.each(['showWindow', 'start'] as const)(
    'opens plex.tv’s page in the click, with no way back, and asks on: %s',
    async (action) => {
      const stage = atHome()
      stage.press('start')
      await stage.settle()
      stage.press(action)
      const [[url, ...how] = [], ...more] = stage.outside
      expect(url).toMatch(`https://app.plex.tv/auth#?clientID=test&code=${stage.code()}&`)
      expect([url, how, more]).toEqual([expect.not.stringContaining('forwardUrl'), [], []])
      expect(stage.result.current).toMatchObject({ status: 'waiting', window: 'external' })
      stage.approve()
      await stage.pass(4000)
      expect([status(stage), stage.made()]).toEqual(['done', 1])
    },
  )
})

describe('a window that is blocked', () => {
  test('is said to be, and this tab goes instead, keeping the pin under the state', async () => {
    const stage = await waiting({}, true)
    expect(stage.result.current).toMatchObject({ status: 'waiting', window: 'blocked' })
    stage.press('continueInThisTab')
    expect(stage.made()).toBe(1)
    expect(stage.left).toHaveLength(1)
    expect(stage.left[0]).toContain(`code=${stage.code()}&`)
    const state = forwardUrlIn(stage.left[0]).searchParams.get('foyer')
    expect(Object.keys(sessionStorage)).toEqual(['foyer.pin.Reelroom.popup'])
    expect(sessionStorage.getItem('foyer.pin.Reelroom.popup')).toContain(
      `"state":"${state}","rememberMe":true,"place":"away"`,
    )
  })

  test('is left for this tab even before there is a pin', async () => {
    const stage = open({}, true)
    stage.press('start')
    expect(stage.result.current).toMatchObject({ status: 'creating', window: 'blocked' })
    stage.press('continueInThisTab')
    expect(stage.left).toEqual([])
    await stage.settle()
    expect([stage.left.length, stage.made()]).toEqual([1, 1])
  })

  test('signs in all the same when it is approved elsewhere', async () => {
    const stage = await waiting({}, true)
    stage.approve()
    await stage.pass(4000)
    expect(status(stage)).toBe('done')
  })

  test.each(['start', 'showWindow'] as const)('may be let through the next time: %s', async (action) => {
    const stage = await waiting({}, true)
    stage.press('continueInThisTab')
    // The person came back by the browser's Back, and lets windows open now.
    stage.browser.blocks = false
    stage.press(action)
    await stage.settle()
    expect([stage.browser.opened.length, stage.made(), stage.left.length]).toEqual([1, 1, 1])
    expect(stage.browser.opened[0]?.went).toHaveLength(1)
  })
})

test.each([
  ['offline', { kind: 'offline' }, 'network'],
  ['503', { kind: 'status', status: 503 }, 'server'],
  ['429', { kind: 'rate-limited' }, 'rate-limited'],
] as const)('closes the window when there is no pin (%s), says why, and tries no more', async (_what, fault, code) => {
  const stage = open()
  stage.plexTv.fail({ ...fault, times: 1 })
  stage.press('start')
  await stage.settle()
  expect(stage.result.current).toMatchObject({ status: 'error', error: { code } })
  expect(stage.browser.opened[0]).toMatchObject({ closed: true, went: [] })
  await stage.pass(60_000)
  expect(stage.made()).toBe(1)
  stage.press('start')
  await stage.settle()
  expect([status(stage), stage.made(), stage.browser.opened.length]).toEqual(['waiting', 2, 2])
})

test('ends with its pin, and starts again on another', async () => {
  const stage = await waiting()
  const first = stage.code()
  await stage.pass(1_801_000)
  expect([status(stage), stage.made()]).toEqual(['expired', 1])
  stage.press('start')
  await stage.settle()
  expect([status(stage), stage.made(), stage.code() === first]).toEqual(['waiting', 2, false])
  expect(stage.window.went.at(-1)).toContain(stage.code())
})

test.each([
  ['while the pin is made', (stage: ReturnType<typeof open>) => Promise.resolve(stage)],
  ['while it waits', (stage: ReturnType<typeof open>) => stage.pass(5000)],
])('cancelled %s it closes the window, and asks for nothing more', async (_when, until) => {
  const stage = open()
  stage.press('start')
  await until(stage)
  stage.press('cancel')
  expect([status(stage), stage.browser.opened[0]?.closed]).toEqual(['idle', true])
  await stage.settle()
  expect(stage.clock.waiting).toBe(0)
  const asked = stage.plexTv.requests().length
  await stage.pass(60_000)
  expect(stage.plexTv.requests()).toHaveLength(asked)
  stage.press('cancel')
  stage.press('showWindow')
  expect(stage.browser.opened).toHaveLength(1)
})

test('unmounted, it closes the window and is silent', async () => {
  const stage = await waiting()
  stage.unmount()
  await stage.pass(1)
  expect([stage.window.closed, stage.clock.waiting]).toEqual([true, 0])
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
  const stage = open({ returnUrl })
  stage.press('start')
  await stage.settle()
  expect(stage.result.current).toMatchObject({ status: 'error', error: { code: 'misuse' } })
  for (const window of stage.browser.opened) expect(window).toMatchObject({ closed: true, went: [] })
  expect(stage.clock.waiting).toBe(0)
})

test.each([
  ['/done?a=1', /^http:\/\/localhost:3000\/done\?a=1&foyer=[0-9a-f]{24}$/],
  ['done', /^http:\/\/localhost:3000\/done\?foyer=[0-9a-f]{24}$/],
  ['http://localhost:3000/?foyer=old#in', /^http:\/\/localhost:3000\/\?foyer=[0-9a-f]{24}#in$/],
])('returnUrl %s is where people come back to', async (returnUrl, back) => {
  const stage = await waiting({ returnUrl })
  expect(forwardUrlIn(stage.window.went[0]).href).toMatch(back)
})
