import type { PlexGrant } from '@foyer/client'
import { act, fireEvent, render, renderHook, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { PlexProvider } from '../PlexProvider.tsx'
import { OwnForm } from '../testing/OwnForm.tsx'
import { type SessionAtEmulator, sessionAtEmulator } from '../testing/sessionAtEmulator.ts'
import { usePlexSignIn } from './usePlexSignIn.ts'

const at = (app: SessionAtEmulator, children: ReactNode) => (
  <PlexProvider session={app.session}>{children}</PlexProvider>
)
const login = () => screen.getByLabelText<HTMLInputElement>('Login')
const secret = () => screen.getByLabelText<HTMLInputElement>('Secret')
const fill = (person: { login: string; password: string }) => {
  // A password manager fills a field without a key or an event.
  login().value = person.login
  secret().value = person.password
}
const submit = () => fireEvent.submit(screen.getByRole('form'))
const step = (name: string) => waitFor(() => expect(screen.getByText(name).tagName).toBe('OUTPUT'))

async function atSecondStep() {
  const app = sessionAtEmulator()
  const person = app.plexTv.person('twoFactor')
  const view = render(at(app, <OwnForm box />))
  fill(person)
  submit()
  await step('verification')
  return { ...app, person, view }
}

describe('a form that plex.tv asked to wait', () => {
  async function lockedOut() {
    const app = sessionAtEmulator()
    app.plexTv.fail({ kind: 'rate-limited', retryAfter: '100', times: 1 })
    const view = render(at(app, <OwnForm />))
    fill(app.plexTv.person('plain'))
    submit()
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('rate-limited'))
    return { app, view }
  }

  test('waits on when it was closed and is opened again', async () => {
    const { app, view } = await lockedOut()
    view.unmount()
    app.clock.advance(60_000)
    const { result } = renderHook(() => usePlexSignIn(), { wrapper: ({ children }) => at(app, children) })
    expect(result.current).toMatchObject({ status: 'error', error: { code: 'rate-limited' } })
    const cooldown = result.current.status === 'error' ? result.current.cooldown?.leftMs() : null
    expect(cooldown).toBe(40_000)
    await act(() => result.current.submitCredentials(app.plexTv.person('plain')))
    expect(app.posted).toHaveLength(1)
    act(() => app.clock.advance(40_000))
    await act(() => result.current.submitCredentials(app.plexTv.person('plain')))
    expect(result.current.step).toBe('done')
  })

  test('is none when the wait is over by then', async () => {
    const { app, view } = await lockedOut()
    view.unmount()
    app.clock.advance(100_000)
    const { result } = renderHook(() => usePlexSignIn(), { wrapper: ({ children }) => at(app, children) })
    expect(result.current.status).toBe('idle')
    expect(localStorage).toHaveLength(0)
  })
})

/** Has elements of an app's own, whose ids are Foyer's names, and what is sent for a box that is not ticked. */
function CrowdedForm() {
  const signIn = usePlexSignIn()
  if (signIn.step !== 'credentials') return <p>Welcome</p>
  const { props } = signIn
  return (
    <form {...props.form} aria-label="Sign in">
      <fieldset id="password">
        <button id="login" type="button">
          Help
        </button>
        <input aria-label="Login" {...props.login} />
        <input aria-label="Secret" {...props.password} />
        <input type="hidden" name={props.rememberMe.name} value="off" />
        <input aria-label="Remember" {...props.rememberMe} />
      </fieldset>
    </form>
  )
}

