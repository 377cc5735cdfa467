import { createPlexClient, createPlexSession, pinCallback, signIn } from '@foyer/client'
import { act, renderHook } from '@testing-library/react'
import { describe, expect, test, vi } from 'vitest'
import { PlexProvider, usePlexSession } from '../PlexProvider.tsx'
import { pinPageAtEmulator } from '../testing/pinPageAtEmulator.tsx'
import { forwardUrlIn, stubLeaving, stubWindows } from '../testing/stubWindows.ts'
import { usePlexPin } from './usePlexPin.ts'

const foreign = 'f'.repeat(24)
const goTo = (url: string) => window.history.replaceState({ theirs: true }, '', url)
const keyOf = (method: string) => `foyer.pin.Reelroom.${method}`
const kept = () => Object.keys(sessionStorage)
/** All that finishing a return may do. */
function watchReturn() {
  const close = vi.fn()
  vi.stubGlobal('close', close)
  const said: unknown[] = []
  const Channel = BroadcastChannel
  vi.stubGlobal(
    'BroadcastChannel',
    class extends Channel {
      override postMessage(message: unknown) {
        said.push(message)
        super.postMessage(message)
      }
    },
  )
  return { close, said }
}

/** The tab has gone to plex.tv, one way or the other, and is sent back; the page is loaded anew. */
async function back(method: 'redirect' | 'popup', returnUrl = '/in?a=1#b') {
  const browser = stubWindows()
  browser.blocks = true
  const left = stubLeaving()
  const stage = pinPageAtEmulator({ storage: 'memory' })
  const { result, unmount } = stage.use({ method, returnUrl })
  act(() => result.current.start())
  await stage.settle()
  if ('continueInThisTab' in result.current) act(result.current.continueInThisTab)
  const forwardUrl = forwardUrlIn(left[0])
  unmount()
  await stage.settle()
  vi.unstubAllGlobals()
  goTo(forwardUrl.href)
  return { ...stage, ...stage.reload(), state: forwardUrl.searchParams.get('foyer') ?? '', watched: watchReturn() }
}

describe.each(['redirect', 'popup'] as const)('the tab that left (%s), when it is back', (method) => {
  test('takes its pin, once, asks at once, and cleans the URL', async () => {
    const stage = await back(method)
    expect(kept()).toEqual([keyOf(method)])
    const polls = stage.polls()
    stage.approve()
    const onSignedIn = vi.fn()
    const { result } = stage.use({ method, onSignedIn })
    expect(result.current.status).toBe('waiting')
    expect([window.location.href, window.history.state]).toEqual(['http://localhost:3000/in?a=1#b', { theirs: true }])
    await stage.settle()
    expect(result.current).toMatchObject({ status: 'done', user: { username: 'ada' } })
    expect(kept()).toEqual([])
    expect([stage.made(), stage.polls() - polls, onSignedIn.mock.calls.length]).toEqual([1, 1, 1])
    expect([stage.watched.said, stage.watched.close.mock.calls.length]).toEqual([[], 0])
  })

  test('leaves the pin to the method that left', async () => {
    const stage = await back(method)
    const other = stage.use({ method: method === 'popup' ? 'redirect' : 'popup' })
    await stage.settle()
    expect(other.result.current.status).toBe('idle')
    const { result } = stage.use({ method })
    expect(result.current).toMatchObject({ status: 'waiting', ...(method === 'popup' && { window: 'lost' }) })
    await stage.settle()
  })

  test('has nothing left to take when it is loaded once more', async () => {
    const stage = await back(method)
    const url = window.location.href
    const { unmount } = stage.use({ method })
    unmount()
    await stage.settle()
    goTo(url)
    const { result } = stage.reload().use({ method })
    await stage.settle()
    expect(result.current.status).toBe('idle')
    expect(window.location.search).toBe('?a=1')
  })

  test('says that it took too long, when it did', async () => {
    const stage = await back(method)
    stage.clock.advance(1_900_000)
    const { result } = stage.use({ method })
    await stage.settle()
    expect(result.current.status).toBe('expired')
  })

  test.each([
    '',
    'null',
    '{}',
    '[]',
    '{"id":"7","authUrl":"https://x","endsAtMs":1}',
    '{"id":7,"authUrl":7,"endsAtMs":1}',
  ])('does nothing with what is no pin: %s', async (text) => {
    const stage = await back(method)
    sessionStorage.setItem(keyOf(method), text)
    const asked = stage.plexTv.requests().length
    const { result } = stage.use({ method })
    await stage.settle()
    expect([result.current.status, kept(), window.location.search]).toEqual(['idle', [], '?a=1'])
    expect(stage.plexTv.requests()).toHaveLength(asked)
    expect(stage.watched.close).not.toHaveBeenCalled()
  })
})

