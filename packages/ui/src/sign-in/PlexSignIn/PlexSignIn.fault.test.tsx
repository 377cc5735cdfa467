// @module-tag fault
import { createPlexClient, createPlexSession } from '@foyer/client'
import { type Canary, faultTest as test } from '@foyer/client/testing'
import { createEmulator, type Fault, type PersonName } from '@foyer/emulator'
import { PlexProvider } from '@foyer/hooks'
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { createRoot } from 'react-dom/client'
import { describe, expect } from 'vitest'
import { AccountCard, PlexSignIn, Show } from '../../index.ts'
import { en } from '../../messages/en.ts'

// React listens to the document from its first root on; that is not what a test leaves behind.
createRoot(document.createElement('div'))

/** A page with the whole sign-in on it; all that it shows and keeps is searched. */
function open(canary: Canary, forms = 1) {
  const plexTv = createEmulator({ seed: Math.floor(Math.random() * 2 ** 31) })
  for (const { name, password } of plexTv.people()) {
    if (password) canary.secret(`password of ${name}`, password)
    canary.secret(`token of ${name}`, plexTv.tokenFor(name, 'tests'))
  }
  const client = createPlexClient({ product: 'Reelroom', clientIdentifier: 'tests', fetch: plexTv.fetch })
  const session = createPlexSession(client, { storage: 'memory' })
  const look = () => {
    canary.seePage()
    canary.see('the state', session.getState())
  }
  const states = session.subscribe(look)
  const { unmount } = render(
    <PlexProvider session={session}>
      <Show when="signed-in" fallback={Array.from({ length: forms }, (_, key) => <PlexSignIn key={String(key)} />)}>
        <AccountCard />
      </Show>
    </PlexProvider>,
  )
  canary.after(async () => {
    look()
    states()
    cleanup()
    session.close()
  })
  const posts = () => plexTv.requests().filter(({ method }) => method === 'POST').length
  return { plexTv, session, posts, unmount, look }
}

const form = (at = 0) => document.querySelectorAll('form')[at] as HTMLFormElement
const field = (name: string, at = 0) => form(at).elements.namedItem(name) as HTMLInputElement
const said = () => screen.getByRole('alert').textContent
const submit = (at = 0) => fireEvent.submit(form(at))
function fill({ login, password }: { login: string; password: string }, at = 0) {
  field('login', at).value = login
  field('password', at).value = password
}
async function submitted(canary: Canary, name: PersonName) {
  const page = open(canary)
  const person = page.plexTv.person(name)
  fill(person)
  submit()
  return { ...page, person }
}

const refusals: [string, Fault, keyof typeof en.error][] = [
  ['a connection refused', { kind: 'offline' }, 'network'],
  ['502 with HTML', { kind: 'status', status: 502 }, 'server'],
  ['429', { kind: 'rate-limited' }, 'rate-limited'],
  ['HTML from a captive portal', { kind: 'html' }, 'unexpected-response'],
  ['truncated JSON', { kind: 'truncated' }, 'unexpected-response'],
]

/** What a person sees of what goes wrong while signing in. */
describe('no sign-in, when the form is submitted → own words; form editable, values kept, focus on the message; one POST', {
  tags: 'network',
}, () => {
  test.for(refusals)('%s', async ([, kind, code], { canary }) => {
    const { plexTv, posts } = open(canary)
    const { login, password } = plexTv.person('plain')
    plexTv.fail(kind)
    fill({ login, password })
    submit()
    await waitFor(() => expect(said()).toBe(en.error[code]))
    expect(document.activeElement).toBe(screen.getByRole('alert'))
    expect([field('login').value, field('password').value]).toEqual([login, password])
    expect([field('password').disabled, field('password').readOnly]).toEqual([false, false])
    expect(posts()).toBe(1)
  })
})

