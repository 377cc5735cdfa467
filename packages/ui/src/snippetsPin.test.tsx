// These are what people write with Foyer's pins, each block as it would stand in a file of theirs; and each is run.
import { createPin, createPlexClient, createPlexSession, isPlexError, waitForPin } from '@foyer/client'
import { createEmulator } from '@foyer/emulator'
import { PlexProvider, usePlexCountdown, usePlexPin } from '@foyer/hooks'
import { act, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { en } from './messages/en.ts'
import { explain } from './messages/messages.ts'

// (c) Popup button with own look --------------------------------------------------------------------
function PlexButton() {
  const pin = usePlexPin({ method: 'popup' })
  switch (pin.status) {
    case 'idle':
      return (
        <button type="button" onClick={pin.start}>
          Sign in with Plex
        </button>
      )
    case 'creating':
    case 'waiting':
      if (pin.window === 'blocked')
        return (
          <button type="button" onClick={pin.continueInThisTab}>
            The window was blocked. Continue in this tab
          </button>
        )
      return (
        <p>
          Waiting for Plex…{' '}
          <button type="button" onClick={pin.showWindow}>
            Show the window
          </button>{' '}
          <button type="button" onClick={pin.cancel}>
            Cancel
          </button>
        </p>
      )
    case 'approved':
      return <p>Signing in…</p>
    case 'done':
      return <p>Welcome, {pin.user.title}.</p>
    case 'expired':
      return (
        <button type="button" onClick={pin.start}>
          That took too long. Try again
        </button>
      )
    case 'error':
      return (
        <button type="button" onClick={pin.start}>
          {explain(pin.error, en)} Try again
        </button>
      )
  }
}

// (d) TV link screen with own markup ------------------------------------------------------------------
const why = {
  ok: null,
  offline: 'This TV is offline.',
  unreachable: 'plex.tv does not answer.',
  'rate-limited': 'plex.tv asks us to slow down.',
  forgotten: 'plex.tv does not know this code. Another one follows.',
}
function TvLink() {
  const link = usePlexPin({ method: 'link' }) // starts when mounted, renews its code
  const left = usePlexCountdown(link.status === 'waiting' ? link.expires : null)
  switch (link.status) {
    case 'creating':
      return <h1>····</h1>
    case 'waiting':
      return (
        <>
          <p>Go to {link.url}</p>
          <h1 aria-label={[...link.code].join(' ')}>{link.code}</h1>
          <p>{left?.secondsLeft} s</p>
          <p role="status">{why[link.connection]}</p>
        </>
      )
    case 'approved':
      return <p>One moment…</p>
    case 'done':
      return <p>Welcome, {link.user.title}.</p>
    case 'expired':
    case 'error':
      return (
        <button type="button" onClick={link.start}>
          Get a new code
        </button>
      )
  }
}

// (h) A test of the app's own component against the emulator --------------------------------------------
const plexTv = createEmulator()
const testSession = () =>
  createPlexSession(createPlexClient({ product: 'Reelroom', clientIdentifier: 'test', fetch: plexTv.fetch }), {
    storage: 'memory',
  })

test('(d, h) signs in when the code is typed on plex.tv/link', async () => {
  render(
    <PlexProvider session={testSession()}>
      <TvLink />
    </PlexProvider>,
  )
  const code = await screen.findByRole('heading', { name: /^\w \w \w \w$/ })
  expect(screen.getByText(/^(900|899) s$/)).toBeDefined()
  expect(screen.getByText('Go to https://plex.tv/link')).toBeDefined()
  plexTv.approvePin(code.textContent ?? '', 'plain')
  lookAgain() // or wait two seconds
  await screen.findByText('Welcome, Ada Lovelace.')
})

// (extra) without React: a script -----------------------------------------------------------------------
async function script(signal?: AbortSignal) {
  const plex = createPlexClient({ product: 'Reelroom CLI', clientIdentifier: 'cli-1' })
  const pin = await createPin(plex, 'link')
  console.log(`Go to ${pin.url} and type ${pin.code}`)
  try {
    const { user } = await waitForPin(plex, pin, { signal })
    console.log(`Hello ${user.title}`)
  } catch (error) {
    if (isPlexError(error) && error.code === 'pin-not-found') console.log('Too late.')
    else throw error
  }
}

// ------------------------------------------------------------------------------------------------------
/** The person comes back to the page. */
const lookAgain = () => act(() => void window.dispatchEvent(new Event('focus')))
const press = (name: string | RegExp) => act(() => screen.getByRole('button', { name }).click())

beforeEach(() => plexTv.reset())
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  sessionStorage.clear()
})

