import {
  authUrlReturningTo,
  createPinAttempt,
  keepPin,
  keepsPin,
  openReturnChannel,
  type PinAttempt,
  PlexError,
  type PlexGrant,
  type PlexSession,
  type PlexUser,
  type StrongPin,
  takePin,
} from '@foyer/client'
import { markFresh } from '../queries.ts'
import { takeOver, whyOf } from '../underWay.ts'
import { type AuthWindow, forgetNonce, leaveFor, openAuthWindow, returnedNonce, returnTo } from './authWindow.ts'
import { nothingYet, type PinFacts, type PinStates } from './pinState.ts'
import { onWake, surroundings } from './wake.ts'

const LINK_RENEWALS = 32
const WATCH_MS = 1000

/** What one component wants of a flow that it may share. */
export interface PinFlowOptions {
  rememberMe?: boolean
  returnUrl?: string
  waitingText?: string
  onSignedIn?: (user: PlexUser) => void
}

/** A pin's way into a session, without React: one for each flow and session, whoever looks at it. */
export interface PinFlow {
  getFacts(): PinFacts
  subscribe(listener: () => void): () => void
  /** Counts a component in; the returned function counts it out, and the last one out stops it. */
  join(member: PinMember): () => void
  start(member: PinMember): void
  cancel(): void
  showWindow(): void
  continueInThisTab(member: PinMember): void
}

/** A component, and what it wants at this moment. */
type PinMember = { readonly current: PinFlowOptions }