describe('a form of the app’s own', () => {
  test('is done, and its action kept, though the app’s callback throws', async () => {
    const app = sessionAtEmulator()
    const reported = vi.fn((event: ErrorEvent) => event.preventDefault())
    window.addEventListener('error', reported)
    const onSignedIn = () => {
      throw new Error('Oh.')
    }
    const { result } = renderHook(() => usePlexSignIn({ onSignedIn }), {
      wrapper: ({ children }) => at(app, children),
    })
    await act(() => result.current.submitCredentials(app.plexTv.person('plain')))
    expect(result.current.step).toBe('done')
    expect(reported).toHaveBeenCalledOnce()
    window.removeEventListener('error', reported)
  })

  test('is read when it is submitted: fields that were filled without an event count', async () => {
    const app = sessionAtEmulator()
    const onSignedIn = vi.fn()
    render(at(app, <OwnForm onSignedIn={onSignedIn} />))
    fill(app.plexTv.person('plain'))
    submit()
    await screen.findByText('Welcome, Ada Lovelace.')
    expect(app.posted).toHaveLength(1)
    expect(onSignedIn).toHaveBeenCalledOnce()
  })

  test('is read where FormData is Node’s own, which takes no form', async () => {
    const NodeFormData = class {
      constructor(form?: unknown) {
        if (form !== undefined) throw new TypeError('FormData constructor: Argument 1 could not be converted.')
      }
    }
    vi.stubGlobal('FormData', NodeFormData)
    onTestFinished(() => void vi.unstubAllGlobals())
    const app = sessionAtEmulator()
    render(at(app, <OwnForm />))
    const { login, password } = app.plexTv.person('plain')
    fill({ login, password })
    submit()
    await screen.findByText(/Welcome/)
    expect(Object.fromEntries(app.posted[0] ?? [])).toMatchObject({ login, password })
  })

  test('may have elements of its own, with names and ids like ours', async () => {
    const app = sessionAtEmulator()
    const started = vi.spyOn(app.session, 'start')
    render(at(app, <CrowdedForm />))
    fill(app.plexTv.person('plain'))
    screen.getByLabelText<HTMLInputElement>('Remember').checked = false
    submit()
    await screen.findByText('Welcome')
    expect(started).toHaveBeenCalledWith(expect.anything(), expect.objectContaining({ rememberMe: false }))
  })

  test('signs in by keyboard alone', async () => {
    const app = sessionAtEmulator()
    const user = userEvent.setup()
    const person = app.plexTv.person('twoFactor')
    render(at(app, <OwnForm />))
    await user.tab()
    await user.keyboard(person.login)
    await user.tab()
    await user.keyboard(`${person.password}{Enter}`)
    await step('verification')
    await user.keyboard(`${person.currentCode()}{Enter}`)
    await screen.findByText('Welcome, Tomás Vidal.')
  })

  test('sends one request for eight submits in a task', async () => {
    const app = sessionAtEmulator()
    render(at(app, <OwnForm />))
    fill(app.plexTv.person('plain'))
    act(() => {
      for (let times = 0; times < 8; times++) screen.getByRole<HTMLFormElement>('form').requestSubmit()
    })
    await screen.findByText('Welcome, Ada Lovelace.')
    expect(app.posted).toHaveLength(1)
  })

  test('shows nothing of the password when its field becomes the field for the code, and nothing of the code when it is back', async () => {
    const { person } = await atSecondStep()
    expect(secret().type).toBe('text')
    expect(secret().value).toBe('')
    expect(document.activeElement).toBe(secret())
    secret().value = '000000'
    await userEvent.click(screen.getByRole('button', { name: 'Back' }))
    await step('credentials')
    expect(secret()).toHaveProperty('type', 'password')
    expect(secret().value).toBe('')
    expect(login().value).toBe(person.login)
    expect(document.activeElement).toBe(login())
  })

  test('without the box holds to what the hook was told, else to the session', async () => {
    const kept: boolean[] = []
    const store = { read: () => null, write: (_: string, lasting: boolean) => void kept.push(lasting), clear() {} }
    const app = sessionAtEmulator({ storage: store, remember: true })
    render(at(app, <OwnForm rememberMe={false} />))
    fill(app.plexTv.person('plain'))
    submit()
    await screen.findByText(/Welcome/)
    expect(kept[0]).toBe(false)
    expect(app.posted[0]?.get('rememberMe')).toBe('false')
  })

  test.each([true, false])('with the box holds to the box: %s', async (ticked) => {
    const kept: boolean[] = []
    const store = { read: () => null, write: (_: string, lasting: boolean) => void kept.push(lasting), clear() {} }
    const app = sessionAtEmulator({ storage: store, remember: !ticked })
    render(at(app, <OwnForm box />))
    const box = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Remember' })
    expect(box.checked).toBe(!ticked)
    box.checked = ticked
    fill(app.plexTv.person('plain'))
    submit()
    await screen.findByText(/Welcome/)
    expect(kept[0]).toBe(ticked)
    expect(app.posted[0]?.get('rememberMe')).toBe(String(ticked))
  })
})

