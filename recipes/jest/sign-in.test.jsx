import { createPlexClient, createPlexSession } from '@foyer/client'
import { createEmulator, createTestClock } from '@foyer/emulator'
import { act, configure, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { App } from './App.jsx'

// Generous, for a machine that is busy with other things.
jest.setTimeout(60_000)
configure({ asyncUtilTimeout: 20_000 })

let session
afterEach(() => {
  session.close()
  // What plex.tv asked one test to wait for is none of the next one's.
  localStorage.clear()
})

/** The app, with a plex.tv and a session of its own, on one clock. */
function open() {
  const clock = createTestClock()
  const plexTv = createEmulator({ clock })
  const client = createPlexClient({ product: 'Reelroom', clientIdentifier: 'test', fetch: plexTv.fetch, clock })
  session = createPlexSession(client, { storage: 'memory' })
  render(<App session={session} />)
  return { clock, plexTv }
}

async function typePassword({ login, password }) {
  await userEvent.type(screen.getByLabelText(/e-mail/i), login)
  await userEvent.type(screen.getByLabelText('Password'), password)
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
}

test('signs in with a password, and out', async () => {
  const { plexTv } = open()
  await typePassword(plexTv.person('plain'))
  await screen.findByText('Ada Lovelace')
  await userEvent.click(screen.getByRole('button', { name: /sign out/i }))
  await screen.findByLabelText('Password')
})

test('asks for the code of an account with two-factor', async () => {
  const { plexTv } = open()
  const tomas = plexTv.person('twoFactor')
  await typePassword(tomas)
  await userEvent.type(await screen.findByLabelText(/code/i), tomas.currentCode())
  await screen.findByText(tomas.title)
})

test('lets a person try again once plex.tv has been left alone for half a minute', async () => {
  const { clock, plexTv } = open()
  plexTv.fail({ kind: 'rate-limited', times: 1 })
  await typePassword(plexTv.person('plain'))
  await screen.findByText(/too many/i)
  act(() => clock.advance(30_000))
  await userEvent.click(await screen.findByRole('button', { name: 'Sign in' }))
  await screen.findByText('Ada Lovelace')
})

test('signs in by a window of plex.tv’s', async () => {
  // jsdom opens none. This stands in for one, and has what a page may do with it.
  const plexWindow = {
    closed: false,
    document: document.implementation.createHTMLDocument(),
    location: { replace: jest.fn() },
    focus() {},
    close() {
      this.closed = true
    },
  }
  jest.spyOn(window, 'open').mockReturnValue(plexWindow)
  const { clock, plexTv } = open()
  await userEvent.click(screen.getByRole('button', { name: /plex/i }))
  await waitFor(() => expect(plexWindow.location.replace).toHaveBeenCalled())

  const [pin] = plexTv.pins()
  plexTv.approvePin(pin.code, 'plain')
  // The app asks every few seconds: time passes, a second at a look, until it has heard.
  await waitFor(() => {
    clock.advance(1000)
    screen.getByText('Ada Lovelace')
  })
  expect(plexWindow.closed).toBe(true)
})
