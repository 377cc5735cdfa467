import { createTestClock } from '@foyer/emulator'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { createPlexClient, createPlexSession, type PlexClient, type PlexSession, signIn } from '../index.ts'
import { createTabs, type Tab } from '../testing/createTabs.ts'

/** A longer run: `FOYER_RUNS=10 vitest run …`. */
const times = Number(process.env.FOYER_RUNS ?? 1)

/** One run again, as a failure names it: `FOYER_SEED=… FOYER_PATH=…`. */
const { FOYER_SEED = '20261127', FOYER_PATH } = process.env
const given = { seed: Number(FOYER_SEED), ...(FOYER_PATH && { path: FOYER_PATH, endOnFailure: true }) }

const people = { ada: { id: 1, uuid: 'ada' }, bob: { id: 2, uuid: 'bob' } }
type Name = keyof typeof people

/** plex.tv has one token for each account on a device, for as long as it lives. */
function createPlexTv(scheduler: fc.Scheduler) {
  const alive = new Map<string, Name>()
  let made = 0
  let lookups = 0
  return {
    alive,
    lookups: () => lookups,
    kill(name: Name) {
      for (const [token, owner] of alive) if (owner === name) alive.delete(token)
    },
    /** What reaches plex.tv is done there; the answer waits for its page, and for a closed one for ever. */
    fetchFor:
      (tab: Tab): typeof globalThis.fetch =>
      async (_input, init) => {
        const method = init?.method
        const answer = (status: number, body: unknown = {}) => new Response(JSON.stringify(body), { status })
        await scheduler.schedule(Promise.resolve(), `${method} arrives`)
        const token = new Headers(init?.headers).get('X-Plex-Token') ?? ''
        let response: Response
        if (method === 'POST') {
          const name = new URLSearchParams(init?.body as URLSearchParams).get('login') as Name
          const found = [...alive].find(([, owner]) => owner === name)?.[0] ?? `${name}-token-${made++}`
          alive.set(found, name)
          response = answer(201, { ...people[name], authToken: found })
        } else {
          const owner = alive.get(token)
          if (method === 'DELETE') alive.delete(token)
          else lookups++
          // Each look-up finds something new, to be written.
          response = owner ? answer(200, { ...people[owner], title: `${owner} ${lookups}` }) : answer(401)
        }
        await scheduler.schedule(Promise.resolve(), `${method} is answered`)
        await tab.running()
        return response
      },
  }
}

/** A tab with Foyer in it, which notes all that it has shown. */
function createPage(tab: Tab, plexTv: ReturnType<typeof createPlexTv>) {
  const clock = createTestClock({ pausesBelowMs: 2000 })
  let loads = 0
  /** The tokens of those it showed, '' for nobody; begins anew with each load and each sign-in of its own. */
  let shown: string[] = []
  let client: PlexClient
  let session: PlexSession

  /** Nobody outside can see a token in a state. */
  async function look() {
    if (session.getState().status === 'pending') return
    const token = await session.getToken().catch(() => '')
    if (shown.at(-1) !== token) shown.push(token)
  }
  function load() {
    const load = ++loads
    const fetch = plexTv.fetchFor(tab)
    shown = []
    client = createPlexClient({
      product: 'Reelroom',
      clientIdentifier: 'tests',
      clock,
      async fetch(input, init) {
        const response = await fetch(input, init)
        // What was asked before a reload is answered to nobody.
        return load === loads ? response : new Promise<Response>(() => {})
      },
    })
    tab.run(() => {
      session = createPlexSession(client)
      session.subscribe(() => {
        throw new Error('A listener of the app’s.')
      })
      session.subscribe(() => void look())
    })
    void look()
  }
  load()

  return {
    tab,
    pass: clock.advance,
    shown: () => shown,
    session: () => session,
    /** Whether something that it had begun may never have ended. */
    isWhole: () => tab.stand !== 'closed' && loads === 1,
    who() {
      const state = session.getState()
      return state.status === 'signed-in' ? state.user.uuid : state.status
    },
    /** Signs in as a form does. */
    async enter(name: Name, rememberMe: boolean) {
      shown = []
      await session.start(await signIn(client, { login: name, password: 'x' }), { rememberMe })
    },
    reload() {
      session.close()
      load()
    },
  }
}
type Page = ReturnType<typeof createPage>

const acts = {
  'ada signs in': (page) => page.enter('ada', true),
  'bob signs in': (page) => page.enter('bob', true),
  'ada signs in, for this tab only': (page) => page.enter('ada', false),
  'bob signs in, for this tab only': (page) => page.enter('bob', false),
  'signs out': (page) => page.session().signOut(),
  'signs out, and bob in at once': async (page) => {
    void page.session().signOut()
    await page.enter('bob', true)
  },
  'ada signs in, and out before that is done': async (page) => {
    await Promise.all([page.enter('ada', true), page.session().signOut()])
  },
  'looks up the user': (page) => page.session().refresh(),
  freezes: (page) => {
    if (page.tab.stand === 'open') page.tab.stand = 'frozen'
  },
  thaws: (page) => {
    if (page.tab.stand === 'frozen') page.tab.thaw()
  },
  'goes to another page': (page) => {
    if (page.tab.stand === 'open') page.tab.stand = 'away'
  },
  'comes back': (page) => {
    if (page.tab.stand === 'away') page.tab.comeBack()
  },
  'has no room': (page) => {
    page.tab.full = true
  },
  'has room': (page) => {
    page.tab.full = false
  },
  closes: (page) => {
    page.tab.stand = 'closed'
  },
  reloads: (page) => page.reload(),
} satisfies Record<string, (page: Page) => unknown>
type Act = keyof typeof acts | 'the token of ada dies'

