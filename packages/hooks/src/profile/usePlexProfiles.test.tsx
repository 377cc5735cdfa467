import { askForProfile, getUser } from '@foyer/client'
import type { PersonName } from '@foyer/emulator'
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { type ReactNode, StrictMode } from 'react'
import { describe, expect, test } from 'vitest'
import { PlexProvider } from '../PlexProvider.tsx'
import { type SessionAtEmulator, sessionAtEmulator } from '../testing/sessionAtEmulator.ts'
import { usePlexUser } from '../user/usePlexUser.ts'
import { usePlexProfiles } from './usePlexProfiles.ts'

/** A picker such as an app may write. */
function Picker(): ReactNode {
  const plex = usePlexUser()
  const home = usePlexProfiles()
  return (
    <>
      <p data-testid="who">{plex.status === 'signed-in' ? plex.user.title : plex.status}</p>
      <p data-testid="home">{home.status}</p>
      {'error' in home && home.error && <p role="alert">{home.error.code}</p>}
      {'profiles' in home &&
        home.profiles.map((profile) => (
          <button
            type="button"
            key={profile.uuid}
            aria-current={profile.uuid === home.currentUuid}
            onClick={() => home.choose(profile)}
          >
            {profile.title}
          </button>
        ))}
      {(home.status === 'asking-pin' || (home.status === 'switching' && home.withPin)) && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            home.submitPin(event.currentTarget.querySelector('input')?.value ?? '')
          }}
        >
          <input aria-label="PIN" type="password" />
          <button type="submit">Go on</button>
        </form>
      )}
      <button type="button" onClick={home.back}>
        Back
      </button>
      <button type="button" onClick={home.reload}>
        Again
      </button>
    </>
  )
}

async function open(name: PersonName = 'plexPass'): Promise<SessionAtEmulator> {
  const app = sessionAtEmulator({ storage: 'memory', profiles: askForProfile() })
  const token = app.plexTv.tokenFor(name, 'test')
  await app.session.start({ token, user: await getUser(app.session.client, token) })
  render(
    <StrictMode>
      <PlexProvider session={app.session}>
        <Picker />
      </PlexProvider>
    </StrictMode>,
  )
  return app
}
const text = (id: 'who' | 'home') => screen.getByTestId(id).textContent
const choose = async (title: string) => fireEvent.click(await screen.findByRole('button', { name: title }))
const givePin = (pin: string) => {
  fireEvent.change(screen.getByLabelText('PIN'), { target: { value: pin } })
  fireEvent.click(screen.getByRole('button', { name: 'Go on' }))
}
const switches = (app: SessionAtEmulator) => app.plexTv.requests().filter(({ path }) => path.endsWith('/switch'))

