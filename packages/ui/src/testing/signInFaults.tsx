import { createPlexClient, createPlexSession } from '@foyer/client'
import { createEmulator, type Fault, type PersonName } from '@foyer/emulator'
import { PlexProvider } from '@foyer/hooks'
import { dehydrate, QueryClient } from '@tanstack/react-query'
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { createRoot } from 'react-dom/client'
import { expect, vi } from 'vitest'
import type { FaultRow, Stage } from '../../../../.ci/faults/faultRow.ts'
import { AccountCard, PlexSignIn, Show } from '../index.ts'
import { en } from '../messages/en.ts'

// React listens to the document from its first root on; that is not what a row leaves behind.
createRoot(document.createElement('div'))

/** A page with the whole sign-in on it; all that it shows and keeps is searched. */
function open(stage: Stage, forms = 1) {
  const plexTv = createEmulator({ seed: Math.floor(Math.random() * 2 ** 31) })
  for (const { name, password } of plexTv.people()) {
    if (password) stage.secret(`password of ${name}`, password)
    stage.secret(`token of ${name}`, plexTv.tokenFor(name, 'tests'))
  }
  const client = createPlexClient({ product: 'Reelroom', clientIdentifier: 'tests', fetch: plexTv.fetch })
  const session = createPlexSession(client, { storage: 'memory' })
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: 10, refetchInterval: 5 } } })
  const look = () => {
    stage.see('the page', document.documentElement.outerHTML)
    stage.see(
      'the queries',
      queryClient
        .getQueryCache()
        .getAll()
        .map(({ queryKey, state }) => [queryKey, state]),
    )
    stage.see(
      'the mutations',
      queryClient
        .getMutationCache()
        .getAll()
        .map(({ state }) => state),
    )
    stage.see('dehydrate()', dehydrate(queryClient, { shouldDehydrateQuery: () => true }))
    stage.see('the state', session.getState())
  }
  const states = session.subscribe(look)
  const { unmount } = render(
    <PlexProvider session={session} queryClient={queryClient}>
      <Show when="signed-in" fallback={Array.from({ length: forms }, (_, key) => <PlexSignIn key={String(key)} />)}>
        <AccountCard />
      </Show>
    </PlexProvider>,
  )
  stage.after(async () => {
    look()
    states()
    cleanup()
    session.close()
    await vi.waitFor(() => expect(queryClient.getQueryCache().getAll()).toEqual([]))
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
async function submitted(stage: Stage, name: PersonName) {
  const page = open(stage)
  const person = page.plexTv.person(name)
  fill(person)
  submit()
  return { ...page, person }
}

const refusals: [FaultRow['area'], string, Fault, keyof typeof en.error][] = [
  ['Network', 'a connection refused', { kind: 'offline' }, 'network'],
  ['Network', '502 with HTML', { kind: 'status', status: 502 }, 'server'],
  ['Network', '429', { kind: 'rate-limited' }, 'rate-limited'],
  ['Network', 'HTML from a captive portal', { kind: 'html' }, 'unexpected-response'],
  ['Network', 'truncated JSON', { kind: 'truncated' }, 'unexpected-response'],
]

/** What a person sees of what goes wrong while signing in. */
export const signInFaults: FaultRow[] = [
  ...refusals.map(
    ([area, fault, kind, code]): FaultRow => ({
      area,
      fault: `${fault}, when the form is submitted`,
      endState: 'own words; form editable, values kept, focus on the message; one POST',
      async run(stage) {
        const { plexTv, posts } = open(stage)
        const { login, password } = plexTv.person('plain')
        plexTv.fail(kind)
        fill({ login, password })
        submit()
        await waitFor(() => expect(said()).toBe(en.error[code]))
        expect(document.activeElement).toBe(screen.getByRole('alert'))
        expect([field('login').value, field('password').value]).toEqual([login, password])
        expect([field('password').disabled, field('password').readOnly]).toEqual([false, false])
        expect(posts()).toBe(1)
      },
    }),
  ),
  {
    area: 'Protocol',
    fault: 'wrong verification code, five times, in the form',
    endState: 'stays on that step with the code selected, then what plex.tv says, which blames no password',
    async run(stage) {
      const { posts } = await submitted(stage, 'twoFactor')
      await waitFor(() => expect(field('verificationCode')).toBe(document.activeElement))
      for (let tries = 0; tries < 6; tries++) {
        field('verificationCode').value = `00000${tries}`
        submit()
        await waitFor(() => expect(posts()).toBe(tries + 2))
        await waitFor(() => expect(form().dataset.status).toBe('error'))
        if (tries < 5) expect(field('verificationCode').selectionEnd).toBe(6)
      }
      expect(said()).toBe(en.error['address-locked'])
    },
  },
  {
    area: 'Protocol',
    fault: 'password wrong at the second step',
    endState: 'back to the first, says why, login kept',
    async run(stage) {
      const { plexTv, person } = await submitted(stage, 'twoFactor')
      await waitFor(() => expect(field('verificationCode')).toBe(document.activeElement))
      plexTv.fail({ kind: 'status', status: 401, times: 1 })
      field('verificationCode').value = stage.secret('code of the moment', person.currentCode())
      submit()
      await waitFor(() => expect(said()).toBe(en.error['invalid-credentials']))
      expect([field('login').value, field('password').value]).toEqual([person.login, ''])
    },
  },
  {
    area: 'Protocol',
    fault: 'two forms of one session, submitted one after the other',
    endState: 'the last submitted wins; the other is as new',
    async run(stage) {
      const { plexTv, session } = open(stage, 2)
      plexTv.fail({ kind: 'hang', times: 1 })
      fill(plexTv.person('plain'), 0)
      submit(0)
      await waitFor(() => expect(plexTv.requests()).toHaveLength(1))
      fill(plexTv.person('plexPass'), 1)
      submit(1)
      await waitFor(() => expect(form(0).dataset.status).toBe('idle'))
      await waitFor(() => expect(session.getState()).toMatchObject({ user: { username: 'noura' } }))
    },
  },
  {
    area: 'Protocol',
    fault: 'plex.tv no longer knows the token of somebody who is signed in',
    endState: 'signed out once, as `revoked`; the form is there again',
    async run(stage) {
      const { plexTv, session } = await submitted(stage, 'plain')
      await screen.findByRole('region', { name: 'Ada Lovelace' })
      plexTv.revokeTokens('plain')
      let changes = 0
      session.subscribe(() => changes++)
      await act(() => session.refresh().catch(() => {}))
      expect([session.getState(), changes]).toEqual([{ status: 'signed-out', reason: 'revoked' }, 1])
      expect(field('password').value).toBe('')
    },
  },
  {
    area: 'Browser and React',
    fault: 'password manager fills without events; eight submits in one task',
    endState: 'read at submit; one POST',
    async run(stage) {
      const { plexTv, posts } = open(stage)
      fill(plexTv.person('plain'))
      act(() => {
        for (let times = 0; times < 8; times++) form().requestSubmit()
      })
      await screen.findByRole('region', { name: 'Ada Lovelace' })
      expect(posts()).toBe(1)
    },
  },
  {
    area: 'Browser and React',
    fault: 'unmount in flight',
    endState: 'nobody is signed in; nothing is left',
    async run(stage) {
      const { plexTv, session, unmount } = open(stage)
      plexTv.fail({ kind: 'hang' })
      fill(plexTv.person('plain'))
      submit()
      await waitFor(() => expect(plexTv.requests()).toHaveLength(1))
      unmount()
      await act(async () => {})
      expect(session.getState()).toEqual({ status: 'signed-out', reason: 'never' })
    },
  },
  {
    area: 'Browser and React',
    fault: 'app sets wild React Query defaults',
    endState: 'sign-in never retried; no secret in a query, a mutation or `dehydrate()` at any moment',
    async run(stage) {
      const { plexTv, posts, look } = await submitted(stage, 'twoFactor')
      look()
      await waitFor(() => expect(field('verificationCode')).toBe(document.activeElement))
      look()
      plexTv.fail({ kind: 'status', status: 503, times: 1 })
      field('verificationCode').value = stage.secret('code of the moment', plexTv.person('twoFactor').currentCode())
      submit()
      look()
      await waitFor(() => expect(said()).toBe(en.error.server))
      expect(posts()).toBe(2)
      submit()
      await screen.findByRole('region', { name: 'Tomás Vidal' })
      expect(posts()).toBe(3)
    },
  },
  ...(
    [
      ['Browser and React', 'page translated by the browser', 'no crash, at any change', 'translated.test.tsx'],
      [
        'Browser and React',
        'what was typed and ticked before the script came',
        'is kept, and is what is sent',
        'server.test.tsx',
      ],
      ['Browser and React', 'each first paint is taken over', 'without a warning', 'server.test.tsx'],
      ['Hostile input', 'with a hostile name as text', 'also in server HTML', 'server.test.tsx'],
    ] as const
  ).map(([area, fault, endState, file]): FaultRow => ({ area, fault, endState, shownBy: `packages/ui/src/${file}` })),
]
