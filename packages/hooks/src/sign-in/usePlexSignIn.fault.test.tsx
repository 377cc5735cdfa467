// @module-tag fault
// @module-tag browser
import { faultTest as test } from '@foyer/client/testing'
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { createRoot } from 'react-dom/client'
import { expect } from 'vitest'
import { PlexProvider } from '../PlexProvider.tsx'
import { OwnForm, Who } from '../testing/OwnForm.tsx'
import { sessionAtEmulator } from '../testing/sessionAtEmulator.ts'

// React listens to the document from its first root on; that is not what a test leaves behind.
createRoot(document.createElement('div'))

test('app gives its own query client, with wild defaults, to a form → no secret in it or on the page at any step', async ({
  canary,
}) => {
  const app = sessionAtEmulator()
  const person = app.plexTv.person('twoFactor')
  const code = canary.secret('code of the moment', person.currentCode())
  canary.secret('password of the person', person.password)
  const token = canary.secret('token of the person', app.plexTv.tokenFor('twoFactor', 'test'))
  const secret = () => screen.getByLabelText<HTMLInputElement>('Secret')
  const look = () => {
    canary.seePage()
  }
  canary.after(async () => {
    cleanup()
    app.session.close()
  })
  render(
    <PlexProvider session={app.session}>
      <OwnForm />
      <Who />
    </PlexProvider>,
  )
  const answers = app.hold()
  const during = async () => {
    await waitFor(() => expect(answers.count).toBe(1))
    look()
    answers.release()
  }
  screen.getByLabelText<HTMLInputElement>('Login').value = person.login
  secret().value = person.password
  fireEvent.submit(screen.getByRole('form'))
  await during()
  await screen.findByText('verification')
  look()
  secret().value = code
  fireEvent.submit(screen.getByRole('form'))
  await during()
  await screen.findByText(/Tomás Vidal/)
  expect(await app.session.getToken()).toBe(token)
  look()
})
