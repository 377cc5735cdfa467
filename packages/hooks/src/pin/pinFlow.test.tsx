import { denyAccess, type SessionBackend } from '@foyer/client'
import { act, render, renderHook, screen } from '@testing-library/react'
import { describe, expect, test, vi } from 'vitest'
import { usePlexSignIn } from '../sign-in/usePlexSignIn.ts'
import { pinPageAtEmulator } from '../testing/pinPageAtEmulator.tsx'
import { forwardUrlIn, stubLeaving, stubWindows } from '../testing/stubWindows.ts'
import { usePlexUser } from '../user/usePlexUser.ts'
import { usePlexPin } from './usePlexPin.ts'

/** An app's server whose answers to a sign-in a test gives, in order. */
function createServer() {
  const answers: { yes(): void; no(): void }[] = []
  const backend: SessionBackend = {
    accept: () => new Promise((yes, no) => answers.push({ yes, no: () => no(new Error('403')) })),
    restore: async () => null,
    signOut: async () => {},
  }
  return { backend, answers }
}
/** A popup and a form under one session. */
async function open(options?: Parameters<typeof pinPageAtEmulator>[0]) {
  const browser = stubWindows()
  const page = pinPageAtEmulator(options)
  const { result: popup } = page.use({ method: 'popup' })
  const { result: form } = renderHook(() => usePlexSignIn(), { wrapper: page.wrapper })
  await page.settle()
  return {
    ...page,
    browser,
    popup,
    form,
    start: async () => {
      act(popup.current.start)
      await page.settle()
    },
    submit: async (name: 'plain' | 'plexPass') => {
      const { current } = form
      if (current.step !== 'credentials') expect.unreachable()
      else act(() => void current.submitCredentials(page.plexTv.person(name)))
      await page.settle()
    },
  }
}

describe('of two ways into one session the last started wins', () => {
  test('the window, after the password', async () => {
    const { plexTv, start, submit, form, approve, pass, session } = await open()
    plexTv.fail({ kind: 'hang', endpoint: 'sign-in', times: 1 })
    await submit('plexPass')
    expect(form.current).toMatchObject({ status: 'pending' })
    await start()
    expect(form.current).toMatchObject({ step: 'credentials', status: 'idle' })
    approve()
    await pass(4000)
    expect(session.getState()).toMatchObject({ user: { username: 'ada' } })
  })

  test('the password, after the window, which is closed', async () => {
    const { start, submit, approve, pass, popup, browser, session } = await open()
    await start()
    await submit('plexPass')
    expect(popup.current.status).toBe('idle')
    expect(browser.opened[0]?.closed).toBe(true)
    approve()
    await pass(10_000)
    expect(session.getState()).toMatchObject({ user: { username: 'noura' } })
  })

  test('the password, even once the window’s person was on the way in', async () => {
    const { backend, answers } = createServer()
    const { start, submit, approve, pass, settle, popup, session } = await open({ backend })
    await start()
    approve()
    await pass(4000)
    expect(popup.current.status).toBe('approved')
    await submit('plexPass')
    // In line: the server gets the second when it has done with the first.
    expect([popup.current.status, answers.length]).toEqual(['idle', 1])
    answers[0]?.yes()
    await settle()
    expect([session.getState().status, answers.length]).toEqual(['signed-out', 2])
    answers[1]?.yes()
    await settle()
    expect(session.getState()).toMatchObject({ user: { username: 'noura' } })
    expect(popup.current.status).toBe('idle')
  })

  test('two flows: the tab that goes to plex.tv calls off the window', async () => {
    const left = stubLeaving()
    const { use, start, settle, popup, browser } = await open()
    await start()
    const { result: redirect } = use({ method: 'redirect' })
    act(redirect.current.start)
    await settle()
    expect([popup.current.status, browser.opened[0]?.closed, left.length]).toEqual(['idle', true, 1])
  })

  test('a code that only waits calls nothing off; typed, it does', async () => {
    const { use, plexTv, submit, form, pass, settle, session, code } = await open()
    plexTv.fail({ kind: 'hang', endpoint: 'sign-in', times: 1 })
    await submit('plexPass')
    use({ method: 'link' })
    await settle()
    expect(form.current).toMatchObject({ status: 'pending' })
    plexTv.approvePin(code(), 'plain')
    await pass(4000)
    expect(form.current).toMatchObject({ step: 'credentials', status: 'idle' })
    expect(session.getState()).toMatchObject({ user: { username: 'ada' } })
  })

  test('a code whose person was on the way in gives way to a password, and another code comes', async () => {
    const { backend, answers } = createServer()
    const { use, submit, approve, pass, settle, made, code } = await open({ backend })
    const { result: link } = use({ method: 'link' })
    await settle()
    approve()
    await pass(4000)
    expect(link.current.status).toBe('approved')
    await submit('plexPass')
    answers[1]?.no()
    await settle()
    expect(made()).toBe(2)
    expect(link.current).toMatchObject({ status: 'waiting', code: code() })
  })
})

