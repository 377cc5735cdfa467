import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { createPlexClient, createPlexSession, getUser, type SessionStore } from '../index.ts'
import { grantOf } from '../testing/plexOf.ts'

/** A longer run: `FOYER_RUNS=10 vitest run …`. */
const times = Number(process.env.FOYER_RUNS ?? 1)

afterEach(() => vi.unstubAllGlobals())

/**
 * A browser with several tabs: what one writes or says reaches the others later, in the order in which it left, but in any
 * order between storage and messages, and between tabs.
 */
function createBrowser(scheduler: fc.Scheduler) {
  let record: string | null = null
  const tabs: { changed: Set<() => void>; channels: Set<(message: unknown) => void> }[] = []
  let here = 0
  const lines = new Map<string, (() => void)[]>()
  function send(line: string, deliver: () => void) {
    const queue = lines.get(line) ?? []
    lines.set(line, [...queue, deliver])
    void scheduler.schedule(Promise.resolve(), line).then(() => lines.get(line)?.shift()?.())
  }
  const others = (tab: number) => [...tabs.keys()].filter((other) => other !== tab)

  /** Belongs to the tab that is `here` when it is made. */
  class Channel {
    readonly tab = here
    addEventListener(_type: string, listen: (event: { data: unknown }) => void) {
      tabs[this.tab]?.channels.add((data) => listen({ data }))
    }
    postMessage(message: unknown) {
      for (const other of others(this.tab)) {
        send(`message ${this.tab} → ${other}`, () => {
          for (const listen of tabs[other]?.channels ?? []) listen(structuredClone(message))
        })
      }
    }
    close() {
      tabs[this.tab]?.channels.clear()
    }
  }

  return {
    Channel,
    record: () => record,
    openTab<T>(open: (store: SessionStore) => T): T {
      here = tabs.length
      const tab = here
      const changed = new Set<() => void>()
      tabs.push({ changed, channels: new Set() })
      const write = (text: string | null) => {
        record = text
        for (const other of others(tab)) {
          send(`storage ${tab} → ${other}`, () => {
            for (const listener of tabs[other]?.changed ?? []) listener()
          })
        }
      }
      return open({
        read: () => record,
        write,
        clear: () => write(null),
        subscribe(listener) {
          changed.add(listener)
          return () => changed.delete(listener)
        },
      })
    },
  }
}

const step = fc.record({
  tab: fc.nat(2),
  act: fc.constantFrom('ada starts', 'bob starts', 'sign out', 'refresh', 'call', 'the token dies'),
})

test('tabs agree in the end on who is signed in, whatever reaches them first', {
  timeout: 60_000 * times,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(step, { minLength: 1, maxLength: 8 }), async (scheduler, steps) => {
      const browser = createBrowser(scheduler)
      vi.stubGlobal('BroadcastChannel', browser.Channel)
      const dead = new Set<string>()
      const people = { ada: { id: 1, uuid: 'ada' }, bob: { id: 2, uuid: 'bob' } }
      /** Each sign-in has a token of its own, as plex.tv's have. */
      const owners = new Map<string, keyof typeof people>()
      const fetch: typeof globalThis.fetch = async (_input, init) => {
        const token = new Headers(init?.headers).get('X-Plex-Token') ?? ''
        const verdict = dead.has(token) ? 401 : 200
        if (init?.method === 'DELETE') dead.add(token)
        const owner = owners.get(token)
        await scheduler.schedule(Promise.resolve(), `answer ${verdict}`)
        return new Response(verdict === 401 ? '{}' : JSON.stringify(owner && people[owner]), { status: verdict })
      }
      const plex = createPlexClient({ product: 'Reelroom', clientIdentifier: 'tests', fetch })
      const sessions = [0, 1, 2].map(() => browser.openTab((storage) => createPlexSession(plex, { storage })))

      const acts: Promise<unknown>[] = []
      const sequence = steps.map(({ tab, act }) => ({
        label: `${act} in ${tab}`,
        async builder() {
          const session = sessions[tab]
          const start = (name: 'ada' | 'bob') => {
            const token = `${name}-token-${owners.size}`
            owners.set(token, name)
            return session?.start(grantOf(token, people[name]))
          }
          const doing = {
            'ada starts': () => start('ada'),
            'bob starts': () => start('bob'),
            'sign out': () => session?.signOut(),
            refresh: () => session?.refresh(),
            call: () => session?.call(getUser),
            'the token dies': async () => {
              for (const [token, owner] of owners) if (owner === 'ada') dead.add(token)
            },
          }[act]
          acts.push(Promise.resolve(doing()).catch((error: unknown) => error))
        },
      }))
      scheduler.scheduleSequence(sequence)
      await scheduler.waitIdle()
      for (const result of await Promise.all(acts)) {
        if (result instanceof Error) expect(['PlexError', 'AbortError']).toContain(result.name)
      }

      const kept = browser.record() && JSON.parse(browser.record() as string)
      const who = sessions.map((session) => {
        const state = session.getState()
        return state.status === 'signed-in' ? state.user.uuid : state.status
      })
      expect(who).toEqual(Array(3).fill(kept ? kept.user.uuid : 'signed-out'))
      for (const session of sessions) {
        const token = await session.getToken().catch(() => null)
        expect(token).toBe(kept?.token ?? null)
        session.close()
      }
    }),
    { numRuns: 1000 * times, seed: 20261122 },
  )
})
