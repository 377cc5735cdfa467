import assert from 'node:assert/strict'
import { afterEach, mock, test } from 'node:test'
import { createPlexClient, createPlexSession } from '@foyer/client'
import { createEmulator, createTestClock } from '@foyer/emulator'
import { cleanup, configure, render, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { createElement } from 'react'
import { App } from './App.js'

globalThis.IS_REACT_ACT_ENVIRONMENT = true
// Generous, for a machine that is busy with other things.
configure({ asyncUtilTimeout: 20_000 })

let session
afterEach(() => {
  // Testing Library does this by itself only where `afterEach` is a global.
  cleanup()
  session.close()
  // What plex.tv asked one test to wait for is none of the next one's.
  localStorage.clear()
  mock.restoreAll()
})

/** The app, with a plex.tv and a session of its own, on one clock. */
function open() {
  const clock = createTestClock()
  const plexTv = createEmulator({ clock })
  const client = createPlexClient({ product: 'Reelroom', clientIdentifier: 'test', fetch: plexTv.fetch, clock })
  session = createPlexSession(client, { storage: 'memory' })
  render(createElement(App, { session }))
  return { clock, plexTv }
}

async function typePassword({ login, password }) {
  await userEvent.type(screen.getByLabelText(/e-mail/i), login)
  await userEvent.type(screen.getByLabelText('Password'), password)
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
}

test('signs in with a password and the code of an account with two-factor', async () => {
  const { plexTv } = open()
  const tomas = plexTv.person('twoFactor')
  await typePassword(tomas)
  await userEvent.type(await screen.findByLabelText(/code/i), tomas.currentCode())
  await screen.findByText(tomas.title)
})

test('signs in by a window of plex.tv’s', async () => {
  // jsdom opens none. This stands in for one, and has what a page may do with it.
  const plexWindow = {
    closed: false,
    document: document.implementation.createHTMLDocument(),
    location: { replace: mock.fn() },
    focus() {},
    close() {
      this.closed = true
    },
  }
  mock.method(window, 'open', () => plexWindow)
  const { clock, plexTv } = open()
  await userEvent.click(screen.getByRole('button', { name: /plex/i }))
  await waitFor(() => assert.equal(plexWindow.location.replace.mock.callCount(), 1))

  const [pin] = plexTv.pins()
  plexTv.approvePin(pin.code, 'plain')
  // The app asks every few seconds: time passes, a second at a look, until it has heard.
  await waitFor(() => {
    clock.advance(1000)
    screen.getByText('Ada Lovelace')
  })
  assert.equal(plexWindow.closed, true)
})

test('leaves nothing that keeps the process from ending, though a session stays open', () => {
  createPlexSession(createPlexClient({ product: 'Reelroom', clientIdentifier: 'test' }))
  open()
})