test('wrong verification code, five times, in the form → stays on that step with the code selected, then what plex.tv says, which blames no password', {
  tags: 'protocol',
}, async ({ canary }) => {
  const { posts } = await submitted(canary, 'twoFactor')
  await waitFor(() => expect(field('verificationCode')).toBe(document.activeElement))
  for (let tries = 0; tries < 6; tries++) {
    field('verificationCode').value = `00000${tries}`
    submit()
    await waitFor(() => expect(posts()).toBe(tries + 2))
    await waitFor(() => expect(form().dataset.status).toBe('error'))
    if (tries < 5) expect(field('verificationCode').selectionEnd).toBe(6)
  }
  expect(said()).toBe(en.error['address-locked'])
})

test('password wrong at the second step → back to the first, says why, login kept', { tags: 'protocol' }, async ({
  canary,
}) => {
  const { plexTv, person } = await submitted(canary, 'twoFactor')
  await waitFor(() => expect(field('verificationCode')).toBe(document.activeElement))
  plexTv.fail({ kind: 'status', status: 401, times: 1 })
  field('verificationCode').value = canary.secret('code of the moment', person.currentCode())
  submit()
  await waitFor(() => expect(said()).toBe(en.error['invalid-credentials']))
  expect([field('login').value, field('password').value]).toEqual([person.login, ''])
})

test('two forms of one session, submitted one after the other → the last submitted wins; the other is as new', {
  tags: 'protocol',
}, async ({ canary }) => {
  const { plexTv, session } = open(canary, 2)
  plexTv.fail({ kind: 'hang', times: 1 })
  fill(plexTv.person('plain'), 0)
  submit(0)
  await waitFor(() => expect(plexTv.requests()).toHaveLength(1))
  fill(plexTv.person('plexPass'), 1)
  submit(1)
  await waitFor(() => expect(form(0).dataset.status).toBe('idle'))
  await waitFor(() => expect(session.getState()).toMatchObject({ user: { username: 'noura' } }))
})

test('plex.tv no longer knows the token of somebody who is signed in → signed out once, as `revoked`; the form is there again', {
  tags: 'protocol',
}, async ({ canary }) => {
  const { plexTv, session } = await submitted(canary, 'plain')
  await screen.findByRole('region', { name: 'Ada Lovelace' })
  plexTv.revokeTokens('plain')
  let changes = 0
  session.subscribe(() => changes++)
  await act(() => session.refresh().catch(() => {}))
  expect([session.getState(), changes]).toEqual([{ status: 'signed-out', reason: 'revoked' }, 1])
  expect(field('password').value).toBe('')
})

test('password manager fills without events; eight submits in one task → read at submit; one POST', {
  tags: 'browser',
}, async ({ canary }) => {
  const { plexTv, posts } = open(canary)
  fill(plexTv.person('plain'))
  act(() => {
    for (let times = 0; times < 8; times++) form().requestSubmit()
  })
  await screen.findByRole('region', { name: 'Ada Lovelace' })
  expect(posts()).toBe(1)
})

test('unmount in flight → nobody is signed in; nothing is left', { tags: 'browser' }, async ({ canary }) => {
  const { plexTv, session, unmount } = open(canary)
  plexTv.fail({ kind: 'hang' })
  fill(plexTv.person('plain'))
  submit()
  await waitFor(() => expect(plexTv.requests()).toHaveLength(1))
  unmount()
  await act(async () => {})
  expect(session.getState()).toEqual({ status: 'signed-out', reason: 'never' })
})

test('app sets wild React Query defaults → sign-in never retried; no secret in a query, a mutation or `dehydrate()` at any moment', {
  tags: 'browser',
}, async ({ canary }) => {
  const { plexTv, posts, look } = await submitted(canary, 'twoFactor')
  look()
  await waitFor(() => expect(field('verificationCode')).toBe(document.activeElement))
  look()
  plexTv.fail({ kind: 'status', status: 503, times: 1 })
  field('verificationCode').value = canary.secret('code of the moment', plexTv.person('twoFactor').currentCode())
  submit()
  look()
  await waitFor(() => expect(said()).toBe(en.error.server))
  expect(posts()).toBe(2)
  submit()
  await screen.findByRole('region', { name: 'Tomás Vidal' })
  expect(posts()).toBe(3)
})