describe('the app’s own server', () => {
  test.each(['popup', 'link'] as const)('that refuses is said to have: %s', async (method) => {
    const { backend, answers } = createServer()
    stubWindows()
    const { use, approve, pass, settle, session } = pinPageAtEmulator({ backend })
    const onSignedIn = vi.fn()
    const { result } = use({ method, onSignedIn })
    await settle()
    if (method === 'popup') act(result.current.start)
    await settle()
    approve()
    await pass(4000)
    answers[0]?.no()
    await settle()
    expect(result.current).toMatchObject({ status: 'error', error: { code: 'backend' } })
    expect([session.getState().status, onSignedIn.mock.calls.length]).toEqual(['signed-out', 0])
    act(result.current.start)
    await settle()
    expect(result.current.status).toBe('waiting')
  })

  test('that answers late says nothing to who has cancelled, nor to who has begun anew since', async () => {
    const { backend, answers } = createServer()
    const { start, approve, pass, settle, popup, session } = await open({ backend })
    await start()
    approve()
    await pass(4000)
    act(() => {
      popup.current.cancel()
      popup.current.start()
    })
    await settle()
    expect(popup.current).toMatchObject({ status: 'waiting', window: 'open' })
    answers[0]?.no()
    await settle()
    expect(popup.current.status).toBe('waiting')
    approve()
    await pass(4000)
    answers[1]?.yes()
    await settle()
    expect(popup.current.status).toBe('done')
    expect(session.getState()).toMatchObject({ user: { username: 'ada' } })
  })

  test('a new code, asked for while it hesitates, is not lost to its answer', async () => {
    const { backend, answers } = createServer()
    const { use, approve, pass, settle, session, code } = pinPageAtEmulator({ backend })
    const { result } = use({ method: 'link' })
    await settle()
    approve()
    await pass(4000)
    expect(result.current.status).toBe('approved')
    act(result.current.start)
    await settle()
    answers[0]?.yes()
    await settle()
    expect(result.current).toMatchObject({ status: 'waiting', code: code() })
    expect(session.getState().status).toBe('signed-out')
  })
})

test('what the app’s own code throws while the session begins is reported, and keeps nobody out', async () => {
  const { start, approve, pass, popup, session } = await open()
  const reported: string[] = []
  const report = (event: ErrorEvent) => {
    event.preventDefault()
    reported.push(event.message)
  }
  window.addEventListener('error', report)
  session.subscribe(() => {
    throw new Error('Oh.')
  })
  await start()
  approve()
  await pass(4000)
  expect(popup.current).toMatchObject({ status: 'done' })
  expect(reported).toEqual(['Oh.'])
  window.removeEventListener('error', report)
})

function Page({ onSignedIn }: { onSignedIn(): void }) {
  return usePlexUser().status === 'signed-in' ? 'page' : <Button onSignedIn={onSignedIn} />
}
function Button({ onSignedIn }: { onSignedIn(): void }) {
  return <button type="button" onClick={usePlexPin({ method: 'popup', onSignedIn }).start} />
}

test('whoever is taken away by the new state is told all the same, once', async () => {
  stubWindows()
  const { wrapper, approve, pass, settle, clock } = pinPageAtEmulator()
  const onSignedIn = vi.fn()
  const { container } = render(<Page onSignedIn={onSignedIn} />, { wrapper })
  await settle()
  act(() => screen.getByRole('button').click())
  await settle()
  approve()
  await pass(4000)
  expect(container.textContent).toBe('page')
  expect(onSignedIn.mock.calls).toEqual([[expect.objectContaining({ username: 'ada' })]])
  await settle()
  expect(clock.waiting).toBe(0)
})