test.each([
  { left: true, session: false, back: undefined, lasts: true },
  { left: false, session: true, back: true, lasts: false },
  { left: undefined, session: false, back: true, lasts: false },
])('stays signed in as was chosen on the page that left: %o', async ({ left, session, back, lasts }) => {
  const lasting: boolean[] = []
  const storage = { read: () => null, write: (_: string, last: boolean) => void lasting.push(last), clear() {} }
  const went = stubLeaving()
  const stage = pinPageAtEmulator({ storage, remember: session })
  const { result, unmount } = stage.use({ method: 'redirect', rememberMe: left })
  act(result.current.start)
  await stage.settle()
  const forwardUrl = forwardUrlIn(went[0])
  unmount()
  await stage.settle()
  goTo(forwardUrl.href)
  stage.approve()
  stage.reload().use({ method: 'redirect', rememberMe: back })
  await stage.settle()
  expect(lasting).toEqual([lasts])
})

test.each(['?/films/3~x&flag', '?q=a+b%20c&q=&%zz', ''])('leaves the app’s own query as it is: %s', async (query) => {
  const stage = await back('redirect', `/in${query}#b`)
  expect(window.location.search.startsWith(`${query || '?'}`)).toBe(true)
  stage.use({ method: 'redirect' })
  await stage.settle()
  expect(window.location.href).toBe(`http://localhost:3000/in${query}#b`)
})

test('a return that waits is dropped once it is known that somebody is in: signing out must not sign them in', async () => {
  const left = stubLeaving()
  const answers: ((user: null | { id: number; uuid: string }) => void)[] = []
  const backend = {
    accept: async () => {},
    restore: () => new Promise<never>((resolve) => answers.push(resolve as never)),
    signOut: async () => {},
  }
  const stage = pinPageAtEmulator({ backend })
  answers.shift()?.(null)
  await stage.settle()
  const { result, unmount } = stage.use({ method: 'redirect' })
  act(result.current.start)
  await stage.settle()
  goTo(forwardUrlIn(left[0]).href)
  unmount()
  await stage.settle()
  stage.approve()
  const page = stage.reload()
  renderHook(() => usePlexSession(), { wrapper: page.wrapper })
  expect(kept()).toHaveLength(1)
  answers.shift()?.({ id: 7, uuid: 'ada' })
  await stage.settle()
  expect([kept(), new URL(window.location.href).search]).toEqual([[], ''])
  await act(() => page.session.signOut())
  page.use({ method: 'redirect' })
  await stage.settle()
  expect(page.session.getState()).toEqual({ status: 'signed-out', reason: 'signed-out' })
})

test('a tab that could not keep its pin does not leave, and says why', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const left = stubLeaving()
  const stage = pinPageAtEmulator({ storage: 'memory' })
  const { result } = stage.use({ method: 'redirect' })
  const blocked = vi.spyOn(window, 'sessionStorage', 'get').mockImplementation(() => {
    throw new DOMException('Denied', 'SecurityError')
  })
  try {
    act(() => result.current.start())
    await stage.settle()
    expect(result.current).toMatchObject({ status: 'error', error: { code: 'storage' } })
    expect(left).toEqual([])
  } finally {
    blocked.mockRestore()
  }
})

test('the callback page leaves a return to the tab that left, whichever of its pages goes on', async () => {
  const stage = await back('redirect')
  pinCallback.complete({ text: 'Go back to the app.' })
  expect([kept(), stage.watched.said, window.location.search]).toEqual([[keyOf('redirect')], [], '?a=1'])
  expect(stage.watched.close).not.toHaveBeenCalled()
  expect(document.body.textContent).toBe('')
  goTo('/another-page')
  stage.approve()
  const { result } = stage.reload().use({ method: 'redirect' })
  await stage.settle()
  expect(result.current.status).toBe('done')
})

