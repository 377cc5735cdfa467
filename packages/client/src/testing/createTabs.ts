import { AsyncLocalStorage } from 'node:async_hooks'
import type { Scheduler } from 'fast-check'

/** Room for nothing more, as a full browser says it. */
const full = () => new DOMException('No room', 'QuotaExceededError')

type Listener = (event: Record<string, unknown>) => void

/** One tab: its own view of what all share, and what it has been told so far. */
export interface Tab {
  readonly number: number
  /**
   * Runs code as a script of this tab: `window`, `document` and `BroadcastChannel` are its own, also after an await.
   */
  run<T>(script: () => T): T
  /**
   * `frozen` hears everything later; `away`, in the back-forward cache, hears nothing; `closed` does nothing any more.
   */
  stand: 'open' | 'frozen' | 'away' | 'closed'
  /** Nothing more fits into its storage. */
  full: boolean
  /** Resolves at once, or when its scripts run again. */
  running(): Promise<void>
  thaw(): void
  /** Back from the back-forward cache. */
  comeBack(): void
}

/**
 * A browser with several tabs, at the grain of the real ones: a tab writes into its own view; each single write reaches
 * the browser, and from there the other tabs, later and in the browser's order; with it comes the event. Messages take
 * their own time. The scheduler says what arrives when.
 */
export function createTabs(scheduler: Scheduler) {
  const current = new AsyncLocalStorage<Inner>()
  const shared = new Map<string, string>()
  const tabs: Inner[] = []
  const lines = new Map<string, (() => void)[]>()

  /** What leaves on one line arrives in order. */
  function send(line: string, arrive: () => void) {
    const queue = lines.get(line) ?? []
    lines.set(line, [...queue, arrive])
    void scheduler.schedule(Promise.resolve(), line).then(() => lines.get(line)?.shift()?.())
  }

  interface Inner extends Tab {
    readonly window: Record<string, unknown>
    readonly view: Map<string, string>
    /** Its own writes that the browser has not confirmed: what others wrote before them counts no more. */
    readonly unconfirmed: Map<string, number>
    readonly listeners: Map<string, Set<Listener>>
    readonly channels: Map<string, Set<Listener>>
    readonly late: (() => void)[]
    readonly asleep: (() => void)[]
    tell(task: () => void): void
  }

  function write(tab: Inner, key: string, text: string | null) {
    if (tab.stand === 'closed') return
    if (text !== null && tab.full) throw full()
    put(tab.view, key, text)
    tab.unconfirmed.set(key, (tab.unconfirmed.get(key) ?? 0) + 1)
    send(`tab ${tab.number} writes`, () => {
      put(shared, key, text)
      for (const other of tabs) {
        send(`tab ${other.number} learns`, () => {
          if (other === tab) {
            const confirm = () => void tab.unconfirmed.set(key, (tab.unconfirmed.get(key) ?? 1) - 1)
            // In its place among what the others wrote, for a tab that learns of all that later.
            if (tab.stand === 'frozen') tab.late.push(confirm)
            else confirm()
            return
          }
          other.tell(() => {
            if (!other.unconfirmed.get(key)) put(other.view, key, text)
            for (const listen of other.listeners.get('storage') ?? []) listen({ key, newValue: text })
          })
        })
      }
    })
  }

  function storageOf(map: () => Map<string, string>, set: (key: string, text: string | null) => void) {
    return {
      getItem: (key: string) => map().get(key) ?? null,
      setItem: (key: string, text: string) => set(key, text),
      removeItem: (key: string) => set(key, null),
      key: (index: number) => [...map().keys()][index] ?? null,
      get length() {
        return map().size
      },
    }
  }

  function openTab(): Tab {
    const listeners = new Map<string, Set<Listener>>()
    const own = new Map<string, string>()
    const target = {
      addEventListener: (type: string, listener: Listener) => {
        listeners.set(type, (listeners.get(type) ?? new Set()).add(listener))
      },
      removeEventListener: (type: string, listener: Listener) => listeners.get(type)?.delete(listener),
    }
    const tab: Inner = {
      number: tabs.length,
      stand: 'open',
      full: false,
      view: new Map(shared),
      unconfirmed: new Map(),
      listeners,
      channels: new Map(),
      late: [],
      asleep: [],
      window: {
        ...target,
        document: { hidden: false, ...target },
        localStorage: storageOf(
          () => tab.view,
          (key, text) => write(tab, key, text),
        ),
        sessionStorage: storageOf(
          () => own,
          (key, text) => {
            if (text !== null && tab.full) throw full()
            put(own, key, text)
          },
        ),
      },
      run: (script) => current.run(tab, script),
      async running() {
        if (tab.stand !== 'open') await new Promise<void>((resolve) => tab.asleep.push(resolve))
      },
      tell(task) {
        if (tab.stand === 'open') tab.run(task)
        else if (tab.stand === 'frozen') tab.late.push(task)
      },
      thaw() {
        tab.stand = 'open'
        for (const task of tab.late.splice(0)) tab.tell(task)
        for (const wake of tab.asleep.splice(0)) wake()
      },
      comeBack() {
        tab.stand = 'open'
        // What it has written itself is on its way, and counts.
        const isTheirs = (key: string) => !tab.unconfirmed.get(key)
        for (const key of [...tab.view.keys()].filter(isTheirs)) tab.view.delete(key)
        for (const [key, text] of shared) if (isTheirs(key)) tab.view.set(key, text)
        tab.tell(() => {
          for (const listen of listeners.get('pageshow') ?? []) listen({ persisted: true })
        })
        for (const wake of tab.asleep.splice(0)) wake()
      },
    }
    tabs.push(tab)
    return tab
  }

  /** Belongs to the tab whose script makes it. */
  class Channel {
    readonly #tab = current.getStore()
    readonly #name: string
    #listeners = new Set<Listener>()
    constructor(name: string) {
      this.#name = name
      const channels = this.#tab?.channels
      channels?.set(name, channels.get(name) ?? new Set())
    }
    addEventListener(_type: string, listener: Listener) {
      this.#listeners.add(listener)
      this.#tab?.channels.get(this.#name)?.add(listener)
    }
    postMessage(message: unknown) {
      const from = this.#tab
      if (!from || from.stand === 'closed') return
      for (const other of tabs) {
        if (other === from) continue
        send(`message ${from.number} → ${other.number}`, () =>
          other.tell(() => {
            for (const listen of other.channels.get(this.#name) ?? []) listen({ data: structuredClone(message) })
          }),
        )
      }
    }
    close() {
      for (const listener of this.#listeners) this.#tab?.channels.get(this.#name)?.delete(listener)
    }
  }

  const globals = {
    window: () => current.getStore()?.window,
    document: () => current.getStore()?.window.document,
    BroadcastChannel: () => (current.getStore() ? Channel : undefined),
  }
  const before = Object.keys(globals).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const)
  for (const [name, get] of Object.entries(globals))
    Object.defineProperty(globalThis, name, { configurable: true, get })

  return {
    openTab,
    /** What lies in `localStorage` once all has arrived. */
    shared: shared as ReadonlyMap<string, string>,
    /** Gives the platform its own globals back. */
    end() {
      for (const [name, property] of before) {
        if (property) Object.defineProperty(globalThis, name, property)
        else Reflect.deleteProperty(globalThis, name)
      }
    },
  }
}

function put(map: Map<string, string>, key: string, text: string | null) {
  if (text === null) map.delete(key)
  else map.set(key, text)
}
