import { type PlexUser, type SessionBackend, signIn } from '@foyer/client'
import { faultTest as test } from '@foyer/client/testing'
import { PlexProvider } from '@foyer/hooks'
import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { createRoot, hydrateRoot, type Root } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, describe, expect, vi } from 'vitest'
import { AccountCard, PlexSignIn, Show } from './index.ts'
import { en } from './messages/en.ts'
import { sessionAtEmulator } from './testing/sessionAtEmulator.ts'

const page = ({ session }: Pick<ReturnType<typeof sessionAtEmulator>, 'session'>, initialUser?: PlexUser | null) => (
  <PlexProvider session={session} initialUser={initialUser}>
    <Show when="signed-in" pending={<p>One moment</p>} fallback={<PlexSignIn />}>
      <AccountCard />
    </Show>
  </PlexProvider>
)
const endings: (() => void)[] = []
/** Opens a session that is closed after the test. */
function at(...given: Parameters<typeof sessionAtEmulator>) {
  const app = sessionAtEmulator(...given)
  endings.push(app.session.close)
  return app
}
/** Opens a session that is not known yet, as on a server; `known` ends that. */
function unknown(world?: Parameters<typeof sessionAtEmulator>[1]) {
  let answer: (user: PlexUser | null) => void = () => {}
  const restored = new Promise<PlexUser | null>((resolve) => {
    answer = resolve
  })
  const backend: SessionBackend = { accept: async () => {}, restore: () => restored, signOut: async () => {} }
  const app = at({ backend }, world)
  endings.push(() => answer(null))
  return { ...app, known: (user: PlexUser | null) => act(async () => answer(user)) }
}
const fetchUser = async ({ plexTv, session }: ReturnType<typeof sessionAtEmulator>) =>
  (await signIn(session.client, plexTv.person('plain'))).user

// React listens to the document from its first root on; that is not what a test leaves behind.
createRoot(document.createElement('div'))

let root: Root | undefined
let container = document.body
function put(html: string) {
  container = document.body.appendChild(document.createElement('div'))
  container.innerHTML = html
}
async function hydrate(children: ReactNode) {
  const recovered = vi.fn()
  await act(async () => {
    root = hydrateRoot(container, children, { onRecoverableError: recovered })
  })
  expect(recovered.mock.calls).toEqual([])
}
afterEach(() => {
  act(() => root?.unmount())
  for (const end of endings.splice(0)) end()
  if (container !== document.body) container.remove()
})
const login = () => screen.getByLabelText<HTMLInputElement>(en.signIn.login)
const password = () => screen.getByLabelText<HTMLInputElement>(en.signIn.password)

describe('server HTML', () => {
  test('is what to show meanwhile, when the server does not know', () => {
    expect(renderToString(page(unknown()))).toBe('<p>One moment</p>')
  })

  test('is the form, when nobody is signed in; without its script it has nowhere to go', () => {
    put(renderToString(page(unknown(), null)))
    expect(login().form?.getAttribute('method')).toBe('dialog')
    expect([login().form?.hasAttribute('action'), password().getAttribute('value')]).toEqual([false, null])
  })

  test('somebody with a hostile name is in server HTML → a text, isolated, in the card', {
    tags: ['fault', 'hostile-input'],
  }, async () => {
    const app = unknown({ scenario: 'hostile-names' })
    const title = `${app.plexTv.person('plain').title}\u202E\u2066`
    const html = renderToString(page(app, { ...(await fetchUser(app)), title }))
    expect(html).not.toMatch(/<img|<script|<\/script/)
    put(html)
    expect(screen.getByText(title).tagName).toBe('BDI')
    expect(html).not.toContain(app.plexTv.tokenFor('plain', 'test'))
  })
})

