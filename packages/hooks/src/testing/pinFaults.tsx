import type { Fault } from '@foyer/emulator'
import { dehydrate, QueryClient } from '@tanstack/react-query'
import { act, cleanup, renderHook } from '@testing-library/react'
import { expect, vi } from 'vitest'
import type { FaultRow } from '../../../../.ci/faults/faultRow.ts'
import { PlexProvider } from '../PlexProvider.tsx'
import { usePlexSignIn } from '../sign-in/usePlexSignIn.ts'
import { usePlexUser } from '../user/usePlexUser.ts'
import { pinPage, waitingPinPage } from './pinPage.tsx'

const wake = (event: string) => act(() => void window.dispatchEvent(new Event(event)))
const refusals: [string, Fault, string][] = [
  ['429', { kind: 'rate-limited' }, 'rate-limited'],
  ['503', { kind: 'status', status: 503 }, 'server'],
  ['no answer that is one', { kind: 'html' }, 'unexpected-response'],
  ['no connection', { kind: 'offline' }, 'network'],
]

/** What befalls a pin in a page. */
export const pinFaults: FaultRow[] = [
  {
    area: 'Pin',
    fault: 'StrictMode; two components on one pin',
    endState: 'one POST, one poller; each is told once',
    async run(stage) {
      const page = await waitingPinPage(stage, 'link')
      const other = page.use({ method: 'link' })
      await page.pass(20_000)
      expect([page.made(), page.polls()]).toEqual([1, 9])
      page.approve()
      await page.pass(4000)
      expect([page.status(), other.result.current.status, page.told.mock.calls.length]).toEqual(['done', 'done', 1])
    },
  },
  ...refusals.map(
    ([fault, kind, code]): FaultRow => ({
      area: 'Pin',
      fault: `a window’s pin can’t be made: ${fault}`,
      endState: `\`${code}\`, the window closed; nothing is asked again by itself`,
      async run(stage) {
        const page = pinPage(stage, 'popup')
        page.plexTv.fail({ ...kind, times: 1 })
        await page.start()
        await page.pass(120_000)
        expect(page.result.current).toMatchObject({ status: 'error', error: { code } })
        expect([page.browser.opened[0]?.closed, page.made()]).toEqual([true, 1])
      },
    }),
  ),
  ...(
    [
      ['a captive portal', { kind: 'html' }],
      ['no connection', { kind: 'offline' }],
      ['503', { kind: 'status', status: 503 }],
    ] satisfies [string, Fault][]
  ).map(
    ([fault, kind]): FaultRow => ({
      area: 'Pin',
      fault: `after the approval the user can’t be asked for: ${fault}`,
      endState: '`approved`, and says why; signed in by the same approval once it has passed',
      async run(stage) {
        const page = await waitingPinPage(stage, 'popup')
        const outage = page.plexTv.fail({ ...kind, endpoint: 'user' })
        page.approve()
        await page.pass(60_000)
        expect(page.result.current).toMatchObject({ status: 'approved', connection: 'unreachable' })
        outage.stop()
        await page.pass(40_000)
        expect([page.status(), page.made()]).toEqual(['done', 1])
      },
    }),
  ),
  {
    area: 'Pin',
    fault: 'a window’s pin ends unapproved',
    endState: '`expired`; starting makes another',
    async run(stage) {
      const page = await waitingPinPage(stage, 'popup')
      await page.pass(1_810_000)
      expect(page.status()).toBe('expired')
      await page.start()
      expect([page.status(), page.made()]).toEqual(['waiting', 2])
    },
  },
  {
    area: 'Pin',
    fault: 'approved with an old code, after a new one was made',
    endState: 'nobody is signed in by it',
    async run(stage) {
      const page = await waitingPinPage(stage, 'link')
      const old = page.code()
      await page.start()
      page.approve('plain', old)
      await page.pass(10_000)
      expect([page.status(), page.session.getState().status]).toEqual(['waiting', 'signed-out'])
    },
  },
  {
    area: 'Pin',
    fault: 'a screen that is offline for 30 s',
    endState: '`offline` at once, the same code, asked again at `online`',
    async run(stage) {
      const page = await waitingPinPage(stage, 'link')
      const code = page.code()
      const onLine = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
      const failing = page.plexTv.fail({ kind: 'offline' })
      wake('offline')
      expect(page.result.current).toMatchObject({ connection: 'offline', code })
      await page.pass(30_000)
      failing.stop()
      page.approve()
      onLine.mockReturnValue(true)
      wake('online')
      await page.pass(1000)
      expect([page.status(), page.made()]).toEqual(['done', 1])
    },
  },
  {
    area: 'Pin',
    fault: 'the app’s own server refuses who was approved',
    endState: '`backend`, nobody is signed in, nobody is told',
    async run(stage) {
      const refuse = async (grant: { token: string }) => {
        throw new Error(`No ${grant.token} here.`)
      }
      const backend = { accept: refuse, restore: async () => null, signOut: async () => {} }
      const page = await waitingPinPage(stage, 'popup', { backend })
      page.approve()
      await page.pass(4000)
      expect(page.result.current).toMatchObject({ status: 'error', error: { code: 'backend' } })
      expect([page.session.getState().status, page.told.mock.calls.length]).toEqual(['signed-out', 0])
    },
  },
  ...(['popup', 'password'] as const).map(
    (last): FaultRow => ({
      area: 'Protocol',
      fault: `a window and a password in one session, the ${last} last`,
      endState: `the ${last} wins, whichever is answered first; the other is as new`,
      async run(stage) {
        const page = pinPage(stage, 'popup')
        const { result: form } = renderHook(() => usePlexSignIn(), { wrapper: page.wrapper })
        const submit = async () => {
          const { current } = form
          if (current.step === 'credentials') act(() => void current.submitCredentials(page.plexTv.person('plexPass')))
          await page.settle()
        }
        if (last === 'popup') {
          page.plexTv.fail({ kind: 'hang', endpoint: 'sign-in', times: 1 })
          await submit()
        }
        await page.start()
        if (last === 'password') await submit()
        page.approve()
        await page.pass(10_000)
        const username = last === 'popup' ? 'ada' : 'noura'
        expect(page.session.getState()).toMatchObject({ user: { username } })
        expect([page.status(), form.current.step]).toEqual(
          last === 'popup' ? ['done', 'credentials'] : ['idle', 'done'],
        )
      },
    }),
  ),
  {
    area: 'Browser and React',
    fault: 'app sets wild React Query defaults around a pin',
    endState: 'its interval is unchanged; no token in a query, a mutation or `dehydrate()`',
    async run(stage) {
      const wild = { retry: 10, refetchInterval: 100, staleTime: 0, gcTime: Number.POSITIVE_INFINITY }
      const queryClient = new QueryClient({ defaultOptions: { queries: wild, mutations: wild } })
      const page = await waitingPinPage(stage, 'link')
      const { result } = renderHook(usePlexUser, {
        wrapper: ({ children }) => (
          <PlexProvider session={page.session} queryClient={queryClient}>
            {children}
          </PlexProvider>
        ),
      })
      await page.pass(10_000)
      expect(page.polls()).toBe(4)
      page.approve()
      await page.pass(4000)
      expect(result.current).toMatchObject({ status: 'signed-in', user: { username: 'ada' } })
      const all = { shouldDehydrateQuery: () => true, shouldDehydrateMutation: () => true }
      stage.see('dehydrate()', dehydrate(queryClient, all))
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
      stage.after(async () => {
        cleanup()
        await vi.waitFor(() => expect(queryClient.getQueryCache().getAll()).toEqual([]))
      })
    },
  },
]