describe('(c)', () => {
  const open = () => {
    const opened = {
      closed: false,
      document: { title: '', body: { textContent: '' } },
      location: { replace: vi.fn() },
      focus: vi.fn(),
      close() {
        opened.closed = true
      },
    }
    const openWindow = vi.fn<() => typeof opened | null>(() => opened)
    vi.stubGlobal('open', openWindow)
    render(
      <PlexProvider session={testSession()}>
        <PlexButton />
      </PlexProvider>,
    )
    return { opened, openWindow }
  }

  test('signs in by a window', async () => {
    const { opened } = open()
    press('Sign in with Plex')
    press('Show the window')
    expect(opened.focus).toHaveBeenCalled()
    await vi.waitFor(() => expect(opened.location.replace).toHaveBeenCalledOnce())
    plexTv.approvePin(plexTv.pins()[0]?.code ?? '', 'plain')
    lookAgain()
    await screen.findByText('Welcome, Ada Lovelace.')
    expect(opened.closed).toBe(true)
  })

  test('is called off, fails, and begins again', async () => {
    const { opened } = open()
    press('Sign in with Plex')
    press('Cancel')
    expect(opened.closed).toBe(true)
    plexTv.fail({ kind: 'offline', times: 1 })
    press('Sign in with Plex')
    expect((await screen.findByRole('button', { name: /Try again$/ })).textContent).toContain(en.error.network)
    press(/Try again$/)
    expect(screen.getByText(/^Waiting for Plex…/)).toBeDefined()
  })

  test('goes on in this tab when the window is blocked', async () => {
    const { openWindow } = open()
    const { href, origin } = window.location
    const assign = vi.fn()
    vi.stubGlobal('location', { href, origin, assign })
    openWindow.mockReturnValue(null)
    press('Sign in with Plex')
    press(/Continue in this tab$/)
    await vi.waitFor(() => expect(assign.mock.calls[0]?.[0]).toMatch(/^https:\/\/app\.plex\.tv\/auth#\?/))
  })
})

test.each(['offline', 'unreachable', 'rate-limited'] as const)('(d) says what holds it up: %s', async (connection) => {
  render(
    <PlexProvider session={testSession()}>
      <TvLink />
    </PlexProvider>,
  )
  await screen.findByRole('heading', { name: /^\w \w \w \w$/ })
  if (connection === 'offline') vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  else plexTv.fail(connection === 'unreachable' ? { kind: 'offline' } : { kind: 'rate-limited' })
  lookAgain()
  await screen.findByText(why[connection])
})

describe('the script', () => {
  const said: string[] = []
  const run = async (whenAsked: (code: string) => void, signal?: AbortSignal) => {
    said.length = 0
    vi.stubGlobal('fetch', plexTv.fetch)
    vi.spyOn(console, 'log').mockImplementation((text: string) => {
      said.push(text)
      const code = /^Go to https:\/\/plex\.tv\/link and type (\w{4})$/.exec(text)?.[1]
      if (code) whenAsked(code)
    })
    await script(signal)
  }

  test('greets who types its code', async () => {
    await run((code) => plexTv.approvePin(code, 'plain'))
    expect(said[1]).toBe('Hello Ada Lovelace')
  })

  test('says that it is too late', async () => {
    await run(() => plexTv.advance(900_000))
    expect(said[1]).toBe('Too late.')
  })

  test('ends when it is told to', async () => {
    const controller = new AbortController()
    const running = run(() => {}, controller.signal)
    await vi.waitFor(() => expect(plexTv.requests().at(-1)).toMatchObject({ method: 'GET', status: 200 }))
    controller.abort('no time left')
    await expect(running).rejects.toBe('no time left')
  })
})
