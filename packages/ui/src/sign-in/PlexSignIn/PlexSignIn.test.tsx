import { askForProfile, signIn } from '@foyer/client'
import { createTextKeyStore, deviceKeys } from '@foyer/client/device-keys'
import { PlexProvider } from '@foyer/hooks'
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { describe, expect, test, vi } from 'vitest'
import { en } from '../../messages/en.ts'
import { ProfilePicker } from '../../profile/ProfilePicker/ProfilePicker.tsx'
import { sessionAtEmulator } from '../../testing/sessionAtEmulator.ts'
import { AccountCard } from '../../user/AccountCard/AccountCard.tsx'
import { Show } from '../../user/Show/Show.tsx'
import { PlexSignIn } from './PlexSignIn.tsx'

const login = () => screen.getByLabelText<HTMLInputElement>(en.signIn.login)
const password = () => screen.getByLabelText<HTMLInputElement>(en.signIn.password)
const code = () => screen.findByLabelText<HTMLInputElement>(en.verification.code)
const form = () => screen.getByRole<HTMLFormElement>('form')
const said = () => screen.getByRole('alert').textContent
const fill = (person: { login: string; password: string }) => {
  login().value = person.login
  password().value = person.password
}

function open(...world: Parameters<typeof sessionAtEmulator>) {
  const app = sessionAtEmulator(...world)
  const onSignedIn = vi.fn()
  const view = render(
    <PlexProvider session={app.session}>
      <Show when="signed-in" fallback={<PlexSignIn onSignedIn={onSignedIn} />}>
        <AccountCard />
      </Show>
    </PlexProvider>,
  )
  return { ...app, onSignedIn, view }
}
async function atSecondStep() {
  const app = open()
  const person = app.plexTv.person('twoFactor')
  fill(person)
  fireEvent.submit(form())
  return { ...app, person, field: await code() }
}

