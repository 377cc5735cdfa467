import { reasonOf } from '../clock.ts'
import type { PlexClient } from '../createPlexClient.ts'
import { isPlexError, PlexError } from '../PlexError.ts'
import type { CallOptions } from '../request.ts'
import type { PlexGrant } from '../signIn.ts'
import type { PlexUser } from '../user.ts'
import { createBackendKeeper, type SessionBackend } from './backend.ts'
import type { Keeper } from './keeper.ts'
import { createBrowserStore, memorySessionStore, type SessionStore } from './store.ts'
import { createStoreKeeper } from './storeKeeper.ts'
import { joinTabs, type SignedOutReason } from './tabs.ts'

/** Who is signed in. */
export type SessionState =
  /** Storage or backend is not read yet; always so on a server. */
  | { readonly status: 'pending' }
  /** Nobody is. */
  | { readonly status: 'signed-out'; readonly reason: SignedOutReason }
  /** The account is known, but not yet which profile of its Home. No option leads here yet. */
  | { readonly status: 'choosing-profile' }
  /** Somebody is; with the token at hand, here or at your backend. */
  | { readonly status: 'signed-in'; readonly user: PlexUser }

/** How a session is kept. A store and a backend exclude each other. */
export type SessionOptions = {
  /** The key in storage and between tabs; default: the product, so that two apps on one origin don't share a session. */
  name?: string
  /** Whether a session outlives its tab unless its sign-in says otherwise, and where the form's box starts. Default true. */
  remember?: boolean
} & (
  | {
      /**
       * Default `browser`: `localStorage` or `sessionStorage`, as remembered or not. `memory`: until the page is left, or
       * the process ends. Or a place of your own.
       */
      storage?: 'browser' | 'memory' | SessionStore
      backend?: never
    }
  | {
      /** Your server keeps the session, and the browser no token. */
      backend: SessionBackend
      storage?: never
    }
)

/** The one owner of tokens, and of who is signed in. */
export interface PlexSession {
  /** Use this one for calls. */
  readonly client: PlexClient
  /** Whether sessions are remembered unless a sign-in says otherwise. */
  readonly remember: boolean
  /** The state of now; the same object until it changes. */
  getState(): SessionState
  /** Calls `listener` after each change of the state; returns the function that stops it. */
  subscribe(listener: () => void): () => void
  /**
   * Begins a session. Of two under way the one that started last wins; the other rejects with an `AbortError`.
   *
   * @throws {@link PlexError} `backend` when your server refused, `misuse` on a server.
   */
  start(grant: PlexGrant, options?: { rememberMe?: boolean; signal?: AbortSignal }): Promise<void>
  /** Revokes at plex.tv and forgets, in every tab; forgets even if plex.tv does not answer. Never rejects. */
  signOut(): Promise<void>
  /**
   * The only reader of the token.
   *
   * @throws {@link PlexError} `unauthorized` when nobody is signed in, `misuse` with a backend or on a server.
   */
  getToken(): Promise<string>
  /**
   * Calls plex.tv with the token: `session.call(getUser)`. Ends the session when plex.tv answers that the token is dead.
   *
   * @throws {@link PlexError} what `getToken` and the operation throw.
   */
  call<T>(
    operation: (client: PlexClient, token: string, options: CallOptions) => Promise<T>,
    options?: CallOptions,
  ): Promise<T>
  /**
   * Asks plex.tv, or your backend, again who is signed in, and keeps the answer. Ends the session on `unauthorized`.
   *
   * @throws {@link PlexError} what `getUser` throws; `backend`.
   */
  refresh(options?: CallOptions): Promise<PlexUser>
  /** Stops listening to storage and to other tabs. The session stays as it is kept. */
  close(): void
}

/**
 * Makes the session of your app. Make one, outside of React, and give it to `PlexProvider`. On a server it stays `pending`,
 * unless its storage is `memory` or your own.
 */