test('a link screen leaves a return alone', async () => {
  const stage = await back('redirect')
  stage.use({ method: 'link' })
  await stage.settle()
  expect([kept().sort(), watchedNothing(stage.watched)]).toEqual([[keyOf('link'), keyOf('redirect')], true])
})
const watchedNothing = ({ said, close }: ReturnType<typeof watchReturn>) =>
  said.length === 0 && close.mock.calls.length === 0

test('a tab that comes back when somebody is signed in already forgets its pin', async () => {
  const stage = await back('redirect')
  const { login, password } = stage.plexTv.person('plain')
  await stage.session.start(await signIn(stage.session.client, { login, password }))
  expect(kept()).toHaveLength(1)
  renderHook(() => usePlexSession(), { wrapper: stage.wrapper })
  await stage.settle()
  expect(kept()).toEqual([])
  expect(window.location.search).not.toContain('foyer')
})

test('somebody else’s state takes no pin of this tab’s', async () => {
  const stage = await back('redirect')
  goTo(`/in?foyer=${foreign}`)
  const asked = stage.plexTv.requests().length
  stage.approve()
  const { result } = stage.use({ method: 'redirect' })
  await stage.pass(10_000)
  expect([result.current.status, stage.session.getState().status]).toEqual(['idle', 'signed-out'])
  expect(kept()).toEqual([keyOf('redirect')])
  expect(stage.plexTv.requests()).toHaveLength(asked)
})

/** A page that waits for the window that it opened. */
async function openedWindow() {
  const browser = stubWindows()
  const stage = pinPageAtEmulator()
  const { result } = stage.use({ method: 'popup' })
  act(result.current.start)
  await stage.settle()
  return { stage, browser, result }
}

const returned = (state: string) => ({ state, type: 'returned' })