describe('the profiles of a Home', () => {
  test('are read, and one without a PIN is switched to at once', async () => {
    await open()
    expect(text('who')).toBe('choosing-profile')
    await choose('Pip 🦊')
    await waitFor(() => expect(text('who')).toBe('Pip 🦊'))
    expect(screen.getByRole('button', { name: 'Pip 🦊' }).getAttribute('aria-current')).toBe('true')
    expect(text('home')).toBe('choosing')
  })

  test('ask for a PIN, and again after a wrong one', async () => {
    const app = await open()
    await choose('نورا حداد')
    expect(text('home')).toBe('asking-pin')
    expect(switches(app)).toEqual([])
    givePin('0000')
    expect((await screen.findByRole('alert')).textContent).toBe('profile-pin-invalid')
    expect(text('who')).toBe('choosing-profile')
    givePin(app.plexTv.person('plexPass').profilePin)
    await waitFor(() => expect(text('who')).toBe('نورا حداد'))
  })

  test('keep the PIN on the screen when plex.tv can’t be asked, and say why', async () => {
    const app = await open()
    await choose('نورا حداد')
    const field = screen.getByLabelText<HTMLInputElement>('PIN')
    app.plexTv.fail({ kind: 'rate-limited', endpoint: 'home', times: 1 })
    givePin(app.plexTv.person('plexPass').profilePin)
    expect((await screen.findByRole('alert')).textContent).toBe('rate-limited')
    expect(text('home')).toBe('asking-pin')
    expect(screen.getByLabelText('PIN')).toBe(field)
    expect(field.value).toBe(app.plexTv.person('plexPass').profilePin)
  })

  test('lead back from the PIN', async () => {
    await open()
    await choose('نورا حداد')
    fireEvent.click(screen.getByRole('button', { name: 'Back' }))
    expect(text('home')).toBe('choosing')
  })

  test('have first whoever watched last, and the rest in plex.tv’s order', async () => {
    const app = await open()
    const titles = () => screen.getAllByRole('button').map((button) => button.textContent)
    await screen.findByRole('button', { name: 'Pip 🦊' })
    expect(titles()).toEqual(['نورا حداد', 'Pip 🦊', 'Back', 'Again'])
    const pip = screen.getByRole('button', { name: 'Pip 🦊' })
    pip.focus()
    await choose('Pip 🦊')
    await waitFor(() => expect(text('who')).toBe('Pip 🦊'))
    expect(titles()).toEqual(['Pip 🦊', 'نورا حداد', 'Back', 'Again'])
    expect(document.activeElement).toBe(pip)
    act(() => app.session.leaveProfile())
    expect(text('who')).toBe('choosing-profile')
    expect(titles()).toEqual(['Pip 🦊', 'نورا حداد', 'Back', 'Again'])
  })

  test('are switched once, however often somebody clicks', async () => {
    const app = await open()
    const button = await screen.findByRole('button', { name: 'Pip 🦊' })
    for (let click = 0; click < 5; click++) fireEvent.click(button)
    await waitFor(() => expect(text('who')).toBe('Pip 🦊'))
    expect(switches(app)).toHaveLength(1)
  })

  test('say why a switch came to nothing, and can be chosen again', async () => {
    const app = await open()
    await screen.findByRole('button', { name: 'Pip 🦊' })
    app.plexTv.fail({ kind: 'rate-limited', endpoint: 'home', times: 1 })
    await choose('Pip 🦊')
    expect((await screen.findByRole('alert')).textContent).toBe('rate-limited')
    await choose('Pip 🦊')
    await waitFor(() => expect(text('who')).toBe('Pip 🦊'))
  })

  test('say that they can’t be read, and are read again when asked', async () => {
    const app = sessionAtEmulator({ storage: 'memory', profiles: askForProfile() })
    const token = app.plexTv.tokenFor('plexPass', 'test')
    await app.session.start({ token, user: await getUser(app.session.client, token) })
    const fault = app.plexTv.fail({ kind: 'status', status: 403, endpoint: 'home' })
    render(
      <PlexProvider session={app.session}>
        <Picker />
      </PlexProvider>,
    )
    expect((await screen.findByRole('alert')).textContent).toBe('forbidden')
    expect(text('home')).toBe('failed')
    fault.stop()
    fireEvent.click(screen.getByRole('button', { name: 'Again' }))
    await screen.findByRole('button', { name: 'Pip 🦊' })
  })

  test('are unavailable once nobody is signed in', async () => {
    const app = await open()
    await screen.findByRole('button', { name: 'Pip 🦊' })
    await act(() => app.session.signOut())
    expect(text('home')).toBe('unavailable')
    expect(text('who')).toBe('signed-out')
  })
})

test('a Home of one is no question', async () => {
  const app = sessionAtEmulator({ storage: 'memory', profiles: askForProfile() })
  const token = app.plexTv.tokenFor('plain', 'test')
  const user = await getUser(app.session.client, token)
  await app.session.start({ token, user: { ...user, inHome: true } })
  render(
    <PlexProvider session={app.session}>
      <Picker />
    </PlexProvider>,
  )
  await waitFor(() => expect(text('who')).toBe('Ada Lovelace'))
})