describe('the first step', () => {
  test('has a name, labelled fields for a password manager, and no value in an attribute but the login', () => {
    open()
    expect(form().getAttribute('aria-labelledby')).toBe(screen.getByRole('heading', { name: 'Sign in to Reelroom' }).id)
    expect([login().autocomplete, password().autocomplete]).toEqual(['username', 'current-password'])
    expect([login().name, password().name, password().type]).toEqual(['login', 'password', 'password'])
    expect(form().getAttribute('method')).toBe('dialog')
    password().value = 'open sesame'
    expect(document.body.innerHTML).not.toContain('open sesame')
    expect(screen.getByRole('alert').textContent).toBe('')
  })

  test('signs in with what a password manager filled in without a word, and is replaced by what it led to', async () => {
    const { plexTv, onSignedIn, posts } = open()
    fill(plexTv.person('plain'))
    act(() => {
      for (let times = 0; times < 8; times++) form().requestSubmit()
    })
    await screen.findByRole('region', { name: 'Ada Lovelace' })
    expect(posts()).toBe(1)
    expect(onSignedIn).toHaveBeenCalledOnce()
    expect(onSignedIn.mock.calls[0]).toEqual([expect.objectContaining({ username: 'ada' })])
  })

  test('a wrong password is said beside it; it keeps all that was typed, and may be typed over', async () => {
    const { plexTv } = open()
    const user = userEvent.setup()
    const person = plexTv.person('plain')
    await user.type(login(), person.login)
    await user.type(password(), 'not the password{Enter}')
    await waitFor(() => expect(said()).toBe(en.error['invalid-credentials']))
    expect(document.activeElement).toBe(password())
    expect(document.getElementById(password().getAttribute('aria-describedby') ?? '')).toBe(screen.getByRole('alert'))
    expect([login().value, password().value]).toEqual([person.login, 'not the password'])
    await user.keyboard(`${person.password}{Enter}`)
    await screen.findByRole('region', { name: 'Ada Lovelace' })
  })

  test('a username where only the address will do is said beside the login', async () => {
    const { plexTv } = open()
    const { username, password: right } = plexTv.person('emailOnly')
    fill({ login: username, password: right })
    fireEvent.submit(form())
    await waitFor(() => expect(said()).toBe(en.error['email-required']))
    expect(document.activeElement).toBe(login())
    expect(password().getAttribute('aria-invalid')).toBeNull()
  })

  test.each([
    ['network', { kind: 'offline' }],
    ['server', { kind: 'status', status: 503 }],
    ['unexpected-response', { kind: 'html' }],
    ['unexpected-response', { kind: 'truncated' }],
    ['forbidden', { kind: 'status', status: 403 }],
  ] as const)('%s (%o) has its own words, and lets one go on', async (error, fault) => {
    const { plexTv } = open()
    plexTv.fail({ ...fault, times: 1 })
    fill(plexTv.person('plain'))
    fireEvent.submit(form())
    await waitFor(() => expect(said()).toBe(en.error[error]))
    expect(document.activeElement).toBe(screen.getByRole('alert'))
    expect([login().value, password().value]).toEqual(['ada@example.com', 'ada-demo-password'])
    fireEvent.submit(form())
    await screen.findByRole('region', { name: 'Ada Lovelace' })
  })

  test('a locked address blames no password, and counts down on the button', async () => {
    const { plexTv, posts } = open()
    fill(plexTv.person('locked'))
    fireEvent.submit(form())
    await waitFor(() => expect(said()).toBe(en.error['address-locked']))
    const button = screen.getByRole<HTMLButtonElement>('button', { name: /Try again in 0:(30|29)/ })
    expect([button.getAttribute('aria-disabled'), button.disabled]).toEqual(['true', false])
    act(() => button.click())
    fireEvent.submit(form())
    expect(posts()).toBe(1)
    expect(screen.queryByText(en.error['invalid-credentials'])).toBeNull()
  })

  test('is a password field again at the moment that it is submitted', async () => {
    const { plexTv } = open()
    plexTv.fail({ kind: 'hang' })
    const user = userEvent.setup()
    await user.type(password(), 'open sesame')
    await user.click(screen.getByRole('button', { name: en.signIn.showPassword }))
    expect([password().type, password().value]).toEqual(['text', 'open sesame'])
    login().value = 'ada'
    fireEvent.submit(form())
    expect([password().type, password().value]).toEqual(['password', 'open sesame'])
    await screen.findByRole('button', { name: en.signIn.pending })
    expect(form().getAttribute('aria-busy')).toBe('true')
  })

  test('says so when plex.tv has ended the session, and not when the person has', async () => {
    const { plexTv, session } = open()
    await act(async () => session.start(await signIn(session.client, plexTv.person('plain'))))
    plexTv.revokeTokens('plain')
    await act(() => session.refresh().catch(() => {}))
    expect(screen.getByText(en.session.revoked).closest('[role=status]')).toBeTruthy()
    await act(async () => session.start(await signIn(session.client, plexTv.person('plain'))))
    await act(() => session.signOut())
    expect(screen.queryByText(en.session.revoked)).toBeNull()
  })

  test('says so when the browser has lost the key that renewed the token', async () => {
    const createStore = () => {
      let text: string | null = null
      return {
        read: () => text,
        write(record: string) {
          text = record
        },
        clear() {
          text = null
        },
      }
    }
    const keys = createStore()
    const { plexTv, session } = open({
      storage: createStore(),
      tokens: deviceKeys({ store: createTextKeyStore(keys) }),
    })
    await act(async () => session.start(await signIn(session.client, plexTv.person('plain'))))
    keys.clear()
    plexTv.advance(8 * 24 * 60 * 60_000)
    await act(() => session.refresh().catch(() => {}))
    expect(screen.getByText(en.session.keyLost).closest('[role=status]')).toBeTruthy()
  })

  test('unmounted in flight nobody is signed in', async () => {
    const { plexTv, session, view, onSignedIn } = open()
    plexTv.fail({ kind: 'hang', times: 1 })
    fill(plexTv.person('plain'))
    fireEvent.submit(form())
    await waitFor(() => expect(plexTv.requests()).toHaveLength(1))
    view.unmount()
    await act(async () => {})
    expect(session.getState()).toEqual({ status: 'signed-out', reason: 'never' })
    expect(onSignedIn).not.toHaveBeenCalled()
  })
})