describe('in the browser', () => {
  test('a first paint of each kind is taken over → without a warning, and then what is known is shown', {
    tags: ['fault', 'browser'],
  }, async () => {
    const ada = await fetchUser(at())
    for (const initialUser of [undefined, null, ada]) {
      const app = unknown()
      put(renderToString(page(app, initialUser)))
      const first = container.innerHTML
      await hydrate(page(app, initialUser))
      expect(container.textContent).toBe(new DOMParser().parseFromString(first, 'text/html').body.textContent)
      await app.known(ada)
      await screen.findByRole('region', { name: 'Ada Lovelace' })
      act(() => root?.unmount())
      container.remove()
    }
  })

  test('somebody whom the browser remembers replaces the form of a server that does not know them', async () => {
    const app = at()
    put(renderToString(page(app, null)))
    await app.session.start(await signIn(app.session.client, app.plexTv.person('plain')))
    await hydrate(page(app, null))
    await screen.findByRole('region', { name: 'Ada Lovelace' })
  })

  test('typed and ticked before the script came → is kept, and is what is sent', {
    tags: ['fault', 'browser'],
  }, async () => {
    const kept: boolean[] = []
    const store = { read: () => null, write: (_: string, lasting: boolean) => void kept.push(lasting), clear() {} }
    const app = at({ storage: store })
    put(renderToString(page(app, null)))
    const { login: address, password: secret } = app.plexTv.person('plain')
    const fields = [login(), password()]
    login().value = address
    password().value = secret
    screen.getByRole<HTMLInputElement>('checkbox').checked = false
    password().focus()
    await hydrate(page(app, null))
    expect([login(), password()]).toEqual(fields)
    expect([login().value, password().value]).toEqual([address, secret])
    expect(screen.getByRole<HTMLInputElement>('checkbox').checked).toBe(false)
    expect(document.activeElement).toBe(password())
    fireEvent.submit(login().form as HTMLFormElement)
    await waitFor(() => expect(kept).toEqual([false]))
    await screen.findByRole('region', { name: 'Ada Lovelace' })
  })

  const places = (form: HTMLElement) => [
    form.parentElement as HTMLElement,
    form,
    ...form.querySelectorAll<HTMLElement>('div, label, p, button, h2'),
  ]
  const count = () => {
    put(renderToString(page(at(), null)))
    const { length } = places(login().form as HTMLFormElement)
    container.remove()
    return length
  }

  test.each(Array.from({ length: count() }, (_, place) => place))(
    'what was typed is kept though an extension has put an element into place %d',
    async (place) => {
      const app = at()
      put(renderToString(page(app, null)))
      login().value = 'ada@example.com'
      password().value = 'open sesame'
      screen.getByRole<HTMLInputElement>('checkbox').checked = false
      const host = places(login().form as HTMLFormElement)[place] ?? expect.unreachable()
      host.prepend(document.createElement('ext-icon'))
      // React 18 warns twice: of what it found, and that it begins anew.
      const said = vi.spyOn(console, 'error').mockImplementation(() => {})
      await act(async () => {
        root = hydrateRoot(container, page(app, null), { onRecoverableError: () => {} })
      })
      expect([login().value, password().value]).toEqual(['ada@example.com', 'open sesame'])
      expect(screen.getByRole<HTMLInputElement>('checkbox').checked).toBe(false)
      expect(document.querySelector('input[value="open sesame"]')).toBe(null)
      expect(said.mock.calls.map(String).filter((text) => !/server HTML|hydrat/i.test(text))).toEqual([])
      said.mockRestore()
    },
  )

  test('what is typed into one form comes into no other', async () => {
    const app = at()
    put('')
    const roots = [0, 1].map(() => createRoot(container.appendChild(document.createElement('div'))))
    await act(async () => roots[0]?.render(page(app, null)))
    login().value = 'ada@example.com'
    await act(async () => roots[1]?.render(page(app, null)))
    const typed = [...document.querySelectorAll<HTMLInputElement>('[name=login]')].map(({ value }) => value)
    expect(typed).toEqual(['ada@example.com', ''])
    for (const each of roots) act(() => each.unmount())
  })
})
