import { type Canary, faultTest as test } from '@foyer/client/testing'
import { PlexProvider } from '@foyer/hooks'
import { act, cleanup, fireEvent, render, waitFor } from '@testing-library/react'
import { createRoot } from 'react-dom/client'
import { expect } from 'vitest'
import { AccountCard, PlexSignIn, Show } from './index.ts'
import { sessionAtEmulator } from './testing/sessionAtEmulator.ts'
import { translate } from './testing/translate.ts'

const form = () => document.querySelector('form') as HTMLFormElement
const field = (name: string) => form().elements.namedItem(name) as HTMLInputElement
const part = (name: string) => document.querySelector(`[data-part=${name}]`)?.textContent ?? ''
const submit = () => fireEvent.submit(form())
const press = (selector: string) => form().querySelector<HTMLElement>(selector)?.click()
const reveal = '[aria-controls]'
const otherMode = '.foyer-links button:first-child'
const back = '.foyer-links button:last-child'

// React listens to the document from its first root on; that is not what a test leaves behind.
createRoot(document.createElement('div'))

/** Opens a page that the browser translates before, during and after each change. */
function open(canary: Canary) {
  const app = sessionAtEmulator()
  const { container } = render(
    <PlexProvider session={app.session}>
      <Show when="signed-in" fallback={<PlexSignIn />}>
        <AccountCard />
      </Show>
    </PlexProvider>,
  )
  canary.after(() => {
    cleanup()
    app.session.close()
  })
  const change = async (task: () => void, done: () => void) => {
    translate(container)
    expect(container.querySelectorAll('font').length).toBeGreaterThan(5)
    act(task)
    translate(container)
    await waitFor(done)
  }
  return { ...app, container, change }
}

test('a page translated by the browser → signs in and out by way of everything that changes a text; no crash', {
  tags: ['fault', 'browser'],
}, async ({ canary }) => {
  const { plexTv, container, change } = open(canary)
  const person = plexTv.person('twoFactor')
  await change(
    () => press(reveal),
    () => expect(field('password').type).toBe('text'),
  )
  await change(
    () => fireEvent.keyDown(field('password'), { key: 'A', modifierCapsLock: true }),
    () => expect(container.textContent).toContain('Caps lock'),
  )
  await change(
    () => fireEvent.blur(field('password')),
    () => expect(container.textContent).not.toContain('Caps lock'),
  )
  field('login').value = person.login
  field('password').value = 'wrong'
  await change(submit, () => expect(part('error')).toContain('don’t match'))
  plexTv.fail({ kind: 'offline', times: 1 })
  await change(submit, () => expect(part('error')).toContain('can’t be reached'))
  field('password').value = person.password
  await change(submit, () => expect(part('title')).toContain('authenticator'))
  await change(
    () => press(otherMode),
    () => expect(part('title')).toContain('recovery'),
  )
  await change(
    () => press(otherMode),
    () => expect(part('title')).toContain('authenticator'),
  )
  field('verificationCode').value = '000000'
  await change(submit, () => expect(part('error')).toContain('not right'))
  await change(
    () => press(back),
    () => expect(field('login').value).toBe(person.login),
  )
  field('password').value = person.password
  await change(submit, () => expect(part('title')).toContain('authenticator'))
  field('verificationCode').value = person.currentCode()
  await change(submit, () => expect(part('name')).toContain('Tomás Vidal'))
  await change(
    () => container.querySelector('button')?.click(),
    () => expect(field('password').value).toBe(''),
  )
})

test('a translated page counts down', async ({ canary }) => {
  const { plexTv, change, container } = open(canary)
  plexTv.fail({ kind: 'rate-limited', retryAfter: '1', times: 1 })
  field('login').value = 'ada'
  field('password').value = 'ada-demo-password'
  await change(submit, () => expect(part('submit')).toContain('Try again in'))
  translate(container)
  await waitFor(() => expect(part('submit')).toBe('Sign in'))
  await change(submit, () => expect(part('name')).toContain('Ada Lovelace'))
})