describe('the second step', () => {
  test('takes six digits as soon as they are there, once, and has the login for a password manager', async () => {
    const { field, person, posts } = await atSecondStep()
    expect(document.activeElement).toBe(field)
    expect(field.autocomplete).toBe('one-time-code')
    const username = document.querySelector<HTMLInputElement>('input[autocomplete=username]')
    expect([username?.value, username?.hidden]).toEqual([person.login, true])
    fireEvent.input(field, { target: { value: person.currentCode() } })
    await screen.findByRole('region', { name: 'Tomás Vidal' })
    expect(posts()).toBe(2)
  })

  test.each([
    ['123 456', (digits: string) => `${digits.slice(0, 3)} ${digits.slice(3)}`],
    ['123-456', (digits: string) => `${digits.slice(0, 3)}-${digits.slice(3)}`],
    ['full-width', (digits: string) => digits.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))],
  ])('takes a code pasted as %s', async (_, written) => {
    const { field, person } = await atSecondStep()
    fireEvent.input(field, { target: { value: written(person.currentCode()) } })
    await screen.findByRole('region', { name: 'Tomás Vidal' })
  })

  test.each([
    ['Arabic-Indic', 0x660],
    ['Persian', 0x6f0],
  ])('takes a code in %s digits, and stays a field for six digits', async (_, zero) => {
    const { field, person } = await atSecondStep()
    const typed = person.currentCode().replace(/\d/g, (digit) => String.fromCharCode(zero + Number(digit)))
    fireEvent.input(field, { target: { value: typed } })
    expect([field.value, field.inputMode]).toEqual([person.currentCode(), 'numeric'])
    await screen.findByRole('region', { name: 'Tomás Vidal' })
  })

  test('a code that is mended while the first one is judged is sent when the answer comes', async () => {
    const { field, person, posts } = await atSecondStep()
    const right = person.currentCode()
    const wrong = right.slice(0, 5) + ((Number(right[5]) + 5) % 10)
    fireEvent.input(field, { target: { value: wrong } })
    fireEvent.input(field, { target: { value: right } })
    expect(posts()).toBeLessThan(3)
    await screen.findByRole('region', { name: 'Tomás Vidal' })
    expect(posts()).toBe(3)
  })

  test('the same wrong code, typed anew, is sent again', async () => {
    const { field, posts } = await atSecondStep()
    fireEvent.input(field, { target: { value: '000000' } })
    await waitFor(() => expect(said()).toBe(en.error['verification-invalid']))
    fireEvent.input(field, { target: { value: '00000' } })
    fireEvent.input(field, { target: { value: '000000' } })
    await waitFor(() => expect(posts()).toBe(3))
    await waitFor(() => expect(form().dataset.status).toBe('error'))
  })

  test('what an input method is composing is left alone until it is done, and sent once', async () => {
    const { field, person, posts } = await atSecondStep()
    const wide = person.currentCode().replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))
    fireEvent.compositionStart(field)
    for (let length = 1; length <= 6; length++) {
      field.value = wide.slice(0, length)
      fireEvent(field, new InputEvent('input', { bubbles: true, isComposing: true }))
      expect(field.value).toBe(wide.slice(0, length))
    }
    expect(posts()).toBe(1)
    fireEvent.compositionEnd(field)
    await screen.findByRole('region', { name: 'Tomás Vidal' })
    expect(posts()).toBe(2)
  })

  test('a login that a password manager puts into the code field is taken out, and the field stays as it is', async () => {
    const { field, person } = await atSecondStep()
    fireEvent.input(field, { target: { value: person.login } })
    expect([field.value, field.autocomplete, field.inputMode]).toEqual(['', 'one-time-code', 'numeric'])
    fireEvent.input(field, { target: { value: person.currentCode() } })
    await screen.findByRole('region', { name: 'Tomás Vidal' })
  })

  test('a wrong code is selected; the same is not sent again by itself, but by hand', async () => {
    const { field, posts } = await atSecondStep()
    fireEvent.input(field, { target: { value: '000000' } })
    await waitFor(() => expect(said()).toBe(en.error['verification-invalid']))
    expect(document.activeElement).toBe(field)
    expect([field.selectionStart, field.selectionEnd, field.value]).toEqual([0, 6, '000000'])
    fireEvent.input(field, { target: { value: '000000' } })
    expect(posts()).toBe(2)
    fireEvent.submit(form())
    await waitFor(() => expect(posts()).toBe(3))
    await waitFor(() => expect(form().dataset.status).toBe('error'))
  })

  test('takes a recovery code as typed, asked for or not', async () => {
    const { field, person } = await atSecondStep()
    fireEvent.input(field, { target: { value: person.recoveryCodes[0] } })
    expect(screen.getByLabelText(en.verification.recoveryCode)).toBe(field)
    fireEvent.submit(form())
    await screen.findByRole('region', { name: 'Tomás Vidal' })
  })

  test('goes back to the login that was typed, and to no password', async () => {
    const { person } = await atSecondStep()
    act(() => screen.getByRole('button', { name: en.verification.back }).click())
    expect([login().value, password().value]).toEqual([person.login, ''])
    expect(document.activeElement).toBe(login())
    expect(said()).toBe('')
  })

  test('says at the first step that the password turned out wrong', async () => {
    const { plexTv, field, person } = await atSecondStep()
    plexTv.fail({ kind: 'status', status: 401, times: 1 })
    fireEvent.input(field, { target: { value: person.currentCode() } })
    await waitFor(() => expect(said()).toBe(en.error['invalid-credentials']))
    expect(login().value).toBe(person.login)
    expect(document.activeElement).toBe(password())
  })

  test('locked after five wrong codes says so, and nothing of a wrong password', async () => {
    const { field, posts } = await atSecondStep()
    for (let tries = 0; tries < 6; tries++) {
      field.value = `00000${tries}`
      fireEvent.submit(form())
      await waitFor(() => expect(posts()).toBe(tries + 2))
      await waitFor(() => expect(form().dataset.status).toBe('error'))
    }
    expect(said()).toBe(en.error['address-locked'])
    expect(screen.getByRole('button', { name: /Try again in/ }).getAttribute('aria-disabled')).toBe('true')
  })
})