export function createPinFlow(session: PlexSession, flow: keyof PinStates): PinFlow {
  const { client } = session
  const listeners = new Set<() => void>()
  const members = new Set<PinMember>()
  let facts = nothingYet
  /** Whoever started it. */
  let starter: PinMember = { current: {} }
  let attempt: PinAttempt<'link' | 'strong'> | null = null
  let controller: AbortController | undefined
  let authWindow: AuthWindow | null = null
  let way: { nonce: string; url: string } | undefined
  let sentNonce: string | undefined
  /** The tab itself goes to plex.tv, as soon as there is a pin. */
  let leaving = false
  let cancelWatch = () => {}
  let leave: (() => void) | undefined

  function set(change: Partial<PinFacts>) {
    facts = { ...facts, ...change }
    for (const listener of listeners) listener()
  }
  function stop() {
    const [stopped, taken] = [attempt, controller]
    attempt = null
    controller = undefined
    stopped?.stop()
    taken?.abort()
  }
  function cancel() {
    stop()
    cancelWatch()
    authWindow?.close()
    authWindow = null
    leaving = false
    set(nothingYet)
  }
  function failed(error: unknown) {
    cancel()
    set({ error: whyOf(error) })
  }

  function begin(pin?: StrongPin) {
    stop()
    // A link screen only waits; it takes over when somebody has typed its code.
    if (flow !== 'link') {
      controller = takeOver(session)
      controller.signal.addEventListener('abort', () => attempt && cancel())
    }
    const begun: PinAttempt<'link' | 'strong'> =
      flow === 'link'
        ? createPinAttempt(client, 'link', { renewals: LINK_RENEWALS, surroundings })
        : createPinAttempt(client, 'strong', { pin, surroundings })
    attempt = begun
    const follow = () => {
      if (begun !== attempt) return
      const state = begun.getState()
      set({ attempt: state, user: null, error: null })
      if (state.status === 'waiting' && state.pin.kind === 'strong' && way) goTo(state.pin)
      if (state.status === 'error') authWindow?.close()
    }
    begun.subscribe(follow)
    begun.grant.then(
      (grant) => (begun === attempt ? finish(grant) : undefined),
      () => {},
    )
    follow()
  }
  function goTo(pin: StrongPin) {
    const { nonce, url } = way as NonNullable<typeof way>
    way = undefined
    sentNonce = nonce
    try {
      const authUrl = authUrlReturningTo(pin, url)
      if (!leaving) return authWindow?.go(authUrl)
      // Without it the tab would come back knowing nothing, and say so to nobody.
      if (!keepPin(client, nonce, flow, pin))
        throw new PlexError('storage', 'Could not leave: sessionStorage is blocked.')
      leaveFor(authUrl)
    } catch (error) {
      failed(error)
    }
  }
  async function finish(grant: PlexGrant) {
    cancelWatch()
    authWindow?.close()
    authWindow = null
    // Asked now: the new state may unmount those who want to know.
    const told = [...members].map(({ current }) => current.onSignedIn)
    controller ??= takeOver(session)
    const begun = controller
    const { signal } = begun
    try {
      markFresh(grant.user)
      await session.start(grant, { rememberMe: starter.current.rememberMe, signal })
    } catch (error) {
      // Called off, or begun anew: what is said of this one concerns nobody any more.
      if (controller !== begun) return
      if (!signal.aborted && (error as Error)?.name !== 'AbortError') return failed(error)
      // Somebody else is on the way in.
      cancel()
      if (flow === 'link') begin()
      return
    }
    attempt = null
    controller = undefined
    set({ ...nothingYet, user: grant.user })
    for (const tell of told) tell?.(grant.user)
  }
  function watchWindow() {
    if (!authWindow) return
    if (authWindow.seemsClosed()) {
      set({ window: 'lost' })
      attempt?.wake()
    } else cancelWatch = client.clock.after(WATCH_MS, watchWindow)
  }
  function openWindow() {
    cancelWatch()
    authWindow = openAuthWindow(starter.current.waitingText ?? '…')
    set({ window: authWindow ? 'open' : 'blocked' })
    watchWindow()
  }
  /** With the pin that there is, if it still waits: one pin, however often the person clicks. */
  function go(how: () => void, inThisTab = false) {
    // plex.tv has said yes: a click too many must not send the person back to the first step.
    if (facts.attempt?.status === 'approved') return
    leaving = inThisTab
    try {
      way = returnTo(starter.current.returnUrl)
      how()
      if (facts.attempt?.status === 'waiting' && facts.attempt.pin.kind === 'strong') goTo(facts.attempt.pin)
      else if (facts.attempt?.status !== 'creating') begin()
    } catch (error) {
      failed(error)
    }
  }

  function enter(): () => void {
    const stopWaking = onWake(() => attempt?.wake())
    const channel = openReturnChannel((said) => {
      if (sentNonce && said === sentNonce) attempt?.wake()
    })
    const unsubscribe = session.subscribe(() => {
      if (!facts.user || session.getState().status !== 'signed-out') return
      set(nothingYet)
      if (flow === 'link') begin()
    })
    return () => {
      stopWaking()
      channel.close()
      unsubscribe()
      cancel()
    }
  }

  return {
    getFacts: () => facts,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    join(member) {
      members.add(member)
      leave ??= enter()
      if (!attempt && !facts.user) {
        const nonce = flow === 'link' ? null : returnedNonce()
        const pin = nonce ? takePin(client, nonce, flow) : null
        if (nonce && !keepsPin(nonce)) forgetNonce()
        if (pin || flow === 'link') {
          starter = member
          begin(pin ?? undefined)
          // The tab itself went there: there is no window any more.
          set({ window: 'lost' })
        }
      }
      return () => {
        members.delete(member)
        // One task later: React takes a component out and puts it in again in the same one, in StrictMode say.
        client.clock.after(0, () => {
          if (members.size > 0) return
          leave?.()
          leave = undefined
        })
      }
    },
    start(member) {
      starter = member
      if (flow === 'link') return begin()
      if (flow === 'redirect') return go(() => {}, true)
      if (!authWindow || authWindow.seemsClosed()) return go(openWindow)
      authWindow.focus()
      if (!/^(creating|waiting)$/.test(facts.attempt?.status ?? '')) go(() => {})
    },
    cancel,
    showWindow() {
      if (authWindow && !authWindow.seemsClosed()) authWindow.focus()
      else if (attempt) go(openWindow)
    },
    continueInThisTab(member) {
      starter = member
      go(() => {}, true)
    },
  }
}