describe('in a window that another page opened', () => {
  test('the callback page tells that page the state and no more, cleans the URL, and closes when it is answered', async () => {
    pinPageAtEmulator()
    const { said, close } = watchReturn()
    const waiting = new BroadcastChannel('foyer.pin')
    goTo(`/done?foyer=${foreign}&a=1#b`)
    document.body.textContent = 'the app'
    pinCallback.complete()
    pinCallback.complete()
    expect([said, window.location.href]).toEqual([[returned(foreign)], 'http://localhost:3000/done?a=1#b'])
    expect([window.history.state, close.mock.calls.length]).toEqual([{ theirs: true }, 0])
    waiting.postMessage({ state: 'another', type: 'acknowledged' })
    waiting.postMessage({ state: foreign, type: 'acknowledged' })
    await vi.waitFor(() => expect(close).toHaveBeenCalledOnce())
    expect(document.body.textContent).toBe('the app')
    waiting.close()
  })

  test('a page that nobody waits for is a page like any other', async () => {
    const { use, clock, settle } = pinPageAtEmulator()
    const { said, close } = watchReturn()
    goTo(`/in?foyer=${foreign}`)
    const { result } = use({ method: 'redirect' })
    await settle()
    act(() => clock.advance(60_000))
    expect([said, close.mock.calls.length, window.location.search]).toEqual([[returned(foreign)], 0, ''])
    expect([result.current.status, clock.waiting]).toEqual(['idle', 0])
  })

  test('it says what the person should do where the window stays, as text', () => {
    pinPageAtEmulator()
    watchReturn()
    goTo(`/done?foyer=${foreign}`)
    pinCallback.complete({ text: '<b>Go back</b>' })
    expect(document.body.innerHTML).toBe('&lt;b&gt;Go back&lt;/b&gt;')
    document.body.textContent = ''
  })

  test('a page with the hook on it does the same, once, under StrictMode and with two flows', async () => {
    const { use, plexTv, settle } = pinPageAtEmulator()
    const { said } = watchReturn()
    goTo(`/in?foyer=${foreign}`)
    use({ method: 'popup' })
    use({ method: 'redirect' })
    await settle()
    expect([said, window.location.search]).toEqual([[returned(foreign)], ''])
    expect(plexTv.requests()).toEqual([])
  })

  test('a router that had read the URL before, and wrote it back, is told once more', async () => {
    const { use, clock, settle } = pinPageAtEmulator()
    watchReturn()
    const url = `/in?foyer=${foreign}&a=1`
    goTo(url)
    const heard: string[] = []
    const listen = () => heard.push(window.location.search)
    window.addEventListener('popstate', listen)
    use({ method: 'redirect' })
    goTo(url)
    await settle()
    act(() => clock.advance(0))
    expect([window.location.search, heard]).toEqual(['?a=1', ['?a=1']])
    window.removeEventListener('popstate', listen)
  })

  /** The window is back, approved and with a storage of its own, and the page that opened it has gone. */
  async function comeBackAlone(options: { rememberMe?: boolean } = {}) {
    const given = new Map<string, string>()
    const browser = stubWindows()
    const stage = pinPageAtEmulator()
    const { result } = stage.use({ method: 'popup', ...options })
    act(result.current.start)
    const [opened] = browser.opened
    Object.assign(opened ?? {}, {
      sessionStorage: { getItem: () => null, setItem: (key: string, text: string) => given.set(key, text) },
    })
    await stage.settle()
    const forwardUrl = forwardUrlIn(opened?.went[0])
    stage.approve()
    act(result.current.cancel)
    expect(kept()).toEqual([])
    for (const [key, text] of given) sessionStorage.setItem(key, text)
    const { close } = watchReturn()
    goTo(forwardUrl.href)
    return { stage, close }
  }

  test('whose page is gone, it goes on by itself with the pin that it was given', async () => {
    const { stage, close } = await comeBackAlone({ rememberMe: false })
    const { result: there } = stage.reload().use({ method: 'popup' })
    await stage.pass(2000)
    expect(there.current.status).toBe('idle')
    await stage.pass(2000)
    expect(there.current).toMatchObject({ status: 'done', user: { username: 'ada' } })
    expect([close.mock.calls.length, kept()]).toEqual([0, []])
  })

  test('whose page is gone, it goes on also where another session of the page was mounted first', async () => {
    const { stage } = await comeBackAlone()
    const other = createPlexSession(createPlexClient({ product: 'Otherroom', clock: stage.clock }), {
      storage: 'memory',
    })
    const { unmount } = renderHook(() => usePlexPin({ method: 'popup' }), {
      wrapper: ({ children }) => <PlexProvider session={other}>{children}</PlexProvider>,
    })
    const { result: there } = stage.reload().use({ method: 'popup' })
    await stage.pass(4000)
    expect(there.current.status).toBe('done')
    unmount()
    other.close()
  })

  test('is answered though another one was opened on the same pin after it', async () => {
    const { stage, browser, result } = await openedWindow()
    Object.assign(browser.opened[0] ?? {}, { closed: true })
    await stage.pass(1000)
    act(result.current.showWindow)
    const [first, second] = browser.opened.map(({ went }) => forwardUrlIn(went[0]).searchParams.get('foyer'))
    expect(second).toBe(first)
    const { close } = watchReturn()
    goTo(`/?foyer=${first}`)
    pinCallback.complete({ clock: stage.clock })
    await vi.waitFor(() => expect(close).toHaveBeenCalledOnce())
  })

  test('the page that waits there looks at once', async () => {
    const { stage, browser, result } = await openedWindow()
    await stage.pass(3000)
    stage.approve()
    const forwardUrl = forwardUrlIn(browser.opened[0]?.went[0])
    const { close } = watchReturn()
    goTo(forwardUrl.href)
    pinCallback.complete()
    // No time passes: the look is not the poller's own.
    await vi.waitFor(async () => {
      await stage.settle()
      expect(result.current.status).toBe('done')
    })
    await vi.waitFor(() => expect(close).toHaveBeenCalledOnce())
  })

  test('is answered, and closes, though whoever opened it has been signed in meanwhile and is gone', async () => {
    const { stage, browser, result } = await openedWindow()
    const shown = stage.use({ method: 'redirect' })
    stage.approve()
    await stage.pass(4000)
    expect(result.current.status).toBe('done')
    const { close } = watchReturn()
    goTo(forwardUrlIn(browser.opened[0]?.went[0]).href)
    pinCallback.complete()
    await vi.waitFor(() => expect(close).toHaveBeenCalledOnce())
    shown.unmount()
  })

  test('the page that waits there closes it too, and does not look while it is in front', async () => {
    const { stage, browser, result } = await openedWindow()
    const focus = vi.spyOn(document, 'hasFocus').mockReturnValue(false)
    await stage.pass(30_000)
    expect(stage.polls()).toBe(3)
    goTo(forwardUrlIn(browser.opened[0]?.went[0]).href)
    // Not approved: the person went back and forth there, say.
    watchReturn()
    pinCallback.complete()
    await vi.waitFor(async () => {
      await stage.settle()
      expect(stage.polls()).toBe(4)
    })
    expect(browser.opened[0]?.closed).toBe(true)
    expect(result.current).toMatchObject({ status: 'waiting', window: 'lost' })
    for (let looks = 0; looks < 2; looks++) await stage.nextPoll()
    expect([stage.polls(), result.current.status]).toEqual([6, 'waiting'])
    focus.mockRestore()
  })

  test('one of a sign-in that was called off closes no window of the next', async () => {
    const { stage, browser, result } = await openedWindow()
    const [severed = expect.unreachable()] = browser.opened
    act(result.current.cancel)
    stage.plexTv.fail({ kind: 'hang', endpoint: 'pin' })
    act(result.current.start)
    const heard = vi.fn()
    const listener = new BroadcastChannel('foyer.pin')
    listener.addEventListener('message', heard)
    watchReturn()
    goTo(forwardUrlIn(severed.went[0]).href)
    pinCallback.complete()
    await vi.waitFor(() => expect(heard).toHaveBeenCalled())
    listener.close()
    await stage.settle()
    expect(browser.opened[1]).toMatchObject({ closed: false })
  })
})