test('a window’s sign-in is as new when the session ends', async () => {
  const { start, approve, pass, popup, session, made } = await open()
  await start()
  approve()
  await pass(4000)
  expect(popup.current.status).toBe('done')
  await act(() => session.signOut())
  await pass(10_000)
  expect([popup.current.status, made()]).toEqual(['idle', 1])
})

describe('a wake', () => {
  const wakes: [string, EventTarget][] = [
    ['visibilitychange', document],
    ['online', window],
    ['focus', window],
    ['pageshow', window],
  ]
  test.each(wakes)('%s asks at once, but never within a second of the last time', async (event, target) => {
    const { use, polls, pass, settle, clock } = pinPageAtEmulator()
    use({ method: 'link' })
    await settle()
    await pass(4000)
    const wake = async () => {
      act(() => void target.dispatchEvent(new Event(event)))
      await settle()
    }
    await wake()
    expect(polls()).toBe(1)
    act(() => clock.advance(999))
    await settle()
    expect(polls()).toBe(1)
    act(() => clock.advance(1))
    await settle()
    expect(polls()).toBe(2)
    act(() => clock.advance(1500))
    await wake()
    expect(polls()).toBe(3)
  })

  test('offline is said at once, and so is being back, with the same code', async () => {
    const { use, plexTv, polls, pass, settle, code } = pinPageAtEmulator()
    const { result } = use({ method: 'link' })
    await settle()
    const first = code()
    const onLine = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    const failing = plexTv.fail({ kind: 'offline' })
    act(() => void window.dispatchEvent(new Event('offline')))
    expect(result.current).toMatchObject({ status: 'waiting', connection: 'offline' })
    await pass(29_000)
    expect(result.current).toMatchObject({ status: 'waiting', connection: 'offline' })
    const before = polls()
    expect(before).toBeLessThan(5)
    failing.stop()
    onLine.mockReturnValue(true)
    act(() => void window.dispatchEvent(new Event('online')))
    await pass(1000)
    expect(polls()).toBe(before + 1)
    expect(result.current).toMatchObject({ status: 'waiting', connection: 'ok', code: first })
  })
})

test('the page that plex.tv’s window came back to hurries a look by its state; nothing else on the channel does', async () => {
  const { start, browser, polls, pass, settle } = await open()
  await start()
  await pass(3000)
  const state = forwardUrlIn(browser.opened[0]?.went[0]).searchParams.get('foyer') ?? expect.unreachable()
  const heard = vi.fn()
  const [channel, listener] = [new BroadcastChannel('foyer.pin'), new BroadcastChannel('foyer.pin')]
  listener.addEventListener('message', heard)
  const say = async (...said: unknown[]) => {
    heard.mockClear()
    for (const one of said) channel.postMessage(one)
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(said.length))
    await settle()
  }
  const before = polls()
  const type = 'returned'
  await say(
    '',
    state,
    null,
    7,
    { state },
    [state],
    { state, type: 'acknowledged' },
    { state: state.slice(1), type },
    { state: [state], type },
  )
  expect(polls()).toBe(before)
  channel.postMessage({ state, type })
  await vi.waitFor(async () => {
    await settle()
    expect(polls()).toBe(before + 1)
  })
  await vi.waitFor(() =>
    expect(heard).toHaveBeenCalledWith(expect.objectContaining({ data: { state, type: 'acknowledged' } })),
  )
  channel.close()
  listener.close()
})

test.each(['popup', 'link'] as const)(
  'an app that says no is heard in its own words, once, and another may try (%s)',
  async (method) => {
    stubWindows()
    const denial = { code: 'not-invited', message: 'Ask Mara to let you in.' }
    const page = pinPageAtEmulator({
      storage: 'memory',
      authorize: ({ user }) => (user.username === 'ada' ? denyAccess(denial) : undefined),
    })
    const [onError, onSignedIn] = [vi.fn(), vi.fn()]
    const { result } = page.use<'popup' | 'link'>({ method, onError, onSignedIn })
    if (method === 'popup') act(result.current.start)
    await page.settle()
    page.approve('plain')
    await page.pass(4000)
    expect(result.current).toMatchObject({ status: 'denied', error: { code: 'access-denied', denial } })
    expect(onError.mock.calls).toEqual([[expect.objectContaining({ code: 'access-denied' })]])
    act(result.current.start)
    await page.settle()
    page.approve('emailOnly')
    await page.pass(4000)
    expect([result.current.status, onSignedIn.mock.calls.length, onError.mock.calls.length]).toEqual(['done', 1, 1])
  },
)
