import { fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createEmulator } from '../createEmulator.ts'
import type { EmulatorOptions } from '../Emulator.ts'
import { callsOf } from '../testing/calls.ts'

const listeners: EventListenerOrEventListenerObject[] = []

beforeEach(() => {
  const add = window.addEventListener
  vi.spyOn(window, 'addEventListener').mockImplementation(
    (type: string, listener: EventListenerOrEventListenerObject) => {
      listeners.push(listener)
      add.call(window, type, listener)
    },
  )
})

afterEach(() => {
  for (const listener of listeners.splice(0)) window.removeEventListener('hashchange', listener)
  document.body.replaceChildren()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

/** The page as a browser has it: its markup, and its script as it was sent. */
async function open(fragment: (pin: { code: string }) => string, options: EmulatorOptions = {}) {
  const emulator = createEmulator(options)
  const { createPin } = callsOf(emulator.fetch)
  const pin = await (await createPin('strong', { Origin: location.origin })).json()
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    // The DOM emulation's URLSearchParams is none to Node's Request.
    const request = new Request(new URL(path, location.origin), { ...init, body: String(init.body) })
    return emulator.pages.fetch(request)
  })
  const read = async (path: string) => (await emulator.pages.fetch(new Request(new URL(path, location.origin)))).text()
  // A page is loaded with its fragment: that is no change of it.
  history.replaceState(null, '', fragment(pin) || location.pathname)
  document.body.innerHTML = /<body>([\s\S]*)<\/body>/.exec(await read('/auth'))?.[1] ?? ''
  new Function(await read('/auth/script.js'))()
  return { emulator, pin }
}

const product = `${encodeURIComponent('context[device][product]')}=${encodeURIComponent('Reel <b>room</b>')}`
const heading = (name: string | RegExp) => screen.findByRole('heading', { name })
const press = () => fireEvent.click(screen.getByRole('button', { name: 'Approve' }))

test.each(['#?', '#!?', '#/?', '#!/?'])(
  'reads a fragment that begins with %s, and shows the product as text',
  async (start) => {
    await open(({ code }) => `${start}clientID=tests&code=${code}&${product}`)
    const shown = await heading('Sign in with Plex')
    expect(document.activeElement).toBe(shown)
    expect(document.title).toBe('Sign in with Plex')
    const [asks, warns] = screen.getAllByText('Reel <b>room</b>').map((product) => product.parentElement?.textContent)
    expect(asks).toBe('Reel <b>room</b> asks to sign in with a Plex account.')
    expect(warns).toBe('Reel <b>room</b> is not hosted by Plex. Go on only if you trust it.')
    expect(screen.getAllByRole('radio')).toHaveLength(7)
  },
)

test('approves as whoever is chosen, and says that the window may be closed', async () => {
  const { emulator } = await open(({ code }) => `#?clientID=tests&code=${code}&${product}`)
  await heading('Sign in with Plex')
  fireEvent.click(screen.getByRole('radio', { name: /Ingrid/ }))
  press()
  await heading('You may close this window')
  expect(screen.getByRole('status').textContent).toBe('Reel <b>room</b> is signed in as Ingrid Solberg.')
  expect(emulator.pins()).toMatchObject([{ status: 'approved' }])
})

test('shows people and product as text, whatever they are called', async () => {
  const hostile = '"><img src=x onerror=alert(1)>'
  await open(({ code }) => `#?clientID=tests&code=${code}&${product.split('=')[0]}=${encodeURIComponent(hostile)}`, {
    scenario: 'hostile-names',
  })
  await heading('Sign in with Plex')
  expect(screen.getAllByText(hostile)).toHaveLength(2)
  expect(screen.getByText('<img src=x onerror=alert(1)></script>')).toBeTruthy()
  expect(document.querySelector('img, script')).toBeNull()
})

test('forwards once approved', async () => {
  const back = `${location.origin}${location.pathname}#back`
  await open(({ code }) => `#?clientID=tests&code=${code}&${product}&forwardUrl=${encodeURIComponent(back)}`)
  await heading('Sign in with Plex')
  press()
  await expect.poll(() => location.hash).toBe('#back')
})

test('shows the red alert when the pin was made elsewhere', async () => {
  await open(({ code }) => `#?clientID=tests&code=${code}&${product}`, { pages: { viewerAddress: '198.51.100.7' } })
  expect((await screen.findByRole('alert')).textContent).toMatch(/^Security Alert/)
})

test('waits while an approval takes its time, then ends', async () => {
  const { emulator } = await open(({ code }) => `#?clientID=tests&code=${code}&${product}`, {
    pages: { approvalMs: 'held' },
  })
  await heading('Sign in with Plex')
  press()
  await heading('Approving…')
  expect(emulator.pins()).toMatchObject([{ status: 'waiting' }])
  emulator.pages.set({ approvalMs: 0 })
  await heading('You may close this window')
})

test.each([
  ['no product', ({ code }: { code: string }) => `#?clientID=tests&code=${code}`],
  ['an undefined code', () => `#?clientID=tests&code=undefined&${product}`],
  ['no fragment', () => ''],
])('is unable to go on with %s, and goes on with a better fragment', async (_what, fragment) => {
  const { pin } = await open(fragment)
  await heading('We were unable to complete this request')
  expect(screen.queryByRole('button')).toBeNull()
  location.hash = `#?clientID=tests&code=${pin.code}&${product}`
  await heading('Sign in with Plex')
})