describe('a refusal', () => {
  test('of a field marks it, focuses it and selects what is in it; all values stay', async () => {
    const app = sessionAtEmulator()
    render(at(app, <OwnForm />))
    const error = screen.getByRole('alert')
    expect(secret().getAttribute('aria-invalid')).toBe(null)
    fill({ ...app.plexTv.person('plain'), password: 'wrong one' })
    submit()
    await waitFor(() => expect(error.textContent).toBe('invalid-credentials'))
    expect(document.activeElement).toBe(secret())
    expect([secret().selectionStart, secret().selectionEnd]).toEqual([0, 'wrong one'.length])
    expect(secret().getAttribute('aria-invalid')).toBe('true')
    expect(secret().getAttribute('aria-describedby')).toBe(error.id)
    expect(login().getAttribute('aria-invalid')).toBe(null)
    expect(login().value).toBe('ada@example.com')
  })

  test('of the login focuses the login', async () => {
    const app = sessionAtEmulator()
    const { username, password } = app.plexTv.person('emailOnly')
    render(at(app, <OwnForm />))
    fill({ login: username, password })
    submit()
    await waitFor(() => expect(login().getAttribute('aria-invalid')).toBe('true'))
    expect(document.activeElement).toBe(login())
  })

  test.each([
    ['network', { kind: 'offline' }],
    ['server', { kind: 'status', status: 502 }],
    ['rate-limited', { kind: 'rate-limited' }],
    ['unexpected-response', { kind: 'html' }],
    ['unexpected-response', { kind: 'truncated' }],
  ] as const)('that is nobody’s fault focuses the message: %s of %o', async (code, fault) => {
    const app = sessionAtEmulator()
    app.plexTv.fail({ ...fault, times: 1 })
    render(at(app, <OwnForm />))
    fill(app.plexTv.person('plain'))
    submit()
    await waitFor(() => expect(screen.getByRole('alert').textContent).toBe(code))
    expect(document.activeElement).toBe(screen.getByRole('alert'))
    expect(secret().getAttribute('aria-invalid')).toBe(null)
    expect([login().value, secret().value]).toEqual(['ada@example.com', 'ada-demo-password'])
    if (code === 'rate-limited') act(() => app.clock.advance(30_000))
    submit()
    await screen.findByText('Welcome, Ada Lovelace.')
  })

  test('twice the same moves the focus twice', async () => {
    const app = sessionAtEmulator()
    render(at(app, <OwnForm />))
    for (let tries = 0; tries < 2; tries++) {
      fill({ ...app.plexTv.person('plain'), password: 'wrong one' })
      login().focus()
      submit()
      await waitFor(() => expect(document.activeElement).toBe(secret()))
    }
    expect(app.posted).toHaveLength(2)
  })

  test('of a wait disables the button for the ear, and keeps it focusable', async () => {
    const app = sessionAtEmulator()
    app.plexTv.fail({ kind: 'rate-limited', times: 1 })
    render(at(app, <OwnForm />))
    fill(app.plexTv.person('plain'))
    const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Go on' })
    expect(button.getAttribute('aria-disabled')).toBe('false')
    submit()
    await waitFor(() => expect(screen.getByRole('alert').textContent).toBe('rate-limited'))
    expect(button.getAttribute('aria-disabled')).toBe('true')
    expect(button.disabled).toBe(false)
    login().focus()
    act(() => app.clock.advance(30_000))
    await waitFor(() => expect(button.getAttribute('aria-disabled')).toBe('false'))
    // The end of a wait is no reason to move the focus.
    expect(document.activeElement).toBe(login())
  })

  test('by the app’s own server has its own code, and nobody is signed in', async () => {
    const app = sessionAtEmulator({
      backend: {
        accept: async (grant) => {
          throw new Error(`no seat for ${grant.token}`)
        },
        restore: async () => null,
        signOut: async () => {},
      },
    })
    const { result } = renderHook(() => usePlexSignIn(), { wrapper: ({ children }) => at(app, children) })
    const { login, password } = app.plexTv.person('plain')
    await act(() => result.current.submitCredentials({ login, password }))
    expect(result.current).toMatchObject({ step: 'credentials', status: 'error', error: { code: 'backend' } })
    expect(app.session.getState().status).toBe('signed-out')
    const token = app.plexTv.tokenFor('plain', 'test')
    expect(
      JSON.stringify(result.current) + (result.current.status === 'error' && result.current.error.stack),
    ).not.toContain(token)
  })
})