test.each([
  '/',
  '/?foyer=',
  '/?foyer=undefined',
  `/?foyer=${foreign.slice(1)}`,
  `/?foyer=${foreign}0`,
  `/?foyer=${foreign.toUpperCase()}`,
  `/?foyer=%3Cscript%3E${foreign}`,
  `/#foyer=${foreign}`,
  `/?pinID=1&code=7RQZ&token=x&X-Plex-Token=y&authToken=z`,
])('%s is no return: nothing is said, asked or changed', async (url) => {
  const { use, plexTv, settle, session } = pinPageAtEmulator()
  const watched = watchReturn()
  goTo(url)
  pinCallback.complete({ text: 'text' })
  const { result } = use({ method: 'redirect' })
  use({ method: 'popup' })
  await settle()
  expect([result.current.status, session.getState().status]).toEqual(['idle', 'signed-out'])
  expect([plexTv.requests(), watchedNothing(watched)]).toEqual([[], true])
  expect(window.location.pathname + window.location.search + window.location.hash).toBe(url)
  expect(document.body.textContent).toBe('')
})

describe('an approval is not lost', () => {
  test.each(['popup', 'link'] as const)('when the page is loaded anew before it is used (%s)', async (method) => {
    stubWindows()
    const stage = pinPageAtEmulator()
    const first = stage.use<'popup' | 'link'>({ method, rememberMe: true })
    if (method === 'popup') act(first.result.current.start)
    await stage.settle()
    const code = stage.code()
    stage.approve()
    const second = stage.reload().use<'popup' | 'link'>({ method })
    expect(second.result.current).toMatchObject(
      method === 'link' ? { status: 'waiting', code } : { status: 'waiting', window: 'lost' },
    )
    await stage.settle()
    expect([second.result.current.status, stage.made()]).toEqual(['done', 1])
  })

  test('and a pin that has ended since is not spoken of', async () => {
    stubWindows()
    const stage = pinPageAtEmulator()
    act(stage.use({ method: 'popup' }).result.current.start)
    await stage.settle()
    const page = stage.reload()
    stage.clock.advance(3_600_000)
    const { result } = page.use({ method: 'popup' })
    await stage.settle()
    expect([result.current.status, kept()]).toEqual(['idle', []])
  })

  test.each(['popup', 'link'] as const)(
    'when the form is closed while the person is asked for, and opened again (%s)',
    async (method) => {
      stubWindows()
      const stage = pinPageAtEmulator()
      const told = vi.fn()
      const first = stage.use<'popup' | 'link'>({ method })
      if (method === 'popup') act(first.result.current.start)
      await stage.settle()
      const outage = stage.plexTv.fail({ kind: 'status', status: 503, endpoint: 'user' })
      stage.approve()
      await stage.pass(12_000)
      expect(first.result.current).toMatchObject({ status: 'approved', connection: 'unreachable' })
      first.unmount()
      await stage.pass(1000)
      outage.stop()
      await stage.pass(60_000)
      // Behind a closed form nobody is signed in.
      expect(stage.session.getState().status).toBe('signed-out')
      const second = stage.use<'popup' | 'link'>({ method, onSignedIn: told })
      await stage.settle()
      expect([second.result.current.status, stage.made(), told.mock.calls.length]).toEqual(['done', 1, 1])
    },
  )

  test('but is not kept for whoever comes long after', async () => {
    stubWindows()
    const stage = pinPageAtEmulator()
    const { result, unmount } = stage.use({ method: 'popup' })
    act(result.current.start)
    await stage.settle()
    const outage = stage.plexTv.fail({ kind: 'status', status: 503, endpoint: 'user' })
    stage.approve()
    await stage.pass(12_000)
    unmount()
    outage.stop()
    await stage.pass(30_000)
    const token = stage.plexTv.tokenFor('plain', 'test')
    await stage.pass(271_000)
    // Approved in vain: its token is ended.
    expect(stage.plexTv.requests().filter(({ method }) => method === 'DELETE')).toHaveLength(1)
    expect(stage.plexTv.tokenFor('plain', 'test')).not.toBe(token)
    const again = stage.use({ method: 'popup' })
    await stage.settle()
    expect([again.result.current.status, stage.clock.waiting, kept()]).toEqual(['idle', 0, []])
  })
})