test('shows who has signed in when it stays on the page', async () => {
  const { plexTv, session } = sessionAtEmulator(undefined, { scenario: 'hostile-names' })
  render(
    <PlexProvider session={session}>
      <PlexSignIn className="mine" style={{ opacity: 1 }} />
    </PlexProvider>,
  )
  fill(plexTv.person('plain'))
  fireEvent.submit(form())
  const status = await screen.findByText(/^Signed in as/)
  expect(status.querySelector('bdi')?.textContent).toBe(plexTv.person('plain').title)
  expect(document.querySelector('img')).toBeNull()
  await act(() => session.signOut())
  expect(login().value).toBe('ada@example.com')
})

describe('while it is to be said who of a Home is watching', () => {
  const household = { storage: 'memory', profiles: askForProfile() } as const
  const openDoor = (door: ReactNode, ...world: Parameters<typeof sessionAtEmulator>) => {
    const app = sessionAtEmulator(...world)
    const { container } = render(<PlexProvider session={app.session}>{door}</PlexProvider>)
    return { ...app, container }
  }

  test('shows what the app has for it in place of the form, and the focus goes there', async () => {
    const { plexTv, session } = openDoor(<PlexSignIn profiles={<ProfilePicker />} />, household)
    screen.getByRole('button', { name: en.signIn.submit }).focus()
    fill(plexTv.person('plexPass'))
    fireEvent.submit(form())
    const picker = await screen.findByRole('region', { name: en.profiles.title })
    expect(screen.queryByRole('form')).toBeNull()
    expect(document.activeElement?.contains(picker)).toBe(true)
    expect(document.activeElement).not.toBe(document.body)
    const pip = plexTv.person('managed').title
    fireEvent.click(await screen.findByRole('button', { name: pip }))
    await waitFor(() => expect(session.getState()).toMatchObject({ status: 'signed-in', user: { title: pip } }))
    expect(screen.queryByRole('region')).toBeNull()
  })

  test('takes the focus from nowhere else when the session was there already', async () => {
    const { plexTv, session } = openDoor(
      <>
        <PlexSignIn profiles={<p>Who is it?</p>} />
        <button type="button">Elsewhere</button>
      </>,
      household,
    )
    screen.getByRole('button', { name: 'Elsewhere' }).focus()
    const noura = await signIn(session.client, plexTv.person('plexPass'))
    await act(async () => void (await session.start(noura)))
    expect(screen.getByText('Who is it?')).toBeTruthy()
    expect(document.activeElement?.textContent).toBe('Elsewhere')
  })

  test('shows no form to an account that is signed in already, and has nothing for it', async () => {
    const { plexTv, session, container } = openDoor(<PlexSignIn />, household)
    const noura = await signIn(session.client, plexTv.person('plexPass'))
    await act(async () => void (await session.start(noura)))
    expect(session.getState().status).toBe('choosing-profile')
    expect(container.innerHTML).toBe('')
    await act(() => session.signOut())
    expect(login()).toBeTruthy()
  })

  test('says whom it has just signed in, where it has nothing for it', async () => {
    const { plexTv } = openDoor(<PlexSignIn />, household)
    fill(plexTv.person('plexPass'))
    fireEvent.submit(form())
    await waitFor(() => expect(screen.getByRole('status').textContent).toContain(plexTv.person('plexPass').title))
    expect(screen.queryByRole('form')).toBeNull()
  })
})
