import { signIn } from '@foyer/client'
import { act, renderHook } from '@testing-library/react'
import { describe, expect, test, vi } from 'vitest'
import { usePlexSession } from '../PlexProvider.tsx'
import { pinPageAtEmulator } from '../testing/pinPageAtEmulator.tsx'
import { forwardUrlIn, stubLeaving, stubWindows } from '../testing/stubWindows.ts'
import { finishPlexReturn } from './landing.ts'

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
  const page = pinPageAtEmulator({ storage: 'memory' })
  const { result, unmount } = page.use({ method, returnUrl })
  act(() => result.current.start())
  await page.settle()
  if ('continueInThisTab' in result.current) act(result.current.continueInThisTab)
  const forwardUrl = forwardUrlIn(left[0])
  unmount()
  await page.settle()
  vi.unstubAllGlobals()
  goTo(forwardUrl.href)
  return { ...page, ...page.reload(), nonce: forwardUrl.searchParams.get('foyer') ?? '', watched: watchReturn() }
}

describe.each(['redirect', 'popup'] as const)('the tab that left (%s), when it is back', (method) => {
  test('takes its pin, once, asks at once, and cleans the URL', async () => {
    const page = await back(method)
    expect(kept()).toEqual([keyOf(method)])
    const polls = page.polls()
    page.approve()
    const onSignedIn = vi.fn()
    const { result } = page.use({ method, onSignedIn })
    expect(result.current.status).toBe('waiting')
    expect([window.location.href, window.history.state]).toEqual(['http://localhost:3000/in?a=1#b', { theirs: true }])
    await page.settle()
    expect(result.current).toMatchObject({ status: 'done', user: { username: 'ada' } })
    expect(kept()).toEqual([])
    expect([page.made(), page.polls() - polls, onSignedIn.mock.calls.length]).toEqual([1, 1, 1])
    expect([page.watched.said, page.watched.close.mock.calls.length]).toEqual([[], 0])
  })

  test('leaves the pin to the method that left', async () => {
    const page = await back(method)
    const other = page.use({ method: method === 'popup' ? 'redirect' : 'popup' })
    await page.settle()
    expect(other.result.current.status).toBe('idle')
    const { result } = page.use({ method })
    expect(result.current).toMatchObject({ status: 'waiting', ...(method === 'popup' && { window: 'lost' }) })
    await page.settle()
  })

  test('has nothing left to take when it is loaded once more', async () => {
    const page = await back(method)
    const url = window.location.href
    const { unmount } = page.use({ method })
    unmount()
    await page.settle()
    goTo(url)
    const { result } = page.reload().use({ method })
    await page.settle()
    expect(result.current.status).toBe('idle')
    expect(window.location.search).toBe('?a=1')
  })

  test('says that it took too long, when it did', async () => {
    const page = await back(method)
    page.clock.advance(1_900_000)
    const { result } = page.use({ method })
    await page.settle()
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
    const page = await back(method)
    sessionStorage.setItem(keyOf(method), text)
    const asked = page.plexTv.requests().length
    const { result } = page.use({ method })
    await page.settle()
    expect([result.current.status, kept(), window.location.search]).toEqual(['idle', [], '?a=1'])
    expect(page.plexTv.requests()).toHaveLength(asked)
    expect(page.watched.close).not.toHaveBeenCalled()
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
  const page = pinPageAtEmulator({ storage, remember: session })
  const { result, unmount } = page.use({ method: 'redirect', rememberMe: left })
  act(result.current.start)
  await page.settle()
  const forwardUrl = forwardUrlIn(went[0])
  unmount()
  await page.settle()
  goTo(forwardUrl.href)
  page.approve()
  page.reload().use({ method: 'redirect', rememberMe: back })
  await page.settle()
  expect(lasting).toEqual([lasts])
})

test.each(['?/films/3~x&flag', '?q=a+b%20c&q=&%zz', ''])('leaves the app’s own query as it is: %s', async (query) => {
  const page = await back('redirect', `/in${query}#b`)
  expect(window.location.search.startsWith(`${query || '?'}`)).toBe(true)
  page.use({ method: 'redirect' })
  await page.settle()
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
  const page = pinPageAtEmulator({ backend })
  answers.shift()?.(null)
  await page.settle()
  const { result, unmount } = page.use({ method: 'redirect' })
  act(result.current.start)
  await page.settle()
  goTo(forwardUrlIn(left[0]).href)
  unmount()
  await page.settle()
  page.approve()
  const reloaded = page.reload()
  renderHook(() => usePlexSession(), { wrapper: reloaded.wrapper })
  expect(kept()).toHaveLength(1)
  answers.shift()?.({ id: 7, uuid: 'ada' })
  await page.settle()
  expect([kept(), new URL(window.location.href).search]).toEqual([[], ''])
  await act(() => reloaded.session.signOut())
  reloaded.use({ method: 'redirect' })
  await page.settle()
  expect(reloaded.session.getState()).toEqual({ status: 'signed-out', reason: 'signed-out' })
})

test('a tab that could not keep its pin does not leave, and says why', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const left = stubLeaving()
  const page = pinPageAtEmulator({ storage: 'memory' })
  const { result } = page.use({ method: 'redirect' })
  const blocked = vi.spyOn(window, 'sessionStorage', 'get').mockImplementation(() => {
    throw new DOMException('Denied', 'SecurityError')
  })
  try {
    act(() => result.current.start())
    await page.settle()
    expect(result.current).toMatchObject({ status: 'error', error: { code: 'storage' } })
    expect(left).toEqual([])
  } finally {
    blocked.mockRestore()
  }
})

test('the landing page leaves a return to the tab that left, whichever of its pages goes on', async () => {
  const page = await back('redirect')
  finishPlexReturn('Go back to the app.')
  expect([kept(), page.watched.said, window.location.search]).toEqual([[keyOf('redirect')], [], '?a=1'])
  expect(page.watched.close).not.toHaveBeenCalled()
  expect(document.body.textContent).toBe('')
  goTo('/another-page')
  page.approve()
  const { result } = page.reload().use({ method: 'redirect' })
  await page.settle()
  expect(result.current.status).toBe('done')
})

test('a link screen leaves a return alone', async () => {
  const page = await back('redirect')
  page.use({ method: 'link' })
  await page.settle()
  expect([kept().sort(), watchedNothing(page.watched)]).toEqual([[keyOf('link'), keyOf('redirect')], true])
})
const watchedNothing = ({ said, close }: ReturnType<typeof watchReturn>) =>
  said.length === 0 && close.mock.calls.length === 0

test('a tab that comes back when somebody is signed in already forgets its pin', async () => {
  const page = await back('redirect')
  const { login, password } = page.plexTv.person('plain')
  await page.session.start(await signIn(page.session.client, { login, password }))
  expect(kept()).toHaveLength(1)
  renderHook(() => usePlexSession(), { wrapper: page.wrapper })
  await page.settle()
  expect(kept()).toEqual([])
  expect(window.location.search).not.toContain('foyer')
})

test('somebody else’s nonce takes no pin of this tab’s', async () => {
  const page = await back('redirect')
  goTo(`/in?foyer=${foreign}`)
  const asked = page.plexTv.requests().length
  page.approve()
  const { result } = page.use({ method: 'redirect' })
  await page.pass(10_000)
  expect([result.current.status, page.session.getState().status]).toEqual(['idle', 'signed-out'])
  expect(kept()).toEqual([keyOf('redirect')])
  expect(page.plexTv.requests()).toHaveLength(asked)
})

/** A page that waits for the window that it opened. */
async function openedWindow() {
  const browser = stubWindows()
  const page = pinPageAtEmulator()
  const { result } = page.use({ method: 'popup' })
  act(result.current.start)
  await page.settle()
  return { page, browser, result }
}

const returned = (nonce: string) => ({ nonce, type: 'returned' })

describe('in a window that another page opened', () => {
  test('the landing page tells that page the nonce and no more, cleans the URL, and closes when it is answered', async () => {
    pinPageAtEmulator()
    const { said, close } = watchReturn()
    const waiting = new BroadcastChannel('foyer.pin')
    goTo(`/done?foyer=${foreign}&a=1#b`)
    document.body.textContent = 'the app'
    finishPlexReturn()
    finishPlexReturn()
    expect([said, window.location.href]).toEqual([[returned(foreign)], 'http://localhost:3000/done?a=1#b'])
    expect([window.history.state, close.mock.calls.length]).toEqual([{ theirs: true }, 0])
    waiting.postMessage({ nonce: 'another', type: 'heard' })
    waiting.postMessage({ nonce: foreign, type: 'heard' })
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
    finishPlexReturn('<b>Go back</b>')
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

  test('whose page is gone, it goes on by itself with the pin that it was given', async () => {
    const given = new Map<string, string>()
    const browser = stubWindows()
    const page = pinPageAtEmulator()
    const { result } = page.use({ method: 'popup', rememberMe: false })
    act(result.current.start)
    const [opened] = browser.opened
    Object.assign(opened ?? {}, {
      sessionStorage: { getItem: () => null, setItem: (key: string, text: string) => given.set(key, text) },
    })
    await page.settle()
    const forwardUrl = forwardUrlIn(opened?.went[0])
    page.approve()
    act(result.current.cancel)
    expect(kept()).toEqual([])
    // The window, with a storage of its own.
    for (const [key, text] of given) sessionStorage.setItem(key, text)
    const { close } = watchReturn()
    goTo(forwardUrl.href)
    const reloaded = page.reload()
    const { result: there } = reloaded.use({ method: 'popup' })
    await page.pass(2000)
    expect(there.current.status).toBe('idle')
    await page.pass(2000)
    expect(there.current).toMatchObject({ status: 'done', user: { username: 'ada' } })
    expect([close.mock.calls.length, kept()]).toEqual([0, []])
  })

  test('the page that waits there looks at once', async () => {
    const { page, browser, result } = await openedWindow()
    await page.pass(3000)
    page.approve()
    const forwardUrl = forwardUrlIn(browser.opened[0]?.went[0])
    const { close } = watchReturn()
    goTo(forwardUrl.href)
    finishPlexReturn()
    // No time passes: the look is not the poller's own.
    await vi.waitFor(async () => {
      await page.settle()
      expect(result.current.status).toBe('done')
    })
    await vi.waitFor(() => expect(close).toHaveBeenCalledOnce())
  })

  test('is answered, and closes, though whoever opened it has been signed in meanwhile and is gone', async () => {
    const { page, browser, result } = await openedWindow()
    const shown = page.use({ method: 'redirect' })
    page.approve()
    await page.pass(4000)
    expect(result.current.status).toBe('done')
    const { close } = watchReturn()
    goTo(forwardUrlIn(browser.opened[0]?.went[0]).href)
    finishPlexReturn()
    await vi.waitFor(() => expect(close).toHaveBeenCalledOnce())
    shown.unmount()
  })

  test('the page that waits there closes it too, and does not look while it is in front', async () => {
    const { page, browser, result } = await openedWindow()
    const focus = vi.spyOn(document, 'hasFocus').mockReturnValue(false)
    await page.pass(30_000)
    expect(page.polls()).toBe(3)
    goTo(forwardUrlIn(browser.opened[0]?.went[0]).href)
    // Not approved: the person went back and forth there, say.
    watchReturn()
    finishPlexReturn()
    await vi.waitFor(async () => {
      await page.settle()
      expect(page.polls()).toBe(4)
    })
    expect(browser.opened[0]?.closed).toBe(true)
    expect(result.current).toMatchObject({ status: 'waiting', window: 'lost' })
    for (let looks = 0; looks < 2; looks++) await page.nextPoll()
    expect([page.polls(), result.current.status]).toEqual([6, 'waiting'])
    focus.mockRestore()
  })

  test('one of a sign-in that was called off closes no window of the next', async () => {
    const { page, browser, result } = await openedWindow()
    const [severed = expect.unreachable()] = browser.opened
    act(result.current.cancel)
    page.plexTv.fail({ kind: 'hang', endpoint: 'pin' })
    act(result.current.start)
    const heard = vi.fn()
    const listener = new BroadcastChannel('foyer.pin')
    listener.addEventListener('message', heard)
    watchReturn()
    goTo(forwardUrlIn(severed.went[0]).href)
    finishPlexReturn()
    await vi.waitFor(() => expect(heard).toHaveBeenCalled())
    listener.close()
    await page.settle()
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
  finishPlexReturn('text')
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
    const page = pinPageAtEmulator()
    const first = page.use<'popup' | 'link'>({ method, rememberMe: true })
    if (method === 'popup') act(first.result.current.start)
    await page.settle()
    const code = page.code()
    page.approve()
    const second = page.reload().use<'popup' | 'link'>({ method })
    expect(second.result.current).toMatchObject(
      method === 'link' ? { status: 'waiting', code } : { status: 'waiting', window: 'lost' },
    )
    await page.settle()
    expect([second.result.current.status, page.made()]).toEqual(['done', 1])
  })

  test('and a pin that has ended since is not spoken of', async () => {
    stubWindows()
    const page = pinPageAtEmulator()
    act(page.use({ method: 'popup' }).result.current.start)
    await page.settle()
    const reloaded = page.reload()
    page.clock.advance(3_600_000)
    const { result } = reloaded.use({ method: 'popup' })
    await page.settle()
    expect([result.current.status, kept()]).toEqual(['idle', []])
  })

  test.each(['popup', 'link'] as const)(
    'when the form is closed while the person is asked for, and opened again (%s)',
    async (method) => {
      stubWindows()
      const page = pinPageAtEmulator()
      const told = vi.fn()
      const first = page.use<'popup' | 'link'>({ method })
      if (method === 'popup') act(first.result.current.start)
      await page.settle()
      const outage = page.plexTv.fail({ kind: 'status', status: 503, endpoint: 'user' })
      page.approve()
      await page.pass(12_000)
      expect(first.result.current).toMatchObject({ status: 'approved', connection: 'unreachable' })
      first.unmount()
      await page.pass(1000)
      outage.stop()
      await page.pass(60_000)
      // Behind a closed form nobody is signed in.
      expect(page.session.getState().status).toBe('signed-out')
      const second = page.use<'popup' | 'link'>({ method, onSignedIn: told })
      await page.settle()
      expect([second.result.current.status, page.made(), told.mock.calls.length]).toEqual(['done', 1, 1])
    },
  )

  test('but is not kept for whoever comes long after', async () => {
    stubWindows()
    const page = pinPageAtEmulator()
    const { result, unmount } = page.use({ method: 'popup' })
    act(result.current.start)
    await page.settle()
    page.plexTv.fail({ kind: 'status', status: 503, endpoint: 'user' })
    page.approve()
    await page.pass(12_000)
    unmount()
    await page.pass(301_000)
    const again = page.use({ method: 'popup' })
    await page.settle()
    expect([again.result.current.status, page.clock.waiting, kept()]).toEqual(['idle', 0, []])
  })
})

describe('back from plex.tv’s page by the browser’s button', () => {
  test.each(['redirect', 'popup'] as const)(
    'the page is as before, and going forward again still signs in (%s)',
    async (method) => {
      const browser = stubWindows()
      browser.blocks = true
      const left = stubLeaving()
      const page = pinPageAtEmulator()
      const { result, unmount } = page.use<'redirect' | 'popup'>({ method })
      act(() => result.current.start())
      await page.settle()
      if ('continueInThisTab' in result.current) act(result.current.continueInThisTab)
      const forwardUrl = forwardUrlIn(left[0])
      act(() => void window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
      expect(result.current.status).toBe('idle')
      unmount()
      await page.settle()
      vi.unstubAllGlobals()
      goTo(forwardUrl.href)
      page.approve()
      const again = page.reload().use<'redirect' | 'popup'>({ method })
      await page.settle()
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
      const page = pinPageAtEmulator()
      for (const method of ['popup', 'redirect'] as const) {
        const { result } = page.use<'popup' | 'redirect'>({ method })
        expect(result.current.status).toBe('unavailable')
        act(() => result.current.start())
        await page.settle()
        expect(result.current.status).toBe('unavailable')
      }
      const link = page.use({ method: 'link' })
      await page.settle()
      expect([browser.opened, page.made(), link.result.current.status]).toEqual([[], 1, 'waiting'])
    },
  )
})

test('a waiting pin survives a component that is made anew, and every reload', async () => {
  const page = pinPageAtEmulator()
  const first = page.use({ method: 'link' })
  await page.settle()
  first.unmount()
  page.use({ method: 'link' })
  await page.settle()
  expect(kept()).toEqual([keyOf('link')])
  page.reload().use({ method: 'link' })
  await page.settle()
  page.approve()
  const { result } = page.reload().use({ method: 'link' })
  await page.settle()
  expect([result.current.status, page.made()]).toEqual(['done', 1])
})