describe('back from plex.tv’s page by the browser’s button', () => {
  test.each(['redirect', 'popup'] as const)(
    'the page is as before, and going forward again still signs in (%s)',
    async (method) => {
      const browser = stubWindows()
      browser.blocks = true
      const left = stubLeaving()
      const stage = pinPageAtEmulator()
      const { result, unmount } = stage.use<'redirect' | 'popup'>({ method })
      act(() => result.current.start())
      await stage.settle()
      if ('continueInThisTab' in result.current) act(result.current.continueInThisTab)
      const forwardUrl = forwardUrlIn(left[0])
      act(() => void window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
      expect(result.current.status).toBe('idle')
      unmount()
      await stage.settle()
      vi.unstubAllGlobals()
      goTo(forwardUrl.href)
      stage.approve()
      const again = stage.reload().use<'redirect' | 'popup'>({ method })
      await stage.settle()
      expect(again.result.current.status).toBe('done')
    },
  )
})

describe('a page that plex.tv’s page can’t lead back to', () => {
  const at = (href: string) => {
    const page = window.location
    vi.stubGlobal('location', { href, origin: 'null', hostname: '', ancestorOrigins: page.ancestorOrigins })
  }

  test.each(['file:///srv/app/index.html', 'capacitor://localhost/', 'app://reelroom/'])(
    '%s makes no pin and opens no window',
    async (href) => {
      const browser = stubWindows()
      at(href)
      const stage = pinPageAtEmulator()
      for (const method of ['popup', 'redirect'] as const) {
        const { result } = stage.use<'popup' | 'redirect'>({ method })
        expect(result.current.status).toBe('unavailable')
        act(() => result.current.start())
        await stage.settle()
        expect(result.current.status).toBe('unavailable')
      }
      const link = stage.use({ method: 'link' })
      await stage.settle()
      expect([browser.opened, stage.made(), link.result.current.status]).toEqual([[], 1, 'waiting'])
    },
  )
})

test('a waiting pin survives a component that is made anew, and every reload', async () => {
  const stage = pinPageAtEmulator()
  const first = stage.use({ method: 'link' })
  await stage.settle()
  first.unmount()
  stage.use({ method: 'link' })
  await stage.settle()
  expect(kept()).toEqual([keyOf('link')])
  stage.reload().use({ method: 'link' })
  await stage.settle()
  stage.approve()
  const { result } = stage.reload().use({ method: 'link' })
  await stage.settle()
  expect([result.current.status, stage.made()]).toEqual(['done', 1])
})

test('a pin that comes when its component has just gone is not kept', async () => {
  stubWindows()
  const stage = pinPageAtEmulator()
  const { result, unmount } = stage.use({ method: 'popup' })
  act(result.current.start)
  unmount()
  // The task in which the flow would end does not begin: only the answer comes in.
  for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate)
  expect([stage.made(), kept()]).toEqual([1, []])
})