export function createPlexSession(client: PlexClient, options: SessionOptions = {}): PlexSession {
  const { name = client.product, remember = true, storage = 'browser', backend } = options
  let state: SessionState = { status: 'pending' }
  /** Grows with each change of the state: an answer from before says nothing about who is here now. */
  let epoch = 0
  /** Grows when somebody starts or signs out here: what was under way before is superseded. */
  let turn = 0
  const listeners = new Set<() => void>()

  function set(next: SessionState) {
    if (JSON.stringify(next) === JSON.stringify(state)) return
    state = next
    epoch++
    for (const listener of listeners) listener()
  }
  function adopt(user: PlexUser | null) {
    if (user) set({ status: 'signed-in', user })
    else if (state.status === 'pending') set({ status: 'signed-out', reason: 'never' })
    else if (state.status === 'signed-in') leave('signed-out')
  }
  const leave = (reason: SignedOutReason) => set({ status: 'signed-out', reason })
  async function end(reason: SignedOutReason) {
    if (state.status === 'signed-in') {
      const { uuid } = state.user
      leave(reason)
      tabs.say({ reason, uuid })
    }
    await keeper?.forget(reason === 'signed-out')
  }
  async function present(): Promise<Keeper> {
    await restored
    if (keeper) return keeper
    throw new PlexError('misuse', 'Could not use the session: on a server.')
  }
  /** Runs what needs the session; the session ends if that shows it to be dead, unless another has begun meanwhile. */
  async function guarded<T>(task: (keeper: Keeper) => Promise<T>): Promise<T> {
    const keeper = await present()
    const begun = epoch
    try {
      return await task(keeper)
    } catch (error) {
      const dead = isPlexError(error) && /^(unauthorized|token-expired)$/.test(error.code)
      if (dead && begun === epoch) await end('revoked')
      throw error
    }
  }

  // On a server a module is shared by all visitors, so a session of the browser's stays pending there, and takes nobody in.
  const keeper =
    !globalThis.window && storage === 'browser'
      ? undefined
      : backend
        ? createBackendKeeper(client, backend)
        : createStoreKeeper(
            client,
            storage === 'browser' ? createBrowserStore(name) : storage === 'memory' ? memorySessionStore : storage,
          )
  const found = keeper?.restore()
  // In this very task where storage answers at once, so that the first render already knows.
  const restored = found instanceof Promise ? found.then(adopt) : keeper && adopt(found ?? null)

  const unsubscribe = keeper?.subscribe?.(async () => {
    await restored
    const begun = epoch
    const user = await keeper.restore()
    if (begun === epoch) adopt(user)
  })
  const tabs = joinTabs(name, ({ reason, uuid }) => {
    if (state.status !== 'signed-in' || state.user.uuid !== uuid) return
    leave(reason)
    void keeper?.forget(false)
  })

  return {
    client,
    remember,
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async start(grant, { rememberMe = remember, signal } = {}) {
      const begun = ++turn
      const keeper = await present()
      if (signal?.aborted) throw reasonOf(signal)
      try {
        await keeper.accept(grant, rememberMe, signal)
      } finally {
        // Called off on the way: a store may have written it, a backend may have taken it.
        if (signal?.aborted && begun === turn) await keeper.forget(true)
      }
      if (begun !== turn || signal?.aborted) throw reasonOf(signal)
      set({ status: 'signed-in', user: grant.user })
    },
    async signOut() {
      turn++
      await restored
      await end('signed-out')
    },
    getToken: async () => (await present()).token(),
    call: (operation, options = {}) => guarded(async (keeper) => operation(client, keeper.token(), options)),
    refresh: (options = {}) =>
      guarded(async (keeper) => {
        const begun = epoch
        const user = await keeper.refresh(options)
        if (begun === epoch) set({ status: 'signed-in', user })
        return user
      }),
    close() {
      unsubscribe?.()
      tabs.close()
      listeners.clear()
    },
  }
}