const step = fc.record({
  tab: fc.nat(2),
  act: fc.constantFrom<Act>(...(Object.keys(acts) as (keyof typeof acts)[]), 'the token of ada dies'),
})

test('tabs agree on who is signed in, whatever reaches them first', { timeout: 120_000 * times }, async () => {
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => {})
  const warning = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const chance = vi.spyOn(crypto, 'getRandomValues')
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.nat(), fc.array(step, { minLength: 1, maxLength: 8 }), async (...given) => {
      const [scheduler, seed, steps] = given
      let random = seed
      // Ids decide between sessions that begin at one moment: a run that is repeated must have the same.
      chance.mockImplementation((bytes) =>
        (bytes as Uint8Array & typeof bytes).map(() => {
          random = (random * 1103515245 + 12345) % 2 ** 31
          return random >> 16
        }),
      )
      const browser = createTabs(scheduler)
      try {
        await play(browser, scheduler, steps)
      } finally {
        browser.end()
      }
    }),
    { numRuns: 1000 * times, timeout: 20_000, ...given },
  )
  chance.mockRestore()
  complaint.mockRestore()
  warning.mockRestore()
})

/** Nothing is on its way any more, nor is about to be. */
async function allIsDone(scheduler: fc.Scheduler) {
  do {
    await scheduler.waitIdle()
    await new Promise(setImmediate)
  } while (scheduler.count() > 0)
}

async function play(
  browser: ReturnType<typeof createTabs>,
  scheduler: fc.Scheduler,
  steps: readonly { tab: number; act: Act }[],
) {
  const plexTv = createPlexTv(scheduler)
  const pages = [0, 1, 2].map(() => createPage(browser.openTab(), plexTv))
  const done: Promise<unknown>[] = []
  scheduler.scheduleSequence(
    steps.map(({ tab, act }) => ({
      label: `${act} (tab ${tab})`,
      async builder() {
        if (act === 'the token of ada dies') return plexTv.kill('ada')
        const page = pages[tab]
        // A page that is frozen or away runs nothing.
        if (!page || (page.tab.stand !== 'open' && act !== 'thaws' && act !== 'comes back')) return
        done.push(Promise.resolve(page.tab.run(() => acts[act](page))).catch((error: unknown) => error))
      },
    })),
  )
  await allIsDone(scheduler)
  const missed = pages.filter(({ tab }) => tab.stand === 'frozen' || tab.stand === 'away')
  for (const { tab } of missed) (tab.stand === 'frozen' ? tab.thaw : tab.comeBack)()
  await allIsDone(scheduler)
  // The end of a token that a closed page had announced is not waited for longer than this.
  for (const { tab, pass } of pages) tab.run(() => pass(10_000))
  await allIsDone(scheduler)
  // As the hooks do for whoever looks at the page again: a sign-in may have slept while its token died.
  for (const { tab, session } of missed) void tab.run(() => session().refresh()).catch(() => {})
  await allIsDone(scheduler)

  const did = (act: RegExp) => steps.filter((step) => act.test(step.act)).length
  const kept = [...browser.shared.values()].map((text) => (JSON.parse(text) as { token: string }).token)
  const open = pages.filter(({ tab }) => tab.stand !== 'closed')
  const held = new Map(
    await Promise.all(
      open.map(
        async (page) =>
          [
            page,
            await page
              .session()
              .getToken()
              .catch(() => ''),
          ] as const,
      ),
    ),
  )
  for (const [page, token] of held) {
    const name = `tab ${page.tab.number}`
    const hasOwn = page.tab.run(() => window.sessionStorage.length > 0)
    // What found no room is the tab's own too.
    if (token && !hasOwn && !did(/no room/)) expect(kept, `what all share, and ${name}`).toContain(token)
    // A tab without room takes away what it replaces before it knows whether that helps; a look-up may write it anew.
    for (const person of did(/no room/) ? [] : Object.keys(people)) {
      const shown = page.shown()
      const entries = shown.filter((token, at) => token.startsWith(person) && !shown[at - 1])
      const story = `${name} showed: ${shown.join(', ')}. Gone is gone until somebody signs in`
      expect(entries.length, story).toBeLessThanOrEqual(did(new RegExp(`${person}.* in`)))
    }
  }
  // One look-up for each that was asked for, and one a tab for each end of a session of the same person.
  const most = did(/looks up/) + missed.length + did(/ in|out/) * pages.length
  expect(plexTv.lookups(), 'look-ups').toBeLessThanOrEqual(most)

  // A sign-in or sign-out that its page was closed or reloaded in is ended by nobody: a look-up shows it, or the next
  // sign-in.
  if (pages.every((page) => page.isWhole())) {
    for (const result of await Promise.all(done))
      if (result instanceof Error) expect(['PlexError', 'AbortError']).toContain(result.name)
    expect(new Set(kept).size, 'sessions that all tabs share').toBeLessThan(2)
    for (const token of plexTv.alive.keys())
      expect([...kept, ...held.values()], 'tokens that live, and that nobody has any more').toContain(token)
    for (const [page, token] of held) {
      const died = did(/dies/) && page.who() === 'ada'
      if (token && !died) expect([...plexTv.alive.keys()], `who lives, and tab ${page.tab.number}`).toContain(token)
      // A person who signed out of a session of their tab's own stays out.
      if (kept.length > 0 && !did(/this tab only|no room/)) expect(page.who()).not.toBe('signed-out')
    }
  }
  for (const { session, tab } of pages) tab.run(() => session().close())
}