test('two sessions of one client wait for a pin each', async () => {
  const stage = pinPageAtEmulator()
  const { result: one } = stage.use({ method: 'link' })
  await stage.settle()
  const other = createPlexSession(stage.session.client, { storage: 'memory' })
  const { result: two } = renderHook(() => usePlexPin({ method: 'link' }), {
    wrapper: ({ children }) => <PlexProvider session={other}>{children}</PlexProvider>,
  })
  await stage.settle()
  expect([one.current.status, two.current.status, stage.made()]).toEqual(['waiting', 'waiting', 2])
  stage.approve()
  await stage.pass(5000)
  expect([one.current.status, two.current.status]).toEqual(['waiting', 'done'])
  other.close()
})

describe('an approval that is held behind a closed form', () => {
  async function held(method: 'link' | 'popup', outageMs = 12_000) {
    stubWindows()
    const stage = pinPageAtEmulator()
    const { result, unmount } = stage.use<'link' | 'popup'>({ method })
    if (method === 'popup') act(result.current.start)
    await stage.settle()
    const outage = stage.plexTv.fail({ kind: 'status', status: 503, endpoint: 'user' })
    stage.approve()
    await stage.pass(outageMs)
    expect(result.current.status).toBe('approved')
    unmount()
    await stage.pass(1000)
    outage.stop()
    return stage
  }
  const signInAs = (stage: Awaited<ReturnType<typeof held>>, name: 'plain' | 'plexPass') =>
    stage.session.start(({ signal }) => signIn(stage.session.client, stage.plexTv.person(name), { signal }))

  test('by a code calls off nobody who signs in meanwhile', async () => {
    const stage = await held('link', 6000)
    stage.plexTv.fail({ kind: 'latency', ms: 10_000, endpoint: 'sign-in', times: 1 })
    const started = signInAs(stage, 'plexPass')
    // Meanwhile the person who approved the code is known.
    await stage.pass(12_000)
    expect(await started).toMatchObject({ username: 'noura' })
    expect([stage.session.getState().status, stage.made()]).toEqual(['signed-in', 1])
  })

  test.each(['link', 'popup'] as const)('by a %s does not cost the same person their token', async (method) => {
    const stage = await held(method)
    await stage.pass(60_000)
    expect(await signInAs(stage, 'plain')).toMatchObject({ username: 'ada' })
    await stage.pass(1000)
    expect(await stage.session.refresh()).toMatchObject({ username: 'ada' })
  })
})

test('a window that waits stays open when somebody signs out', async () => {
  const browser = stubWindows()
  const stage = pinPageAtEmulator()
  const { result } = stage.use({ method: 'popup' })
  act(result.current.start)
  await stage.settle()
  await act(() => stage.session.signOut())
  await stage.settle()
  expect([result.current.status, browser.opened[0]?.closed]).toEqual(['waiting', false])
})

test('a redirect that is back is gone on with though an inner provider has taken its state', async () => {
  const stage = await back('redirect')
  stage.approve()
  const inner = createPlexSession(createPlexClient({ product: 'Otherroom', clock: stage.clock }), { storage: 'memory' })
  const { result, unmount } = renderHook(() => usePlexPin({ method: 'redirect' }), {
    reactStrictMode: false,
    wrapper: ({ children }) => (
      <PlexProvider session={stage.session}>
        {children}
        <PlexProvider session={inner} />
      </PlexProvider>
    ),
  })
  await stage.settle()
  expect(result.current.status).toBe('done')
  unmount()
  inner.close()
})