describe('the focus of somebody who is elsewhere on the page', () => {
  const page = (app: SessionAtEmulator) =>
    at(
      app,
      <>
        <OwnForm />
        <input aria-label="Search" />
      </>,
    )
  const search = () => screen.getByLabelText('Search')

  test('stays when the session ends', async () => {
    const app = sessionAtEmulator()
    render(page(app))
    fill(app.plexTv.person('plain'))
    submit()
    await screen.findByText(/Welcome/)
    search().focus()
    await act(() => app.session.signOut())
    await step('credentials')
    expect(document.activeElement).toBe(search())
  })

  test('stays when the password is dropped', async () => {
    const app = sessionAtEmulator()
    render(page(app))
    fill(app.plexTv.person('twoFactor'))
    submit()
    await step('verification')
    search().focus()
    act(() => app.clock.advance(5 * 60_000))
    await step('credentials')
    expect(document.activeElement).toBe(search())
  })

  test('stays when another form takes over', async () => {
    const app = sessionAtEmulator()
    render(
      at(
        app,
        <>
          <section aria-label="first">
            <OwnForm />
          </section>
          <section aria-label="second">
            <OwnForm />
          </section>
        </>,
      ),
    )
    const first = within(screen.getByRole('region', { name: 'first' }))
    const second = within(screen.getByRole('region', { name: 'second' }))
    const person = app.plexTv.person('twoFactor')
    const fillIn = (form: typeof first) => {
      form.getByLabelText<HTMLInputElement>('Login').value = person.login
      form.getByLabelText<HTMLInputElement>('Secret').value = person.password
    }
    fillIn(first)
    fireEvent.submit(first.getByRole('form'))
    await first.findByText('verification')
    app.hold()
    fireEvent.submit(first.getByRole('form'))
    fillIn(second)
    second.getByLabelText('Secret').focus()
    fireEvent.submit(second.getByRole('form'))
    await first.findByText('credentials')
    expect(document.activeElement).toBe(second.getByLabelText('Secret'))
  })

  test('is not moved by a form that nobody has submitted', async () => {
    const app = sessionAtEmulator()
    render(page(app))
    search().focus()
    await act(() => app.session.signOut())
    expect(document.activeElement).toBe(search())
  })
})

test('a password that was dropped is asked for where nobody is elsewhere', async () => {
  const { clock } = await atSecondStep()
  act(() => clock.advance(5 * 60_000))
  await step('credentials')
  expect(document.activeElement).toBe(secret())
  expect(screen.getByRole('alert').textContent).toBe('verification-required')
})

test('a form in a shadow root has its focus moved too', async () => {
  const app = sessionAtEmulator()
  const host = document.body.appendChild(document.createElement('div'))
  const container = host.attachShadow({ mode: 'open' }).appendChild(document.createElement('div'))
  const view = within(render(at(app, <OwnForm />), { container, baseElement: host }).container)
  view.getByLabelText<HTMLInputElement>('Login').value = 'ada@example.com'
  const field = view.getByLabelText<HTMLInputElement>('Secret')
  field.value = 'wrong one'
  fireEvent.submit(view.getByRole('form'))
  await waitFor(() => expect(host.shadowRoot?.activeElement).toBe(field))
  host.remove()
})

test('nothing is sent, moved or said after an unmount in flight', async () => {
  const app = sessionAtEmulator()
  const onSignedIn = vi.fn()
  const { unmount } = render(at(app, <OwnForm onSignedIn={onSignedIn} />))
  const answers = app.hold()
  fill(app.plexTv.person('plain'))
  submit()
  await waitFor(() => expect(answers.count).toBe(1))
  unmount()
  answers.release()
  await vi.waitFor(() => expect(app.plexTv.requests()[0]?.status).toBe(201))
  expect(app.session.getState()).toEqual({ status: 'signed-out', reason: 'never' })
  expect(onSignedIn).not.toHaveBeenCalled()
  expect(app.clock.waiting).toBe(0)
})

describe('the actions', () => {
  test('sign in without a form, and are stable', async () => {
    const app = sessionAtEmulator()
    const onSignedIn = vi.fn<(user: { title: string }) => void>()
    const { result, rerender } = renderHook(() => usePlexSignIn({ onSignedIn }), {
      wrapper: ({ children }) => at(app, children),
    })
    const { submitCredentials, submitCode, back } = result.current
    const person = app.plexTv.person('twoFactor')
    await act(() => submitCredentials({ login: person.login, password: person.password }))
    rerender()
    expect(result.current).toMatchObject({ step: 'verification', submitCredentials, submitCode, back })
    await act(() => submitCode(person.currentCode()))
    expect(result.current).toMatchObject({ step: 'done', submitCredentials, submitCode, back })
    expect(onSignedIn).toHaveBeenCalledOnce()
  })

  test('hold to what the hook was told about staying signed in', async () => {
    const kept: boolean[] = []
    const store = { read: () => null, write: (_: string, lasting: boolean) => void kept.push(lasting), clear() {} }
    const app = sessionAtEmulator({ storage: store })
    const { result } = renderHook(() => usePlexSignIn({ rememberMe: false }), {
      wrapper: ({ children }) => at(app, children),
    })
    const { login, password } = app.plexTv.person('plain')
    await act(() => result.current.submitCredentials({ login, password }))
    expect(kept[0]).toBe(false)
    expect(app.posted[0]?.get('rememberMe')).toBe('false')
  })

  test('call the onSignedIn of the last render', async () => {
    const app = sessionAtEmulator()
    const calls: string[] = []
    const { result, rerender } = renderHook(({ name }) => usePlexSignIn({ onSignedIn: () => calls.push(name) }), {
      initialProps: { name: 'first' },
      wrapper: ({ children }) => at(app, children),
    })
    const answers = app.hold()
    const { login, password } = app.plexTv.person('plain')
    let submitted: Promise<void> | undefined
    act(() => {
      submitted = result.current.submitCredentials({ login, password })
    })
    rerender({ name: 'second' })
    await waitFor(() => expect(answers.count).toBe(1))
    await act(async () => {
      answers.release()
      await submitted
    })
    expect(calls).toEqual(['second'])
  })

  test('begin on a sign-in of its own when the session is another', async () => {
    const one = sessionAtEmulator()
    const two = sessionAtEmulator()
    const view = render(at(one, <OwnForm />))
    fill(one.plexTv.person('twoFactor'))
    submit()
    await step('verification')
    view.rerender(at(two, <OwnForm />))
    await step('credentials')
    fill(two.plexTv.person('plain'))
    submit()
    await screen.findByText('Welcome, Ada Lovelace.')
    expect(one.session.getState().status).toBe('signed-out')
    expect(two.session.getState().status).toBe('signed-in')
  })
})

test('a hook without a provider says what is missing', () => {
  const complain = vi.spyOn(console, 'error').mockImplementation(() => {})
  expect(() => renderHook(() => usePlexSignIn())).toThrow(
    expect.objectContaining({ name: 'PlexError', code: 'misuse', message: expect.stringContaining('PlexProvider') }),
  )
  complain.mockRestore()
})

test('the app is told the user, and no token is anywhere in it', async () => {
  const app = sessionAtEmulator()
  const told: unknown[][] = []
  render(at(app, <OwnForm onSignedIn={(...all: unknown[]) => told.push(all)} />))
  fill(app.plexTv.person('plain'))
  submit()
  await screen.findByText(/Welcome/)
  const grant: Partial<PlexGrant> = { token: await app.session.getToken() }
  expect(told).toHaveLength(1)
  expect(told[0]).toHaveLength(1)
  expect(JSON.stringify(told)).not.toContain(grant.token)
})
